"""What waits at the desk, as queries over state: nothing is put into a queue, it stands there because of its state.

Each query gives rows with `since`, the instant from which a row's age is counted: a column of the row's own wherever
one tells it, so that a list is read in order from an index and never sorted whole (`listing.py`).
"""

from datetime import timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest

from applications.enums import (
    CLAIM_WAITS,
    EarlyCloseState,
    IdeaState,
    LegalRegime,
    ProjectState,
    ReportState,
)
from applications.enums import ApplicationState as A
from applications.enums import DecisionState as D
from applications.models import (
    Application,
    Assignment,
    Case,
    CaseMessage,
    Claim,
    CompletionRequest,
    ConflictRuling,
    Decision,
    DecisionRequest,
    EarlyClose,
    Idea,
    PartnershipChange,
    PartyHearing,
    Project,
    ProjectPlanVersion,
    Report,
    TransitionLog,
    Withdrawal,
)
from applications.selectors.decision_requests import WAITS
from portal import clock
from portal.accounts.models import User

from ..enums import MemoState
from ..models import AgendaItem, DelegatedDecision, Memo, Referral, ReferralResponse
from . import clocks
from .among import Among, any_of
from .door import cases, of_cases, shared
from .referrals import ANSWERABLE
from .standing import RELATED

PEOPLE = ("case__organisation", "case__officer", "case__programme")
NEW_DAYS = 14  # what came in so lately stands among the new


def mine(user: User) -> QuerySet[Case]:
    """Cases that the person is responsible for and that are not over, with the next date."""
    alive = Q(application__shared_at__isnull=False) & ~Q(application__state=A.CLOSED)
    talked_about = Q(idea__state__in=(IdeaState.SHARED, IdeaState.IN_DIALOGUE, IdeaState.RECOMMENDED))
    rows = cases(user).filter(alive | talked_about, officer=user)
    return (
        rows.select_related(*RELATED).prefetch_related("decisions").annotate(since=F("shared_at"), due=next_due("pk"))
    )


def conflicts(user: User) -> QuerySet[ConflictRuling]:
    """Questions of jäv that no head has ruled on."""
    rows = ConflictRuling.objects.filter(of_cases(user), outcome="").select_related(*PEOPLE, "user", "asked_by")
    return rows.annotate(since=F("asked_at"))


def hearings(user: User) -> QuerySet[PartyHearing]:
    """What applicants may comment on and have not, while the case is prepared."""
    rows = PartyHearing.objects.filter(of_cases(user), case__application__state=A.PREPARATION, answers=None)
    later = PartyHearing.objects.filter(case=OuterRef("case"), number__gt=OuterRef("number"))
    rows = rows.exclude(Exists(later)).exclude(case__memo__state__in=(MemoState.SUBMITTED, MemoState.APPROVED))
    return rows.select_related(*PEOPLE).annotate(since=F("sent_at"))


def requests(user: User) -> QuerySet[DecisionRequest]:
    """What applicants have asked to have decided and that neither a decision nor a refusal has answered (D-10)."""
    rows = DecisionRequest.objects.filter(of_cases(user), refused_at=None, case__application__state__in=WAITS)
    return rows.select_related(*PEOPLE).annotate(since=F("requested_at"))


def new(user: User) -> QuerySet[Case]:
    """What has come in the last two weeks, ideas and applications, whoever has it."""
    began = clocks.start_of(clock.today() - timedelta(days=NEW_DAYS))
    rows = cases(user).filter(shared_at__gte=began)
    return rows.select_related(*RELATED).prefetch_related("decisions").annotate(since=F("shared_at"))


def next_due(case: str) -> Subquery:
    """The nearest day by which something is owed in the case that the row names by `case`."""
    owed = clocks.still_owed().filter(case=OuterRef(case))
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
    """The age is the application's; the days that the check may take count from when the officer got it (D-05)."""
    held = Assignment.objects.filter(case=OuterRef("case"), user=OuterRef("case__officer"), ended_at=None)
    assigned = Subquery(held.order_by("assigned_at").values("assigned_at")[:1], output_field=DateTimeField())
    rows = _applications(user, A.FORMAL_CHECK).filter(case__officer__isnull=False)
    return rows.annotate(assigned_at=Coalesce(assigned, F("shared_at")))


