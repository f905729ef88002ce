"""What waits at the desk, as queries over state: nothing is put into a queue, it stands there because of its state.

Each query gives rows with `since`, the instant from which a row's age is counted.
"""

from django.db.models import DateField, DateTimeField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce

from applications.enums import ApplicationState as A
from applications.enums import ClaimState, EarlyCloseState, IdeaState, LegalRegime, ProjectState, ReportState
from applications.enums import DecisionState as D
from applications.models import (
    Application,
    Assignment,
    Case,
    Claim,
    CompletionRequest,
    Decision,
    EarlyClose,
    Idea,
    Obligation,
    Project,
    Report,
    TransitionLog,
)
from portal import clock
from portal.accounts.models import User

from ..enums import MemoState
from ..models import AgendaItem, DelegatedDecision, Memo
from .door import cases, of_cases, shared
from .standing import RELATED

PEOPLE = ("case__organisation", "case__officer")


def mine(user: User) -> QuerySet[Case]:
    """Cases that the person is responsible for and that are not over, with the next date."""
    alive = Q(application__shared_at__isnull=False) & ~Q(application__state=A.CLOSED)
    talked_about = Q(idea__state__in=(IdeaState.SHARED, IdeaState.IN_DIALOGUE, IdeaState.RECOMMENDED))
    rows = cases(user).filter(alive | talked_about, officer=user)
    return (
        rows.select_related(*RELATED).prefetch_related("decisions").annotate(since=F("shared_at"), due=next_due("pk"))
    )


def next_due(case: str) -> Subquery:
    """The nearest day by which something is owed in the case that the row names by `case`."""
    owed = Obligation.objects.filter(case=OuterRef(case), fulfilled_at=None, cancelled_at=None)
    return Subquery(owed.order_by("due_on").values("due_on")[:1], output_field=DateField())


# Ideas and applications


def ideas(user: User) -> QuerySet[Idea]:
    rows = Idea.objects.filter(shared(user), state__in=(IdeaState.SHARED, IdeaState.IN_DIALOGUE))
    return rows.select_related(*PEOPLE).annotate(since=F("shared_at"))


def _applications(user: User, *states: A) -> QuerySet[Application]:
    answers = CompletionRequest.objects.filter(case=OuterRef("case"), answered_by__isnull=False)
    answered_at = Subquery(answers.order_by("-answered_at").values("answered_at")[:1], output_field=DateTimeField())
    rows = Application.objects.filter(shared(user), state__in=states).select_related(*PEOPLE, "case__memo", "window")
    return rows.annotate(since=F("shared_at"), answered_at=answered_at)


def to_assign(user: User) -> QuerySet[Application]:
    """New ones, and those whose officer left them, for example because of jäv."""
    without = Q(state=A.REGISTERED) | Q(case__officer=None)
    return _applications(user, A.REGISTERED, A.FORMAL_CHECK, A.COMPLETION, A.PREPARATION).filter(without)


def formal_check(user: User) -> QuerySet[Application]:
    held = Assignment.objects.filter(case=OuterRef("case"), user=OuterRef("case__officer"), ended_at=None)
    assigned = Subquery(held.order_by("assigned_at").values("assigned_at")[:1], output_field=DateTimeField())
    rows = _applications(user, A.FORMAL_CHECK).filter(case__officer__isnull=False)
    return rows.annotate(since=Coalesce(assigned, F("shared_at")))


def preparation(user: User) -> QuerySet[Application]:
    unwritten = Q(case__memo=None) | Q(case__memo__state=MemoState.DRAFT)
    return _applications(user, A.PREPARATION).filter(unwritten, case__officer__isnull=False)


def completions(user: User) -> QuerySet[CompletionRequest]:
    rows = CompletionRequest.objects.filter(of_cases(user), answered_at=None, case__application__state=A.COMPLETION)
    return rows.select_related(*PEOPLE).annotate(since=F("asked_at"))


def proposals(user: User) -> QuerySet[Memo]:
    rows = Memo.objects.filter(of_cases(user), state=MemoState.SUBMITTED, case__application__state=A.PREPARATION)
    return rows.select_related(*PEOPLE, "proposed_by").annotate(since=F("saved_at"))


