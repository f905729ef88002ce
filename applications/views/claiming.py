"""A payment claim: others prepare it, the signatory hands it in; every computed figure with its lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.look.form_errors import collect

from ..budget import vat
from ..budget.calculation import INDIRECT, calculate
from ..documents import to_sign
from ..enums import ClaimState, CostKind, SignaturePurpose
from ..forms.claiming import AMOUNT, ClaimForm
from ..forms.draft import differences
from ..lifecycle.gates.project_time import opens_on
from ..lifecycle.gates.reporting import waits_for
from ..models import Claim, ClaimLine, Report
from ..models.budget_rows import budget_input
from ..selectors import overruns, people, signing
from ..selectors.case_story import handed_in
from ..services import claiming
from . import doors, places
from .answers import Tried, attempt, page, read_version, saved, still_missing, typed_before, who_saved
from .signing import sign

ZERO = Decimal(0)
NOT_APPROVED = frozenset({*claiming.WRITABLE, ClaimState.PLANNED, ClaimState.SUBMITTED, ClaimState.UNDER_REVIEW})


@require_http_methods(["GET", "HEAD", "POST"])
@page
def claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write while it is open, else read. A post saves; the signatory's button hands it in as well."""
    row = doors.claim(request, pk)
    if row.is_advance:
        return redirect("applications:project_advance", row.project_id)
    if request.method != "POST":
        texts = typed_before(request, row) if row.state in claiming.WRITABLE else None
        if texts is not None:
            return _page(request, row, ClaimForm(texts, categories=_categories(row)), is_unsaved=True)
        return _page(request, row, _shown(row))
    form = ClaimForm(request.POST, categories=_categories(row))
    tried, leaves = _save(request, row, form, read_version(request))
    if leaves is not None:
        return leaves
    if not (tried.is_done and form.is_valid()):
        return _page(request, doors.claim(request, pk), form, tried)
    saved(request, f"{row} är lämnad" if request.POST.get("go") == "submit" else "Sparat")
    return redirect("applications:claim", row.pk)


def _save(request: HttpRequest, row: Claim, form: ClaimForm, version: int | None) -> tuple[Tried, HttpResponse | None]:
    """What came of it, and where to go to sign when that is done elsewhere."""
    form.is_valid()
    amounts = {line.category: line.amount for line in row.lines.all()} | form.amounts
    by = doors.person(request)
    tried = attempt(lambda: claiming.save(row, amounts=amounts, values=form.ledger, version=version, by=by))
    if tried.is_stale:
        tried = _meanwhile(request, row, form, tried)
    if not (tried.is_done and form.is_valid() and request.POST.get("go") == "submit"):
        return tried, None
    fresh = tried.result
    if fresh.state not in claiming.WRITABLE:
        return tried, None  # the button was pressed twice, and the first time it was handed in
    return sign(
        request,
        lambda seen: claiming.submit(fresh, by=by, seen=seen),
        (fresh, "submit", lambda: to_sign.claim(fresh)),
        places=_places(row, form),
    )


def _meanwhile(request: HttpRequest, row: Claim, form: ClaimForm, tried: Tried) -> Tried:
    """Somebody saved since the form was read. No conflict when it was the same figures twice."""
    fresh = doors.claim(request, row.pk)
    if not differences(_shown(fresh), form):
        return Tried(fresh)
    if fresh.state not in claiming.WRITABLE:
        # It has been handed in, which is refused with the words for that.
        return _save(request, row, form, None)[0]
    return tried


def _places(row: Claim, form: ClaimForm) -> Callable[[str], str]:
    def place(key: str) -> str:
        if key == "lines":
            return next((f"#id_{name}" for name in form.fields if name.startswith(AMOUNT)), "")
        if key == "rapport":
            report = Report.objects.filter(project=row.project_id, number=row.number).first()
            return places.at("report", report.pk) if report else ""
        return f"#id_{key}" if key in form.fields else ""

    return place


