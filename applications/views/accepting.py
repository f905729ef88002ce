"""The signatory accepts the decision and its terms."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.look.form_errors import collect

from ..enums import ObligationKind, ProjectState
from ..forms.accepting import AcceptForm
from ..models import Project
from ..selectors import people
from ..services import accepting
from . import doors, places
from .answers import Tried, attempt, fields_of, page, saved


@require_http_methods(["GET", "HEAD", "POST"])
@page
def project_accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was decided and on which terms; who may accept, and by when."""
    row = doors.project(request, pk)
    if row.state != ProjectState.GRANTED:
        return redirect("applications:project", row.pk)
    form = AcceptForm(request.POST or None, initial={"bankgiro": row.bankgiro}, certified=_certified(row))
    tried = None
    if form.is_valid():
        number = form.cleaned_data["bankgiro"]
        tried = attempt(
            lambda: accepting.accept(row, bankgiro=number, by=doors.person(request)), places=fields_of(form)
        )
        if tried.is_done:
            saved(request, "Beslutet är godkänt")
            return redirect("applications:project", row.pk)
    return _page(request, row, form, tried)


def _page(request: HttpRequest, row: Project, form: AcceptForm, tried: Tried | None) -> HttpResponse:
    context = {
        "project": row,
        "decision": row.decision,
        "document": getattr(row.decision, "document", None),
        "terms": row.case.application.call_version,
        "due": row.case.obligations.filter(kind=ObligationKind.ACCEPTANCE).first(),
        "form": form,
        "error_list": [*(tried.errors if tried else ()), *collect(form)],
        "may_accept": doors.may(request, "accept_decision", row),
        "signatories": people.signatories(row.case),
        "crumbs": places.of_case(row.case, ("Projektet", places.at("project", row.pk)), "Godkänn beslutet"),
    }
    return render(request, "applications/project_accept.html", context)


def _certified(row: Project) -> str:
    body = row.case.organisation
    return (
        f"Jag får företräda {body.name} ({body.orgnr}) och har läst beslutet. "
        "Vi godkänner villkoren och kontot tillhör oss."
    )
