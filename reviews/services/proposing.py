"""The proposal: written by the officer, handed to the head of unit, approved or sent back."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.budget import advance
from applications.budget.calculation import calculate
from applications.budget.outcome import kind_of_money, kind_of_parts
from applications.budget.support import Support, money_of
from applications.enums import GRANTS, ApplicationState
from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, StaleVersion
from applications.models import Case, PolicyDecision
from applications.models.budget_rows import budget_input
from applications.services import funds, hearings
from portal import clock, dates
from portal.accounts.models import User

from ..enums import MemoState
from ..models import Memo
from ..selectors import leaning
from . import memo_papers
from .checking import require_officer

FIELDS = ("kind", "share", "cap", "advance", "reasons", "conditions", "forum_on", "forum_note")


@transaction.atomic
def save(
    case: Case,
    *,
    values: Mapping[str, Any],
    supports: Sequence[Support] = (),
    version: int | None,
    by: User,
) -> Memo:
    """Save the proposal's draft. share is a fraction, cap and advance kronor. Raises NotYours, NotReady, MovedOn,
    StaleVersion, and ValidationError per field: an advance beyond what the call allows of the cap, a day of the forum
    that has not been, or another board's inriktningsbeslut.

    In a call with kinds of support `supports` are proposed, and outcome, cap and whether it gives money follow from
    them. In other calls a yes to less than was applied for becomes delvis bifall (domain.md §9 case 15).
    """
    case = engine.lock(case)
    require_officer(case, by)
    if case.application.state != ApplicationState.PREPARATION:
        raise MovedOn(case.application.get_state_display(), "Spara förslaget")
    memo = Memo.objects.select_for_update().filter(case=case).first() or Memo(case=case, version=0)
    if memo.version and memo.state != MemoState.DRAFT:
        raise MovedOn(memo.get_state_display(), "Spara förslaget")
    if version is not None and memo.version and memo.version != version:
        raise StaleVersion
    for field in FIELDS:
        if field in values:
            setattr(memo, field, values[field])
    _check_forum(memo)
    _derive(memo, supports)
    if memo.cap is not None and memo.cap != memo.cap.to_integral_value():
        raise ValidationError({"cap": "Skriv det högsta beloppet i hela kronor."})
    if memo.kind not in GRANTS or not memo.gives_money:
        memo.advance = None
    if text := advance.fault(memo.advance, memo.cap, case.application.call_version.advance_limits):
        raise ValidationError({"advance": text})
    memo.saved_at = clock.now()
    memo.version += 1
    memo.full_clean(exclude=["case", "proposed_by", "approved_by"])
    memo.save()
    if "policies" in values:
        _lean_on(memo, values["policies"])
    return memo


def _check_forum(memo: Memo) -> None:
    """What the programme's forum said belongs to a day that has been (D-11)."""
    if memo.forum_on is not None and memo.forum_on > clock.today():
        raise ValidationError({"forum_on": f"{dates.long(memo.forum_on).capitalize()} har inte varit än."})
    if memo.forum_on is None and memo.forum_note.strip():
        raise ValidationError({"forum_on": "Skriv vilken dag det var."})


def _lean_on(memo: Memo, policies: Iterable[PolicyDecision]) -> None:
    """Keep which inriktningsbeslut the proposal leans on: the board's, or those of boards it took over from (O-04)."""
    chosen = list(policies)
    if {row.pk for row in chosen} - set(leaning.choosable(memo.case).values_list("pk", flat=True)):
        raise ValidationError({"policies": "Välj bland nämndens egna inriktningsbeslut."})
    memo.policies.set(chosen)


def _derive(memo: Memo, supports: Sequence[Support]) -> None:
    """What nobody chooses: the outcome, and in a call with kinds of support the cap too."""
    application = memo.case.application
    if application.call_version.components:
        memo.components = [row.to_json() for row in supports]
        memo.kind = kind_of_parts(row.outcome for row in supports) if supports else memo.kind
        total = sum(money_of(supports).values(), Decimal(0))
        memo.gives_money = bool(total)
        memo.cap = total or None
        memo.share = memo.share if total else None
        return
    applied = calculate(budget_input(application)).applied.total if memo.cap is not None else Decimal(0)
    memo.kind = kind_of_money(memo.kind, memo.cap, applied)


@transaction.atomic
def submit(memo: Memo, *, by: User) -> Memo:
    """Hand the proposal to the head of unit.

    Consequences: comments on what was communicated are no longer waited for, though received. Raises NotYours, MovedOn,
    NotReady.
    """
    memo = engine.lock(memo)
    engine.perform(memo, "submit", by=by, proposed_by=by)
    hearings.wait_no_more(memo.case)
    return memo


@transaction.atomic
def send_back(memo: Memo, *, reason: str, by: User) -> Memo:
    """The head sends it back with a reason; the officer may write again."""
    memo = engine.lock(memo)
    engine.perform(memo, "return", by=by, reason=reason)
    return memo


@transaction.atomic
def approve(memo: Memo, *, by: User) -> Memo:
    """The head approves: the memo is approved and the application's proposal is ready (domain.md §7.2).

    Consequences: what it proposes is reserved where the call's money is earmarked; the tjänsteutlåtande is frozen as
    the next version of the case, and its PDF is owed. Raises NotYours, MovedOn, NotReady.
    """
    memo = engine.lock(memo)
    engine.perform(memo, "approve", by=by, approved_by=by)
    application = engine.lock(memo.case.application)
    engine.perform(application, "approve_proposal", by=by)
    funds.reserve(application, amounts=memo.amounts_by_year(), by=by)
    memo_papers.freeze(memo.case, by=by)
    return memo
