"""Taking an application back: what it means, the words to sign, and who else must sign."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.models import User
from portal.look.form_errors import ErrorLine, collect

from ..enums import ApplicationState
from ..forms.withdrawing import WithdrawForm
from ..lifecycle.application import BEFORE_DECISION
from ..lifecycle.gates.signing import needed
from ..models import Application, Withdrawal
from ..selectors import people
from ..selectors import signing as reading
from ..services import signing_orders, withdrawing
from . import doors, places
from .answers import Tried, fields_of, page, saved, still_missing
from .signing import sign

DECIDED = (
    "Ansökan är beslutad. Vill ni inte ha stödet låter ni bli att godkänna beslutet, eller skriver till handläggaren."
)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what is lost and what stays; the last signature needed takes the application back."""
    row = doors.application(request, pk)
    if row.is_private:
        return redirect("applications:application_delete", row.pk)
    begun = Withdrawal.objects.filter(case=row.case_id).select_related("asked_by").first()
    if row.state == ApplicationState.WITHDRAWN or (begun is not None and begun.done_at is not None):
        return redirect("applications:case", row.case_id)
    if request.method != "POST":
        first = {"reason": begun.reason} if begun else {}
        return _page(request, row, begun, WithdrawForm(initial=first))
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, row, begun, form)
    reason, by = form.cleaned_data["reason"], doors.person(request)
    tried, leaves = sign(
        request,
        lambda seen: withdrawing.withdraw(row, reason=reason, by=by),
        (row, "withdraw", lambda: withdrawing.statement(row, reason)),
        places=fields_of(form),
        values={"reason": reason},
    )
    if leaves is not None:
        return leaves
    if not tried.is_done:
        return _page(request, row, begun, form, tried)
    if tried.result.done_at is None:
        saved(request, "Du har skrivit under. Ansökan är återtagen när en till av er har gjort det")
        return redirect("applications:withdraw", row.pk)
    saved(request, "Ansökan är återtagen")
    return redirect("applications:case", row.case_id)


def _missing(row: Application, by: User) -> list[ErrorLine]:
    """Why it cannot be taken back now, with what can be done instead; nothing when it can."""
    if row.state not in BEFORE_DECISION:
        return [ErrorLine(DECIDED, "")]
    return still_missing(row, by, lambda place: "", "withdraw")


@require_POST
@page
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one's own signature back while another's is awaited."""
    row = doors.application(request, pk)
    withdrawing.take_back_signature(row, by=doors.person(request))
    saved(request, "Din underskrift är tillbakatagen. Ansökan ligger kvar hos oss")
    return redirect("applications:case", row.case_id)


def _page(
    request: HttpRequest, row: Application, begun: Withdrawal | None, form: WithdrawForm, tried: Tried | None = None
) -> HttpResponse:
    words = withdrawing.statement(row, begun.reason if begun else "")
    signatures = reading.of_object(row.pk, words.purpose)
    by = doors.person(request)
    context = {
        "application": row,
        "form": form,
        "begun": begun,
        "statement": words,
        "signatures": signatures,
        "has_signed": any(one.signer_id == by.pk for one in signatures),
        "needed": needed(row),
        "missing": _missing(row, by),
        "may_withdraw": doors.may(request, "withdraw_application", row),
        "signatories": people.signatories(row.case),
        "signs_elsewhere": signing_orders.is_away(),
        "error_list": [*(tried.errors if tried else ()), *collect(form)],
        "crumbs": places.of_case(row.case, "Återta ansökan"),
    }
    return render(request, "applications/withdraw.html", context)