def preparation(user: User) -> QuerySet[Application]:
    unwritten = Q(case__memo=None) | Q(case__memo__state=MemoState.DRAFT)
    return _applications(user, A.PREPARATION).filter(unwritten, case__officer__isnull=False)


def completions(user: User) -> QuerySet[CompletionRequest]:
    rows = CompletionRequest.objects.filter(of_cases(user), answered_at=None, case__application__state=A.COMPLETION)
    return rows.select_related(*PEOPLE).annotate(since=F("asked_at"))


def referrals(user: User) -> QuerySet[Referral]:
    """Those that somebody has not answered, with the names of the organisations that are waited for."""
    awaited = ReferralResponse.objects.awaited().filter(referral=OuterRef("pk"))
    rows = Referral.objects.filter(
        Exists(awaited), of_cases(user), case__application__state__in=ANSWERABLE
    ).select_related(*PEOPLE)
    names = ArraySubquery(awaited.order_by("organisation", "pk").values("organisation"))
    return rows.annotate(since=F("sent_at"), awaited=names)


def proposals(user: User) -> QuerySet[Memo]:
    rows = Memo.objects.filter(of_cases(user), state=MemoState.SUBMITTED, case__application__state=A.PREPARATION)
    return rows.select_related(*PEOPLE, "proposed_by").annotate(since=F("saved_at"))


def before_board(user: User) -> QuerySet[Application]:
    items = AgendaItem.objects.filter(case=OuterRef("case"), decision=None).order_by("-meeting__held_on")
    sits_on = Subquery(items.values("meeting__held_on")[:1], output_field=DateField())
    return _applications(user, A.PROPOSED, A.ON_AGENDA).annotate(sits_on=sits_on)


def withdrawn(user: User) -> QuerySet[Application]:
    """Taken back by the applicant, and to be struck off."""
    done = Withdrawal.objects.filter(case=OuterRef("case")).values("done_at")[:1]
    return _applications(user, A.WITHDRAWN).annotate(withdrawn_at=Subquery(done, output_field=DateTimeField()))


def messages(user: User) -> QuerySet[CaseMessage]:
    """The first in each case that the applicant has written and that nobody here has read."""
    unread = CaseMessage.objects.filter(from_applicant=True, read_at=None)
    earlier = unread.filter(case=OuterRef("case"), number__lt=OuterRef("number"))
    rows = unread.filter(~Exists(earlier), of_cases(user)).select_related(*PEOPLE)
    return rows.annotate(since=F("sent_at"))


def closed(user: User) -> QuerySet[Application]:
    moves = TransitionLog.objects.filter(case=OuterRef("case"), machine="application", to_state=A.CLOSED)
    ended = Subquery(moves.order_by("-at").values("at")[:1], output_field=DateTimeField())
    return _applications(user, A.CLOSED).annotate(ended_at=ended)


# Decisions


def decisions(user: User) -> QuerySet[Decision]:
    """Not yet with the parties, or with them and past the last day to appeal."""
    sent = Decision.objects.filter(state=D.DISPATCHED)
    found = any_of(
        Decision.objects.filter(state__in=(D.MADE, D.APPROVED, D.ANNOUNCED)),
        sent.filter(last_day_to_appeal__lt=clock.today()).exclude(
            funding_source__legal_regime=LegalRegime.NOT_APPEALABLE
        ),
        Decision.objects.filter(
            Among(sent.filter(announced_on=None).order_by().values("pk")),
            delegated__reported_at__isnull=False,
            funding_source__legal_regime=LegalRegime.LEGALITY_REVIEW,
        ),
    )
    rows = Decision.objects.filter(found, of_cases(user)).select_related(*PEOPLE, "funding_source")
    return rows.annotate(since=Cast("made_on", DateTimeField()))


