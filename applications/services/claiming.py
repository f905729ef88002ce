"""Payment claims: written, signed, examined by two, released by a third, paid (domain.md §3.5, §7.6)."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Sum

from portal import clock, dates
from portal.accounts.models import User
from portal.money import ore, round_ore
from portal.signing import Proof

from .. import reminders
from ..budget import advance
from ..budget.payment import Payment, payable
from ..documents import to_sign
from ..enums import ClaimState, CostKind
from ..lifecycle import engine
from ..lifecycle.engine import SYSTEM, MovedOn, NotYours
from ..models import Claim, ClaimLine, Payout
from ..notifications import projects as notices
from . import funds, obligations, signing

ZERO = Decimal(0)
WRITABLE = (ClaimState.OPEN, ClaimState.DRAFT, ClaimState.COMPLETION)
Approved = Mapping[str, tuple[Decimal, str]]


def open_claim(claim: Claim) -> Claim:
    """The system opens it fourteen days before its period ends."""
    engine.perform(claim, "open", by=SYSTEM)
    return claim


def with_indirect(claim: Claim, amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The amounts typed, in the order of the call's categories, with indirect costs = decided rate × staff, to öre."""
    rules = claim.case.application.call_version
    staff = sum((amounts.get(row["key"], ZERO) for row in rules.cost_categories if row["kind"] == CostKind.STAFF), ZERO)
    lines = {}
    for row in rules.cost_categories:
        if row["kind"] == CostKind.INDIRECT:
            lines[row["key"]] = round_ore((rules.indirect_rate or ZERO) * staff)
        else:
            lines[row["key"]] = amounts.get(row["key"], ZERO)
    return lines


@transaction.atomic
def save(
    claim: Claim, *, amounts: Mapping[str, Decimal], values: Mapping[str, Any], version: int | None, by: User
) -> Claim:
    """Save booked costs per category (kronor with öre); indirect costs are computed. Raises NotYours, StaleVersion,
    or MovedOn when it cannot be written in now."""
    if not by.has_perm("applications.write_claim", claim):
        raise NotYours(f"{by} does not write {claim}")
    claim = engine.lock_at(claim, version)
    if claim.state not in WRITABLE or claim.is_advance:
        raise MovedOn(claim.get_state_display(), "Spara")
    if claim.state == ClaimState.OPEN:
        engine.perform(claim, "begin", by=by)
    claim.lines.all().delete()
    ClaimLine.objects.bulk_create(
        ClaimLine(claim=claim, category=category, amount=amount)
        for category, amount in with_indirect(claim, amounts).items()
    )
    for field in ("ledger_total", "ledger_note", "certified"):
        if field in values:
            setattr(claim, field, values[field])
    claim.version += 1
    claim.saved_at, claim.saved_by = clock.now(), by
    claim.save()
    return claim


@transaction.atomic
def submit(claim: Claim, *, by: User, proof: Proof | None = None, seen: str = "") -> Claim:
    """The firmatecknare signs and hands it in: the obligation is fulfilled; `proof`, `seen` as in `signing.give`.

    Raises NotYours, MovedOn, NotReady, NotSigned, or ValidationError when the page showed other sums.
    """
    claim = engine.lock(claim)
    engine.check(claim, "submit", by=by)
    signing.give(claim.case, to_sign.claim(claim), by=by, proof=proof, seen=seen)
    engine.perform(claim, "submit", by=by, shared_at=claim.shared_at or clock.now(), submitted_by=by)
    assert claim.obligation is not None  # an advance is asked for otherwise
    obligations.fulfil(claim.obligation)
    notices.claim_submitted(claim)
    return claim


@transaction.atomic
def review_content(claim: Claim, *, by: User, note: str = "") -> Claim:
    """The officer has examined what was done; the economist goes on with the money."""
    claim = engine.lock(claim)
    engine.perform(claim, "review_content", by=by, content_reviewed_by=by, review_note=note)
    return claim


@transaction.atomic
def send_back(claim: Claim, *, note: str, by: User) -> Claim:
    """Ask for more, with a note in plain words. Raises NotYours, MovedOn, NotReady."""
    claim = engine.lock(claim)
    engine.perform(claim, "return_for_completion", by=by, reason=note, review_note=note)
    notices.claim_returned(claim)
    return claim


def preview(claim: Claim, approved: Mapping[str, Decimal] | None = None, *, is_asked: bool = False) -> Payment:
    """What the claim pays, whole kronor, with the lines that explain it; `approved` per category, else as claimed.

    Cumulative: decided share × all approved booked costs, at most the cap, less what has been paid, less the advance,
    and less what the call holds back until the last claim (domain.md §3.5). An advance pays what was decided.
    """
    decision = claim.project.decision
    assert decision.share is not None and decision.cap is not None  # a constraint of every bifall
    if claim.is_advance:
        return advance.payment(decision.advance or ZERO, decision.cap)
    lines = {line.category: line.amount for line in claim.lines.all()} | dict(approved or {})
    earlier = ClaimLine.objects.filter(claim__project=claim.project_id, claim__number__lt=claim.number)
    approved_before = earlier.aggregate(total=Sum("approved"))["total"] or ZERO
    paid = Payout.objects.filter(claim__project=claim.project_id, claim__number__lt=claim.number)
    sums = paid.aggregate(
        claims=Sum("amount", filter=Q(claim__is_advance=False)), advance=Sum("amount", filter=Q(claim__is_advance=True))
    )
    is_last = _is_last(claim)
    return payable(
        decided_share=decision.share,
        approved_cumulative=approved_before + sum(lines.values(), ZERO),
        cap=decision.cap,
        paid=sums["claims"] or ZERO,
        unsettled_advance=sums["advance"] or ZERO,
        retention=ZERO if is_last else claim.case.application.call_version.retention,
        is_last=is_last,
        is_asked=is_asked,
    )