@dataclass(frozen=True, slots=True)
class Line:
    """A category in kronor with öre: what the budget has, what is approved before, now, and what is left."""

    label: str
    budget: Decimal
    before: Decimal
    control: BoundField | None
    amount: Decimal
    approved: Decimal | None
    reason: str

    @property
    def left(self) -> Decimal:
        return self.budget - self.before - self.amount


def _lines(row: Claim, form: ClaimForm) -> list[Line]:
    application = row.case.application
    budget = {line.key: line.total for line in calculate(budget_input(application)).costs}
    earlier = ClaimLine.objects.filter(claim__project=row.project_id, claim__number__lt=row.number)
    before = dict(earlier.values_list("category").annotate(total=Sum("approved")).order_by())
    saved_lines = {line.category: line for line in row.lines.all()}
    lines = []
    for category in application.call_version.cost_categories:
        key, is_computed = category["key"], category["kind"] == CostKind.INDIRECT
        line = saved_lines.get(key)
        lines.append(
            Line(
                category["label"],
                budget.get(INDIRECT if is_computed else key, ZERO),
                before.get(key) or ZERO,
                None if is_computed else form[f"{AMOUNT}{key}"],
                line.amount if line else ZERO,
                line.approved if line else None,
                line.deduction_reason if line else "",
            )
        )
    return lines


def _total(lines: list[Line]) -> Line:
    """The sums of all categories, with öre."""
    columns = [(line.budget, line.before, line.amount) for line in lines] or [(ZERO, ZERO, ZERO)]
    budget, before, amount = (sum(column, ZERO) for column in zip(*columns, strict=True))
    return Line("Summa", budget, before, None, amount, None, "")


def _page(
    request: HttpRequest, row: Claim, form: ClaimForm, tried: Tried | None = None, *, is_unsaved: bool = False
) -> HttpResponse:
    may_write = doors.may(request, "write_claim", row) and (row.state in claiming.WRITABLE or tried is not None)
    lines = _lines(row, form)
    context = {
        "claim": row,
        "statement": to_sign.claim(row) if may_write else None,
        "signatures": signing.of_object(row.pk, SignaturePurpose.CLAIM) if row.shared_at else [],
        "form": form,
        "lines": lines,
        "total": _total(lines),
        "over": overruns.of_claim(row),
        "vat": vat.to_write(row.case.application.call_version.vat_rule, row.case.application.vat),
        "payment": claiming.preview(row, is_asked=row.state in NOT_APPROVED)
        if any(line.amount for line in lines)
        else None,
        "payout": getattr(row, "payout", None),
        "may_write": may_write,
        "may_submit": doors.may(request, "submit_claim", row),
        "signatories": people.signatories(row.case),
        "waits_for": waits_for(row),
        "opens_on": opens_on(row),
        "handed_in": handed_in(row) if row.state in (ClaimState.SUBMITTED, ClaimState.UNDER_REVIEW) else "",
        "missing": still_missing(row, doors.person(request), _places(row, form)) if may_write else [],
        "now_saved": differences(_shown(row), form) if tried and tried.is_stale else {},
        "saved_elsewhere": who_saved(request, row.saved_by, row.saved_at),
        "is_unsaved": is_unsaved,
        "error_list": [*tried.errors, *collect(form)] if tried else [],
        "crumbs": places.of_case(row.case, ("Projektet", places.at("project", row.project_id)), str(row)),
    }
    return render(request, "applications/claim.html", context)


def _categories(row: Claim) -> list[dict[str, str]]:
    categories: list[dict[str, str]] = row.case.application.call_version.cost_categories
    return categories


def _shown(row: Claim) -> ClaimForm:
    """The form with what is saved; nothing booked is an empty cell."""
    values: dict[str, Any] = {f"{AMOUNT}{line.category}": line.amount for line in row.lines.all() if line.amount}
    values |= {"ledger_total": row.ledger_total, "ledger_note": row.ledger_note, "certified": row.certified}
    return ClaimForm.shown(values, {}, categories=_categories(row))
