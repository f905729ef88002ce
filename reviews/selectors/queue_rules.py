"""What is late in a queue on a day, and which of its rows await this very person: filters over the rows."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import F, Q

from applications.enums import ApplicationState as A
from applications.enums import ClaimState, ProjectState
from applications.enums import DecisionState as D
from applications.enums import EarlyCloseState as E
from portal import clock, dates
from portal.accounts.enums import StaffRoleName as Role
from portal.accounts.models import User

from . import clocks
from .among import Among
from .door import at

NONE = Q(pk__in=())

OFFICER, HEAD, ECONOMIST, PAYER = Role.CASE_OFFICER, Role.HEAD_OF_UNIT, Role.ECONOMIST, Role.PAYER
SECRETARY, REGISTRAR, ARCHIVIST = Role.BOARD_SECRETARY, Role.REGISTRAR, Role.ARCHIVIST


def nothing_late(today: date) -> Q:
    return NONE


def nobody(user: User) -> Q:
    return NONE


def own(user: User) -> Q:
    """In cases that the person is responsible for."""
    return Q(case__officer=user)


def owed_late(path: str) -> Callable[[date], Q]:
    """Something that the applicant owes is past its day: asked of what is owed, which is little, not case by case."""

    def late(today: date) -> Q:
        return Q(Among(F(path), clocks.still_owed().filter(due_on__lt=today).order_by().values("case")))

    return late


def answer_late(today: date) -> Q:
    return Q(shared_at__lt=clocks.received_too_long_ago(today))


def assign_late(today: date) -> Q:
    return Q(shared_at__lt=clocks.late_before(today, clocks.ASSIGN_WORKING_DAYS))


def check_late(today: date) -> Q:
    return Q(assigned_at__lt=clocks.late_before(today, clocks.FORMAL_CHECK_WORKING_DAYS))


def review_late(today: date) -> Q:
    return Q(since__lt=clocks.late_before(today, clocks.REVIEW_WORKING_DAYS))


def message_late(today: date) -> Q:
    return Q(since__lt=clocks.late_before(today, clocks.MESSAGE_WORKING_DAYS))


def decision_late(today: date) -> Q:
    """The same days as `queue_lines.decision` prints."""
    sent_before = dates.add_working_days(today, -clocks.DISPATCH_WORKING_DAYS)
    return (
        Q(state=D.MADE, is_delegated=True, made_on__lt=sent_before)
        | Q(state=D.MADE, is_delegated=False, made_on__lt=today - timedelta(days=clocks.MINUTES_DAYS))
        | Q(state=D.APPROVED, approved_on__lt=today - timedelta(days=clocks.ANNOUNCE_DAYS))
        | Q(state=D.ANNOUNCED, approved_on__lt=sent_before)
    )


def idea_mine(user: User) -> Q:
    """One's own dialogues, and new ideas that nobody has taken up."""
    return at(user, OFFICER) & (Q(case__officer=user) | Q(case__officer=None))


def board_mine(user: User) -> Q:
    """Matters to put on the agenda, and those whose meeting's day has come."""
    return at(user, SECRETARY) & (Q(state=A.PROPOSED) | Q(sits_on__lte=clock.today()))


def requests_mine(user: User) -> Q:
    """The head answers; the officer sees to it that there can be a decision."""
    return at(user, HEAD) | own(user)


def heard(today: date) -> Q:
    return Q(due_on__lt=today)


def hearing_mine(user: User) -> Q:
    """The time to answer is over, and the officer goes on."""
    return own(user) & heard(clock.today())


def conflicts_mine(user: User) -> Q:
    """A head's to rule on, but for the question about oneself."""
    return at(user, HEAD) & ~Q(user=user)


def decisions_mine(user: User) -> Q:
    """The minutes are the secretary's to register."""
    return at(user, SECRETARY) | at(user, REGISTRAR) & ~Q(state=D.MADE, is_delegated=False)


def claims_mine(user: User) -> Q:
    return (
        Q(state=ClaimState.SUBMITTED, case__officer=user)
        | at(user, ECONOMIST) & Q(state__in=(ClaimState.UNDER_REVIEW, ClaimState.PAYMENT_DECIDED))
        | at(user, PAYER) & Q(state__in=(ClaimState.APPROVED, ClaimState.PARTIALLY_APPROVED))
    )


def referral_mine(user: User) -> Q:
    """Answers that should have come: the officer waits on, or ends the wait."""
    return own(user) & Q(due_on__lt=clock.today())


def projects_mine(user: User) -> Q:
    """A new budget to read, where less was granted than was applied for."""
    to_read = Q(state=ProjectState.GRANTED, new_budget__isnull=False, new_budget_approved_at=None)
    return to_read & own(user)


def closing_mine(user: User) -> Q:
    settled = Q(state=ProjectState.SETTLED, case__officer=user)
    reported = at(user, ECONOMIST) & Q(state=ProjectState.FINAL_REPORTED, decision__gives_money=True)
    reported |= Q(state=ProjectState.FINAL_REPORTED, decision__gives_money=False, case__officer=user)
    return settled | reported | Q(state__in=(ProjectState.CLOSING, ProjectState.CLOSED_EARLY), case__officer=user)


def early_close_mine(user: User) -> Q:
    """The officer writes it, the head approves it, the secretary takes it to the board and registers."""
    return (
        Q(state=E.DRAFT, case__officer=user)
        | Q(state=E.WARNED, case__officer=user) & (Q(commented_at__isnull=False) | Q(comment_due__lt=clock.today()))
        | at(user, HEAD) & Q(state=E.SUBMITTED)
        | at(user, SECRETARY) & (Q(state=E.APPROVED) | Q(state=E.ON_AGENDA, sits_on__lte=clock.today()))
    )