def delegated(user: User) -> QuerySet[DelegatedDecision]:
    """Decided on delegation and not yet reported to the board (kommunallagen 6:40)."""
    rows = DelegatedDecision.objects.filter(of_cases(user, "decision__case"), reported_at=None).select_related(
        "board", *(f"decision__{name}" for name in PEOPLE)
    )
    return rows.annotate(since=F("created_at"))


# Projects


def projects(user: User) -> QuerySet[Project]:
    states = (ProjectState.GRANTED, ProjectState.ACCEPTED, ProjectState.START_UP, ProjectState.IMPLEMENTATION)
    return _projects(user).filter(state__in=states).annotate(due=next_due("case"))


CLOSING_STATES = (ProjectState.CLOSING, ProjectState.CLOSED_EARLY, ProjectState.FINAL_REPORTED)


def closing(user: User) -> QuerySet[Project]:
    """Near their end, to be settled, or settled in a case that is still open."""
    still_open = Application.objects.filter(state=A.DECIDED).order_by().values("case")
    settled = Project.objects.filter(Among(F("case"), still_open), state=ProjectState.SETTLED)
    return _projects(user).filter(any_of(Project.objects.filter(state__in=CLOSING_STATES), settled))


def early_closes(user: User) -> QuerySet[EarlyClose]:
    """Projects that may end before their time, until that is decided or dropped."""
    rows = EarlyClose.objects.filter(of_cases(user), state__in=EARLY_CLOSE_STATES).select_related(*PEOPLE)
    items = AgendaItem.objects.filter(early_close=OuterRef("pk"), decision=None).order_by("-meeting__held_on")
    sits_on = Subquery(items.values("meeting__held_on")[:1], output_field=DateField())
    return rows.annotate(since=F("saved_at"), sits_on=sits_on)


def _projects(user: User) -> QuerySet[Project]:
    rows = Project.objects.filter(of_cases(user)).select_related(*PEOPLE)
    return rows.annotate(since=Cast("period_start", DateTimeField()))


def changes(user: User) -> QuerySet[Case]:
    """Cases where the applicant has changed something: a new budget, a changed plan, a wish to end early; or who takes
    part, in the last two weeks. `since` is the latest of them."""
    budget = Project.objects.filter(
        case=OuterRef("pk"), state=ProjectState.GRANTED, new_budget__isnull=False, new_budget_approved_at=None
    ).values(at=F("new_budget__received_at"))
    plan = _plans_to_read().filter(case=OuterRef("pk")).order_by("-written_at").values("written_at")
    ending = EarlyClose.objects.filter(case=OuterRef("pk"), state__in=ASKED_STATES, requested_at__isnull=False)
    taking_part = _new_in_parts().filter(case=OuterRef("pk")).order_by("-changed_at").values("changed_at")
    changed = any_of(
        Project.objects.filter(state=ProjectState.GRANTED, new_budget__isnull=False, new_budget_approved_at=None),
        _plans_to_read(),
        EarlyClose.objects.filter(state__in=ASKED_STATES, requested_at__isnull=False),
        _new_in_parts(),
        of="case",
    )
    rows = cases(user).filter(changed)
    found = {
        name: Subquery(query[:1], output_field=DateTimeField())
        for name, query in {
            "budget_at": budget,
            "plan_at": plan,
            "ending_at": ending.values("requested_at"),
            "parts_at": taking_part,
        }.items()
    }
    rows = rows.select_related(*RELATED).prefetch_related("decisions").annotate(**found)
    return rows.annotate(since=Greatest(*found))


ASKED_STATES = (EarlyCloseState.DRAFT, EarlyCloseState.WARNED)


def _plans_to_read() -> QuerySet[ProjectPlanVersion]:
    return ProjectPlanVersion.objects.filter(is_decided=False, reviewed_at=None)


def _new_in_parts() -> QuerySet[PartnershipChange]:
    return PartnershipChange.objects.filter(changed_at__gte=clocks.start_of(clock.today() - timedelta(days=NEW_DAYS)))


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


def claims(user: User) -> QuerySet[Claim]:
    rows = Claim.objects.filter(shared(user), state__in=CLAIM_WAITS).select_related(*PEOPLE, "payout")
    return rows.annotate(since=F("shared_at"))
