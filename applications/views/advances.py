"""The advance on the applicant's side: the signatory asks for it, and everybody follows where it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.look.form_errors import collect

from ..documents import to_sign
from ..enums import ClaimState, SignaturePurpose
from ..forms.advance import AdvanceForm
from ..lifecycle import engine
from ..models import Claim, Project
from ..selectors import people, signing
from ..services import advances
from . import doors, places
from .answers import Tried, attempt, fields_of, page, saved
from .signing import sign

TO_ASK = (ClaimState.PLANNED, ClaimState.COMPLETION, ClaimState.CANCELLED)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def project_advance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for what the decision gives in advance, take it back, or read how it was paid. 404 where it gives none."""
    row = doors.project(request, pk)
    if row.decision.advance is None:
        raise Http404("the decision gives no advance")
    claim = advances.draft_of(row)
    if request.method == "POST" and request.POST.get("go") == "withdraw":
        tried = attempt(lambda: advances.withdraw(claim, by=doors.person(request)))
        if tried.is_done:
            saved(request, "Förskottet är tillbakadraget")
            return redirect("applications:project_advance", row.pk)
        return _page(request, row, claim, _form(row, claim, None), tried)
    form = _form(row, claim, request.POST if request.method == "POST" else None)
    tried = Tried()
    if form.is_valid():
        purpose = form.cleaned_data["purpose"]
        tried, leaves = sign(
            request,
            lambda seen: advances.request(row, purpose=purpose, by=doors.person(request)),
            (claim, "request_advance", lambda: to_sign.advance(claim, purpose=purpose)),
            places=fields_of(form),
            values={"purpose": purpose},
        )
        if leaves is not None:
            return leaves
        if tried.is_done:
            saved(request, "Förskottet är begärt")
            return redirect("applications:project_advance", row.pk)
    return _page(request, row, claim, form, tried)


def _form(row: Project, claim: Claim, data: Any) -> AdvanceForm:
    return AdvanceForm(data, initial={"purpose": claim.ledger_note}, certified=to_sign.advance(claim).text)


def _page(request: HttpRequest, row: Project, claim: Claim, form: AdvanceForm, tried: Tried) -> HttpResponse:
    is_to_ask = claim.state in TO_ASK
    context = {
        "project": row,
        "claim": claim,
        "advance": row.decision.advance,
        "form": form,
        "is_to_ask": is_to_ask,
        "missing": engine.missing_for(claim, "request_advance", by=doors.person(request)) if is_to_ask else [],
        "may_sign": doors.may(request, "submit_claim", claim),
        "may_withdraw": claim.state in advances.UNDECIDED and doors.may(request, "submit_claim", claim),
        "payout": None if claim._state.adding else getattr(claim, "payout", None),
        "signatures": signing.of_object(claim.pk, SignaturePurpose.CLAIM) if claim.shared_at else [],
        "signatories": people.signatories(row.case),
        "error_list": [*tried.errors, *collect(form)],
        "crumbs": places.of_case(row.case, ("Projektet", places.at("project", row.pk)), "Förskott"),
    }
    return render(request, "applications/advance.html", context)
