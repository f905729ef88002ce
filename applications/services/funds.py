"""Earmarked money: set aside by the board, reserved by proposals, bound and paid by decisions, given back (F-02–F-04).

Each act locks the fund's row after the case, so that two who decide at the same time are counted one after the other.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock, dates
from portal.accounts.models import Board, User

from ..budget import ledger
from ..enums import FundEntryKind as Kind
from ..lifecycle import engine
from ..lifecycle.engine import NotYours, StaleVersion
from ..lifecycle.gates.payment import unbound
from ..models import Application, Case, Decision, Fund, FundEntry, Payout, Programme, Project, Track
from . import minutes

ZERO = Decimal(0)
Amounts = Mapping[int, Decimal]


def lock(ids: Iterable[UUID]) -> dict[UUID, Fund]:
    """Lock funds, sorted by id, and return them fresh. The caller holds the case already (architecture.md §4)."""
    rows = Fund.objects.select_for_update(of=("self",)).filter(pk__in=set(ids)).order_by("pk")
    return {fund.pk: fund for fund in rows}


def _enter(fund_id: UUID, kind: Kind, amounts: Amounts, *, by: User | None, note: str = "", **about: object) -> None:
    FundEntry.objects.bulk_create(
        FundEntry(
            fund_id=fund_id,
            kind=kind,
            year=year,
            amount=amount,
            note=note[: FundEntry._meta.get_field("note").max_length],
            entered_by=by,
            entered_at=clock.now(),
            **about,
        )
        for year, amount in sorted(amounts.items())
        if amount
    )


# The board sets money aside


def _source(board: Board, decided_on: date, paragraph: str) -> str:
    """What the line says of the board's decision."""
    return f"{board.definite} {dates.long(decided_on)}, {minutes.paragraph(paragraph)}"


def _check_board(board: Board, programme: Programme, decided_on: date) -> None:
    """The board decided on the programme's money that day. Raises ValidationError at the control that is wrong."""
    today = clock.today()
    if board.on(today) != programme.board.on(today):
        text = f"{programme.name} hör till {programme.board.definite}. Välj nämnd och satsning som hör ihop."
        raise ValidationError({"programme": text})
    if decided_on < board.valid_from:
        text = f"{board.definite} finns från och med {dates.long(board.valid_from)}. Välj nämnden som fanns då."
        raise ValidationError({"board": text})
    if not board.stands_on(decided_on):
        heir = board.on(decided_on)
        after = f"Välj {heir.name}." if heir != board else "Ändra dagen eller nämnden."
        assert board.valid_to is not None  # it has ended
        raise ValidationError({"board": f"{board.definite} fanns till och med {dates.long(board.valid_to)}. {after}"})


def _check_earmark(amounts: Amounts, decided_on: date, paragraph: str) -> None:
    faults: dict[str, str] = {}
    if not minutes.paragraph(paragraph):
        faults["paragraph"] = minutes.MISSING
    if decided_on > clock.today():
        faults["decided_on"] = "Beslutet kan inte ligga framåt i tiden."
    if any(amount < 0 for amount in amounts.values()) or sum(amounts.values(), ZERO) <= 0:
        faults["amounts"] = "Skriv hur mycket nämnden öronmärker, för minst ett år."
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def earmark(
    *,
    board: Board,
    programme: Programme,
    track: Track | None = None,
    name: str,
    purpose: str,
    decided_on: date,
    paragraph: str,
    amounts: Amounts,
    by: User,
) -> Fund:
    """Write down that the board has set money aside, kronor with öre per calendar year (F-02).

    An earmark grants nothing: it only says how much the proposals and decisions of its calls may hold.
    Raises NotYours, ValidationError.
    """
    fund = Fund(
        board=board,
        programme=programme,
        track=track,
        name=name.strip(),
        purpose=purpose.strip(),
        decided_on=decided_on,
        paragraph=minutes.paragraph(paragraph),
        created_by=by,
    )
    if not by.has_perm("applications.earmark_fund", fund):
        raise NotYours(f"{by} does not earmark for {board}")
    _check_earmark(amounts, decided_on, paragraph)
    _check_board(board, programme, decided_on)
    if track is not None and track.programme_id != programme.pk:
        raise ValidationError({"track": "Välj ett spår i satsningen."})
    fund.full_clean()
    fund.save()
    _enter(fund.pk, Kind.EARMARKED, amounts, by=by, note=_source(board, decided_on, paragraph))
    return fund


