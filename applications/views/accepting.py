"""The signatory accepts the decision and its terms; before that a new budget, where less was given than asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.look.form_errors import collect

from ..documents import supports, to_sign
from ..enums import ObligationKind, ProjectState
from ..findings import errors
from ..forms.accepting import AcceptForm
from ..models import Project
from ..selectors import people
from ..services import accepting, revising
from . import doors, places
from .answers import Tried, attempt, fields_of, page, saved
from .signing import sign


@require_http_methods(["GET", "HEAD", "POST"])
@page
def project_accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was decided and on which terms; who may accept, and by when."""
    row = doors.project(request, pk)
    if row.state != ProjectState.GRANTED:
        return redirect("applications:project", row.pk)
    form = _form(row, request.POST or None)
    tried = None
    if form.is_valid():
        number, kind = form.cleaned_data.get("bankgiro", ""), form.cleaned_data.get("account_kind", "")
        row.account_kind = kind or row.account_kind
        tried, leaves = sign(
            request,
            lambda seen: accepting.accept(row, bankgiro=number, kind=kind, by=doors.person(request)),
            (row, "accept", lambda: to_sign.acceptance(row, bankgiro=number)),
            places=fields_of(form),
            values={"bankgiro": number, "account_kind": kind},
        )
        if leaves is not None:
            return leaves
        if tried.is_done:
            saved(request, "Beslutet är godkänt")
            return redirect("applications:project", row.pk)
    return _page(request, row, form, tried)


@require_POST
@page
def project_new_budget(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand in the new budget (domain.md §9 case 15); what is wrong with it is told on the page of the decision."""
    row = doors.project(request, pk)
    places_of = places.in_application(row.case.application)
    tried = attempt(lambda: revising.hand_in(row, by=doors.person(request)), places=places_of)
    if not tried.is_done:
        return _page(request, row, _form(row, None), tried)
    saved(request, "Den nya budgeten är lämnad")
    return redirect("applications:project_accept", row.pk)


def _form(row: Project, data: Any) -> AcceptForm:
    return AcceptForm(
        data,
        initial={"bankgiro": row.bankgiro, "account_kind": row.account_kind},
        certified=to_sign.acceptance(row).text,
        has_money=row.decision.gives_money,
    )


def _page(request: HttpRequest, row: Project, form: AcceptForm, tried: Tried | None) -> HttpResponse:
    context = {
        "project": row,
        "decision": row.decision,
        "supports": supports.table(row.decision),
        "budget": _budget(request, row),
        "document": getattr(row.decision, "document", None),
        "terms": row.case.application.call_version,
        "due": row.case.obligations.filter(kind=ObligationKind.ACCEPTANCE).first(),
        "form": form,
        "error_list": [*(tried.errors if tried else ()), *collect(form)],
        "may_accept": doors.may(request, "accept_decision", row),
        "is_ready": not row.needs_new_budget or row.new_budget_approved_at is not None,
        "signatories": people.signatories(row.case),
        "crumbs": places.of_case(row.case, ("Projektet", places.at("project", row.pk)), "Godkänn beslutet"),
    }
    return render(request, "applications/project_accept.html", context)


def _budget(request: HttpRequest, row: Project) -> dict[str, Any]:
    """Where the new budget stands; empty when none is wanted."""
    if not row.needs_new_budget:
        return {}
    application = row.case.application
    is_open = row.new_budget_id is None
    faults = [fault.text for fault in errors(application, "budget")] if is_open else []
    decided_on = application.versions.exclude(data__is_new_budget=True).latest("number")
    return {
        "asked": Decimal(decided_on.data["budget"]["applied"]),
        "is_open": is_open,
        "is_approved": row.new_budget_approved_at is not None,
        "version": row.new_budget,
        "note": row.new_budget_note,
        "faults": faults,
        "url": places.at("section", application.pk, "budget"),
        "may_write": doors.may(request, "write_case", row),
        "may_hand_in": doors.may(request, "hand_in_new_budget", row),
    }