def before_board(user: User) -> QuerySet[Application]:
    items = AgendaItem.objects.filter(case=OuterRef("case"), decision=None).order_by("-meeting__held_on")
    sits_on = Subquery(items.values("meeting__held_on")[:1], output_field=DateField())
    return _applications(user, A.PROPOSED, A.ON_AGENDA).annotate(sits_on=sits_on)


def closed(user: User) -> QuerySet[Application]:
    moves = TransitionLog.objects.filter(case=OuterRef("case"), machine="application", to_state=A.CLOSED)
    ended = Subquery(moves.order_by("-at").values("at")[:1], output_field=DateTimeField())
    return _applications(user, A.CLOSED).annotate(since=Coalesce(ended, F("shared_at")))


# Decisions


def decisions(user: User) -> QuerySet[Decision]:
    """Not yet with the parties, or with them and past the last day to appeal."""
    on_the_way = Q(state__in=(D.MADE, D.APPROVED, D.ANNOUNCED))
    ripe = Q(state=D.DISPATCHED, last_day_to_appeal__lt=clock.today())
    ripe &= ~Q(funding_source__legal_regime=LegalRegime.NOT_APPEALABLE)
    reported = Q(state=D.DISPATCHED, announced_on=None, delegated__reported_at__isnull=False)
    reported &= Q(funding_source__legal_regime=LegalRegime.LEGALITY_REVIEW)
    rows = Decision.objects.filter(on_the_way | ripe | reported, of_cases(user)).select_related(
        *PEOPLE, "funding_source"
    )
    return rows.annotate(since=Cast("made_on", DateTimeField()))


def delegated(user: User) -> QuerySet[DelegatedDecision]:
    """Decided on delegation and not yet reported to the board (kommunallagen 6:40)."""
    rows = DelegatedDecision.objects.filter(
        decision__case__in=cases(user).order_by().values("pk"), reported_at=None
    ).select_related("board", "decision__case__organisation", "decision__case__officer")
    return rows.annotate(since=F("created_at"))


# Projects


def projects(user: User) -> QuerySet[Project]:
    states = (ProjectState.GRANTED, ProjectState.ACCEPTED, ProjectState.START_UP, ProjectState.IMPLEMENTATION)
    return _projects(user).filter(state__in=states).annotate(due=next_due("case"))


CLOSING_STATES = (ProjectState.CLOSING, ProjectState.CLOSED_EARLY, ProjectState.FINAL_REPORTED)


def closing(user: User) -> QuerySet[Project]:
    """Near their end, to be settled, or settled in a case that is still open."""
    settled = Q(state=ProjectState.SETTLED, case__application__state=A.DECIDED)
    return _projects(user).filter(Q(state__in=CLOSING_STATES) | settled)


def early_closes(user: User) -> QuerySet[EarlyClose]:
    """Projects that may end before their time, until that is decided or dropped."""
    rows = EarlyClose.objects.filter(of_cases(user), state__in=EARLY_CLOSE_STATES).select_related(*PEOPLE)
    items = AgendaItem.objects.filter(early_close=OuterRef("pk"), decision=None).order_by("-meeting__held_on")
    sits_on = Subquery(items.values("meeting__held_on")[:1], output_field=DateField())
    return rows.annotate(since=F("saved_at"), sits_on=sits_on)


def _projects(user: User) -> QuerySet[Project]:
    rows = Project.objects.filter(of_cases(user)).select_related(*PEOPLE)
    return rows.annotate(since=Cast("period_start", DateTimeField()))


def reports(user: User) -> QuerySet[Report]:
    rows = Report.objects.filter(shared(user), state=ReportState.SUBMITTED)
    return rows.select_related(*PEOPLE).annotate(since=F("shared_at"))


EARLY_CLOSE_STATES = (
    EarlyCloseState.DRAFT,
    EarlyCloseState.WARNED,
    EarlyCloseState.SUBMITTED,
    EarlyCloseState.APPROVED,
    EarlyCloseState.ON_AGENDA,
)
CLAIM_STATES = (
    ClaimState.SUBMITTED,
    ClaimState.UNDER_REVIEW,
    ClaimState.APPROVED,
    ClaimState.PARTIALLY_APPROVED,
    ClaimState.PAYMENT_DECIDED,
)


def claims(user: User) -> QuerySet[Claim]:
    rows = Claim.objects.filter(shared(user), state__in=CLAIM_STATES).select_related(*PEOPLE, "payout")
    return rows.annotate(since=F("shared_at"))