@transaction.atomic
def raise_earmark(fund: Fund, *, amounts: Amounts, decided_on: date, paragraph: str, by: User) -> Fund:
    """Write down that the board has set aside more, by a decision of its own; after its last day its successor's.

    Raises NotYours, ValidationError.
    """
    if not by.has_perm("applications.earmark_fund", fund):
        raise NotYours(f"{by} does not earmark for {fund}")
    _check_earmark(amounts, decided_on, paragraph)
    fund = lock([fund.pk])[fund.pk]
    if decided_on < fund.decided_on:
        raise ValidationError({"decided_on": f"Pengarna öronmärktes först {dates.long(fund.decided_on)}."})
    _enter(fund.pk, Kind.EARMARKED, amounts, by=by, note=_source(fund.board.on(decided_on), decided_on, paragraph))
    return fund


@transaction.atomic
def correct_earmark(fund: Fund, *, amounts: Amounts, reason: str, by: User) -> Fund:
    """Take off what was written as earmarked by mistake: kronor with öre per year, and why (F-02).

    The lines that were wrong stand; the correction is a line of its own. Never below what proposals and decisions
    hold, which the database refuses too. Raises NotYours, ValidationError per field and year.
    """
    if not by.has_perm("applications.earmark_fund", fund):
        raise NotYours(f"{by} does not earmark for {fund}")
    fund = lock([fund.pk])[fund.pk]
    faults = ledger.too_much_taken_off(fund.entries.sheet(), amounts)
    if not reason.strip():
        faults["reason"] = "Skriv vad som blev fel."
    if faults:
        raise ValidationError(faults)
    _enter(fund.pk, Kind.CORRECTED, amounts, by=by, note=reason.strip())
    return fund


@transaction.atomic
def rename(fund: Fund, *, name: str, purpose: str, version: int | None, by: User) -> Fund:
    """Change what the money is called and what it is for; the board's decision and the ledger stay as they are.

    Raises NotYours, StaleVersion, ValidationError per field.
    """
    if not by.has_perm("applications.earmark_fund", fund):
        raise NotYours(f"{by} does not earmark for {fund}")
    fund = lock([fund.pk])[fund.pk]
    if version is not None and fund.version != version:
        raise StaleVersion
    fund.name, fund.purpose = name.strip(), purpose.strip()
    fund.version += 1
    fund.full_clean()
    fund.save(update_fields=["name", "purpose", "version"])
    return fund


# Proposals and decisions hold it


def _require_room(fund: Fund, case: Case, amounts: Amounts) -> None:
    """Raises ValidationError per year, at the control of the year's amount. The caller has locked the fund."""
    faults = {
        f"amount_{effect.year}": ledger.overdrawn(fund.name, effect)
        for effect in fund.effects_of(case.pk, amounts)
        if not effect.fits
    }
    if faults:
        raise ValidationError(faults)


def _lock_of(case: Case) -> dict[UUID, Fund]:
    """The fund of the case's call, and those in which it stands already."""
    stands_in = set(case.fund_entries.order_by().values_list("fund", flat=True).distinct())
    current = case.application.call.fund_id
    return lock(stands_in | ({current} if current else set()))


def _release(case: Case, funds: Iterable[UUID], *, by: User | None, note: str) -> None:
    for fund in funds:
        held = ledger.held(case.fund_entries.filter(fund=fund).sheet())
        _enter(fund, Kind.RELEASED, held, by=by, note=note, case=case)


@transaction.atomic
def reserve(application: Application, *, amounts: Amounts, by: User) -> None:
    """Hold what a proposal asks for, kronor with öre per year, until it is decided; instead of what it held before.

    Nothing for a call without earmarked money. The caller holds the case. Raises ValidationError when there is no
    room, with how much there is.
    """
    case = application.case
    funds = _lock_of(case)
    fund_id = application.call.fund_id
    if fund_id is not None:
        _require_room(funds[fund_id], case, amounts)
    _release(case, funds, by=by, note="Förslaget är ändrat")
    if fund_id is not None:
        _enter(fund_id, Kind.RESERVED, amounts, by=by, note="Förslaget är godkänt av chefen", case=case)


@transaction.atomic
def release(case: Case, *, by: User | None, note: str = "Förslaget har fallit") -> None:
    """Let go of what the case's proposal holds. The caller holds the case."""
    _release(case, _lock_of(case), by=by, note=note)


