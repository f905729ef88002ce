"""The decision on its way: made, justerat, anslaget, expedierat, laga kraft. Registering it is the layer above's."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock, dates
from portal.accounts.models import User
from portal.money import round_kr

from .. import reminders
from ..budget.calculation import calculate
from ..documents import contents, making
from ..documents import decision as letter
from ..enums import DecisionKind, DocumentKind, LegalRegime, ObligationKind
from ..lifecycle import engine
from ..models import Application, Decision, Obligation, Project
from ..models.budget_rows import budget_input
from ..notifications import decisions as notices
from . import ending_early, partnership, plans


def lock_text(decision: Decision) -> dict[str, Any]:
    """The columns that freeze a decision: all that its PDF prints, and the hash (architecture.md §7)."""
    frozen = letter.freeze(decision)
    return {"frozen": frozen, "frozen_sha256": contents.sha256(frozen)}


def owe_letter(decision: Decision) -> None:
    making.owe(decision.case, DocumentKind.DECISION, title=f"Beslut: {decision.case.title}", decision=decision)


@transaction.atomic
def approve_minutes(decision: Decision, *, approved_on: date, by: User) -> Decision:
    """The minutes are justerade: the decision's text is locked (kommunallagen 5:69, D-14).

    Consequences: state approved; everything the letter prints is frozen with its hash; the PDF is owed.
    Raises NotYours, MovedOn, NotReady, ValidationError for an impossible day.
    """
    decision = engine.lock(decision)
    if not decision.made_on <= approved_on <= clock.today():
        raise ValidationError(
            {"approved_on": f"Justeringen måste ligga från {dates.long(decision.made_on)} till och med i dag."}
        )
    engine.check(decision, "approve", by=by)
    decision.approved_on = approved_on
    engine.perform(decision, "approve", by=by, approved_on=approved_on, **lock_text(decision))
    owe_letter(decision)
    return decision


@transaction.atomic
def announce(decision: Decision, *, announced_on: date, by: User) -> Decision:
    """The justering is posted on the notice board (kommunallagen 8:12): the appeal time runs from that day.

    Consequences: state announced; last day to appeal computed (13:5 with lag 1930:173) where the regime has one.
    A delegated decision, sent already, stays dispatched and gets its dates: it is announced with the minutes of the
    meeting it was reported at. Raises NotYours, MovedOn, NotReady, ValidationError for an impossible day.
    """
    decision = engine.lock(decision)
    first = _first_announcement(decision)
    if not first <= announced_on <= clock.today():
        raise ValidationError({"announced_on": f"Anslaget måste ligga från {dates.long(first)} till och med i dag."})
    dates_set: dict[str, Any] = {"announced_on": announced_on}
    if decision.funding_source.legal_regime == LegalRegime.LEGALITY_REVIEW:
        dates_set["last_day_to_appeal"] = dates.last_day_to_appeal(announced_on)
    engine.perform(decision, "announce_delegated" if decision.is_delegated else "announce", by=by, **dates_set)
    return decision


def _first_announcement(decision: Decision) -> date:
    """Minutes are posted when they are justerade; a delegated decision with those of the meeting it was reported at."""
    if decision.is_delegated:
        reported = getattr(getattr(decision, "delegated", None), "reported_at", None)
        return reported.held_on if reported is not None else decision.made_on
    return decision.approved_on or decision.made_on


@transaction.atomic
def dispatch(decision: Decision, *, by: User) -> Decision:
    """Send the decision to the parties (förvaltningslagen 33 §, D-17).

    Consequences: state dispatched; mail B-20/B-22; for what grants something a project in state granted, the
    acceptance owed with reminders (D-18) and mail B-27, its municipalities copied, its projektplan in a first
    version (F-05), and a new budget wanted when it is less money than was applied for; for an avslut i förtid what
    `ending_early` says. Under förvaltningsbesvär the appeal time runs from now, when the party gets it in the portal
    (förvaltningslagen 44 §).
    Raises NotYours, MovedOn, NotReady.
    """
    decision = engine.lock(decision)
    move = "dispatch_delegated" if decision.is_delegated else "dispatch"
    dates_set: dict[str, Any] = {"dispatched_at": clock.now()}
    if decision.funding_source.legal_regime == LegalRegime.ADMINISTRATIVE_APPEAL:
        dates_set["last_day_to_appeal"] = dates.last_day_to_appeal(clock.today())
    engine.perform(decision, move, by=by, **dates_set)
    if decision.grants:
        _grant(decision)
    elif decision.kind == DecisionKind.EARLY_CLOSE:
        ending_early.carry_out(decision, by=by)
    else:
        notices.decision_dispatched(decision)
    return decision


def _grant(decision: Decision) -> Project:
    application = decision.case.application
    assert decision.period_start and decision.period_end  # a constraint of every bifall
    project = Project.objects.create(
        case=decision.case,
        decision=decision,
        period_start=decision.period_start,
        period_end=decision.period_end,
        bankgiro=application.account_no if decision.gives_money else "",
        account_kind=application.account_kind,
        needs_new_budget=_gives_less_money(decision, application),
    )
    partnership.copy_municipalities(project)
    plans.make_first(project)
    obligation = Obligation.objects.create(
        case=decision.case, kind=ObligationKind.ACCEPTANCE, due_on=acceptance_due(decision)
    )
    reminders.schedule(obligation, application.call_version)
    notices.decision_dispatched(decision)
    notices.accept_decision(project)
    return project


def _gives_less_money(decision: Decision, application: Application) -> bool:
    """Money, but in whole kronor less than was applied for: the budget must be made anew (domain.md §9 case 15)."""
    applied = calculate(budget_input(application)).applied.total
    return decision.gives_money and decision.cap is not None and decision.cap < round_kr(applied)


def acceptance_due(decision: Decision) -> date:
    """Last day to accept: so many days after the decision (a setting), moved off days that are no working days.

    A decision that is sent late still gives at least half the time.
    """
    days = decision.case.application.call_version.acceptance_days
    printed = dates.legal_deadline(decision.made_on + timedelta(days=days))
    return max(printed, dates.legal_deadline(clock.today() + timedelta(days=days // 2)))


@transaction.atomic
def mark_final(decision: Decision, *, reason: str, by: User) -> Decision:
    """The decision has got laga kraft; a person has asked the court first (domain.md §7.3). `reason` says whom.

    Consequences: state legally final from the day after the last day to appeal; mail B-26.
    """
    decision = engine.lock(decision)
    last = decision.last_day_to_appeal
    final_on = last + timedelta(days=1) if last else clock.today()
    engine.perform(decision, "mark_final", by=by, reason=reason, final_on=final_on)
    notices.legally_final(decision)
    return decision