def _is_last(claim: Claim) -> bool:
    """The last claim, whichever that has become: nothing is held back in it, and what is left is paid back."""
    later = Claim.objects.filter(project=claim.project_id, number__gt=claim.number).exclude(state=ClaimState.CANCELLED)
    return claim.is_final or not later.exists()


def follow_staff(claim: Claim, lines: Mapping[str, ClaimLine], approved: Approved) -> Approved:
    """Indirect costs are the decided rate × approved staff; nobody types them (domain.md §3.5)."""
    given = {category: approved.get(category, (line.amount, "")) for category, line in lines.items()}
    computed = with_indirect(claim, {category: amount for category, (amount, _) in given.items()})
    for row in claim.case.application.call_version.cost_categories:
        key = row["key"]
        if row["kind"] == CostKind.INDIRECT and key in lines:
            reason = "" if computed[key] == lines[key].amount else "Följer den godkända personalkostnaden."
            given[key] = (computed[key], reason)
    return given


def _check_approved(lines: Mapping[str, ClaimLine], approved: Approved) -> None:
    for category, (amount, reason) in approved.items():
        line = lines[category]
        if amount < min(line.amount, ZERO):
            raise ValidationError({category: "Beloppet kan inte vara mindre än 0 kr."})
        if amount > line.amount:
            raise ValidationError({category: f"Högst {ore(line.amount)} kr kan godkännas. Så mycket är begärt."})
        if amount != line.amount and not reason.strip():
            raise ValidationError({category: "Skriv varför ni inte godkänner hela beloppet."})


@transaction.atomic
def approve(claim: Claim, *, approved: Approved, by: User) -> Payout:
    """The economist approves amounts line by line; a deduction has a reason (domain.md §7.6).

    Consequences: state approved or partially approved; the payout computed with its explanation; mail B-34/B-35.
    Raises NotYours, MovedOn, NotReady, ValidationError.
    """
    claim = engine.lock(claim)
    lines = {line.category: line for line in claim.lines.all()}
    approved = follow_staff(claim, lines, approved)
    _check_approved(lines, approved)
    for category, line in lines.items():
        line.approved, line.deduction_reason = approved.get(category, (line.amount, ""))
        if line.approved == line.amount:
            line.deduction_reason = ""
        line.save(update_fields=["approved", "deduction_reason"])
    is_whole = all(line.approved == line.amount for line in lines.values())
    engine.perform(claim, "approve" if is_whole else "approve_partially", by=by, money_approved_by=by)
    amounts = {category: line.approved for category, line in lines.items() if line.approved is not None}
    payment = preview(claim, amounts)
    payout = Payout.objects.create(
        claim=claim,
        case=claim.case,
        amount=payment.amount,
        approved_cumulative=_approved_cumulative(claim),
        explanation=[str(line) for line in payment.lines],
        bankgiro=claim.project.bankgiro,
        account_kind=claim.project.account_kind,
        payment_ref=claim.case.application.payment_ref,
        reference=f"{claim.case.dnr}-{claim.number}",
    )
    notices.claim_approved(claim)
    return payout


def _approved_cumulative(claim: Claim) -> Decimal:
    lines = ClaimLine.objects.filter(claim__project=claim.project_id, claim__number__lte=claim.number)
    return lines.aggregate(total=Sum("approved"))["total"] or ZERO


@transaction.atomic
def release(claim: Claim, *, by: User) -> Payout:
    """The attestant releases the money: a third person (domain.md §5.1). Raises NotYours, MovedOn, NotReady."""
    claim = engine.lock(claim)
    engine.perform(claim, "release", by=by)
    payout = claim.payout
    payout.released_by = by
    payout.released_at = clock.now()
    payout.save(update_fields=["released_by", "released_at"])
    return payout


@transaction.atomic
def confirm(claim: Claim, *, paid_on: date, by: User) -> Payout:
    """The bank has paid on `paid_on`: the claim is paid, also from what was earmarked, mail B-36.

    Raises NotYours, MovedOn, NotReady, ValidationError for an impossible day.
    """
    claim = engine.lock(claim)
    engine.check(claim, "confirm", by=by)
    payout = claim.payout
    first = clock.local(payout.released_at).date() if payout.released_at else None
    if first is None or not first <= paid_on <= clock.today():
        raise ValidationError({"paid_on": "Dagen måste ligga mellan attesten och i dag."})
    engine.perform(claim, "confirm", by=by)
    payout.paid_on = paid_on
    payout.save(update_fields=["paid_on"])
    funds.pay(payout, by=by)
    _give_time(claim, paid_on)
    notices.paid(payout)
    return payout


def _give_time(claim: Claim, paid_on: date) -> None:
    """The next claim could not be handed in before this one was paid: it gets the days of a completion from now (case
    25), where its own last day is nearer. An advance has held up nothing."""
    rules = claim.case.application.call_version
    if not rules.one_open_claim or claim.is_advance:
        return
    due_on = dates.legal_deadline(paid_on + timedelta(days=rules.completion_days))
    waiting = Claim.objects.filter(project=claim.project_id, number__gt=claim.number, shared_at=None)
    following = waiting.exclude(state=ClaimState.CANCELLED).select_related("obligation").order_by("number").first()
    if following is None or following.obligation is None or not following.obligation.is_open:
        return
    if following.obligation.due_on < due_on and paid_on >= following.period_end:
        following.obligation.due_on = due_on
        reminders.reschedule(following.obligation, rules)