@transaction.atomic
def bind(decision: Decision, *, by: User) -> None:
    """Bind what was granted, per year, in the transaction that registers the decision (F-04, domain.md §9 case 18).

    Consequences: what the proposal held is let go; a decision that gives money from a call with earmarked money binds
    its years, which sum to its cap. The caller holds the case and has written the decision's amounts. Raises
    ValidationError at the year's amount when there is no room.
    """
    case = decision.case
    funds = _lock_of(case)
    fund_id = case.application.call.fund_id
    amounts: Amounts = {}
    if fund_id is not None and decision.grants and decision.cap:
        amounts = ledger.to_cap({row.year: row.amount for row in decision.amounts.all()}, decision.cap)
        _require_room(funds[fund_id], case, amounts)
    _release(case, funds, by=by, note="Ärendet är beslutat")
    if fund_id is not None and amounts:
        _enter(fund_id, Kind.BOUND, amounts, by=by, case=case, decision=decision)


@transaction.atomic
def bind_afterwards(decision: Decision, *, by: User) -> None:
    """Bind a grant that was decided before its call had earmarked money, and what has been paid by it.

    Raises NotYours, ValidationError when there is no room or it is bound already.
    """
    decision = engine.lock(decision)
    fund = decision.case.application.call.fund
    if fund is None or not by.has_perm("applications.earmark_fund", fund):
        raise NotYours(f"{by} does not bind {decision}")
    if not decision.grants or decision.fund_entries.filter(kind=Kind.BOUND).exists():
        raise ValidationError("Beslutet är redan bundet, eller ger inga pengar.")
    bind(decision, by=by)
    for payout in Payout.objects.filter(claim__project__decision=decision, paid_on__isnull=False).order_by("paid_on"):
        pay(payout, by=by)


# It is paid, and what is left comes back


def require_grant(case: Case) -> None:
    """Raise ValidationError unless a decision in this very case binds what its call's fund has set aside (F-03)."""
    if missing := unbound(case):
        raise ValidationError([item.text for item in missing])


@transaction.atomic
def pay(payout: Payout, *, by: User) -> None:
    """Write down that a payout has left the bank: the oldest bound year first. The caller holds the case.

    Nothing where no money was earmarked. Raises ValidationError for a case without a grant of its own, or for more
    than its decision binds.
    """
    case, decision = payout.case, payout.claim.project.decision
    require_grant(case)
    bound = decision.fund_entries.filter(kind=Kind.BOUND).values_list("fund", flat=True).first()
    if bound is None:
        return
    fund = lock([bound])[bound]
    rest = ledger.unpaid(decision.fund_entries.filter(fund=bound).sheet())
    try:
        if (lacks := payout.amount - sum(rest.values(), ZERO)) > 0:
            rest |= _bind_again(fund, decision, rest, lacks, by)
        years = ledger.oldest_first(rest, payout.amount)
    except ValueError as fault:
        raise ValidationError("Utbetalningen är större än det som beslutet binder.") from fault
    _enter(bound, Kind.PAID, years, by=by, note=payout.reference, case=case, decision=decision, payout=payout)


def _bind_again(fund: Fund, decision: Decision, rest: Amounts, lacks: Decimal, by: User) -> dict[int, Decimal]:
    """A project that ended early may have spent more of its grant than the years that were kept for it: take back what
    was returned, where it is still there. Raises ValueError when it is not."""
    own = decision.fund_entries.filter(fund=fund).sheet()
    again = ledger.oldest_first(ledger.bound_again(own, fund.entries.sheet()), lacks)
    _enter(fund.pk, Kind.BOUND, again, by=by, note="Återfört men behövs", case=decision.case, decision=decision)
    return {year: rest.get(year, ZERO) + amount for year, amount in again.items()}


@transaction.atomic
def give_back(project: Project, *, by: User, note: str, after_year: int | None = None) -> Decimal:
    """Return what the project's decision binds and nobody will be paid: it can be decided anew (ÅTERFÖRING, case 30).

    Called when the project is settled or closed early; a second call returns nothing. A project that is closed early
    may still be paid its final claim, so then only the years after that of its last day come back (`after_year`).
    Returns kronor with öre. The caller holds the case.
    """
    decision = project.decision
    funds = lock(decision.fund_entries.order_by().values_list("fund", flat=True).distinct())
    total = ZERO
    for fund in funds:
        rest = ledger.unpaid(decision.fund_entries.filter(fund=fund).sheet())
        rest = {year: amount for year, amount in rest.items() if after_year is None or year > after_year}
        _enter(fund, Kind.RETURNED, rest, by=by, note=note, case=project.case, decision=decision)
        total += sum(rest.values(), ZERO)
    return total
