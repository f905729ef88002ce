"""The day's work of one person: what to do first, what lies ahead, and what the person waits for (design.md §8)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from applications.enums import ApplicationState as A
from applications.enums import ClaimState, ObligationKind, ProjectState
from applications.lifecycle.application import BEFORE_DECISION
from applications.models import Application, Case, Claim, CompletionRequest, DialogueMeeting, Obligation, Project
from portal import clock, dates
from portal.accounts.enums import CASE_ROLES, StaffRoleName
from portal.accounts.models import User
from portal.look.words import counted
from portal.money import NBSP

from ..enums import MeetingState, MemoState
from ..models import Meeting, Memo
from . import clocks, dialogue
from .door import at, of_cases
from .meetings import stop_day
from .queue_lines import Line
from .workload import Load

FIRST = 7  # rows of "Gör först"
AHEAD = 6
AHEAD_DAYS = 60
WEEK = 7
NO_DATE = date.max


@dataclass(frozen=True)
class Ahead:
    """A day to come and what happens on it; `case`, `meeting` or `dialogue` is where it leads."""

    on: date
    text: str
    case: Case | None = None
    meeting: Meeting | None = None
    dialogue: DialogueMeeting | None = None

    @property
    def day(self) -> str:
        """I dag, tor 25, 6 maj or 4 dec: short, for a narrow column."""
        left = (self.on - clock.today()).days
        if left == 0:
            return "I dag"
        if left < WEEK:
            return f"{dates.WEEKDAYS[self.on.weekday()][:3]} {self.on.day}"
        return f"{self.on.day} {dates.MONTHS[self.on.month - 1][:3]}"


@dataclass(frozen=True)
class Waited:
    """Something another does: for how many days now."""

    case: Case
    text: str
    days: int


def first_things(user: User, loads: list[Load]) -> list[Line]:
    """At most seven things to do, the nearest date first; those without a date last, oldest first.

    One query per queue that has something for the person.
    """
    lines = []
    for load in loads:
        if load.mine:
            queue = load.queue
            rows = queue.rows(user).filter(queue.mine(user)).order_by("since", "pk")[:FIRST]
            lines += [queue.line(row) for row in rows]
    return sorted(lines, key=lambda line: (line.due or NO_DATE, line.since))[:FIRST]


def ahead(user: User) -> list[Ahead]:
    """The next meetings of the person's boards, and the days by which something is owed in own cases."""
    today = clock.today()
    until = today + timedelta(days=AHEAD_DAYS)
    boards = user.boards_as(*CASE_ROLES)
    meetings = Meeting.objects.filter(board__in=boards, state=MeetingState.PLANNED, held_on__range=(today, until))
    rows = []
    for meeting in meetings.select_related("board").order_by("held_on")[:AHEAD]:
        rows.append(Ahead(meeting.held_on, f"{meeting.board.name} sammanträder", meeting=meeting))
        if (stop := stop_day(meeting)) >= today:
            rows.append(Ahead(stop, f"Handlingsstopp till {dates.short(meeting.held_on)}", meeting=meeting))
    owed = Obligation.objects.filter(
        of_cases(user), case__officer=user, fulfilled_at=None, cancelled_at=None, due_on__range=(today, until)
    ).exclude(kind=ObligationKind.SIGNATURE)
    rows += [
        Ahead(row.due_on, f"{row.case.title}: {_owed(row)}", case=row.case)
        for row in owed.select_related("case").order_by("due_on")[:AHEAD]
    ]
    if StaffRoleName.CASE_OFFICER in user.role_names:
        rows += [_dialogue(row) for row in dialogue.called_ahead(user)[:AHEAD]]
        rows += _six_months(user, today, until)
    return sorted(rows, key=lambda row: row.on)[:AHEAD]


def _six_months(user: User, today: date, until: date) -> list[Ahead]:
    """When own cases have waited six months for a decision (D-09); 60 days before is about four months after.

    What has passed the day stands in the queue of cases that take too long.
    """
    rows = Application.objects.filter(
        of_cases(user),
        case__officer=user,
        state__in=BEFORE_DECISION,
        shared_at__gte=clocks.received_too_long_ago(today),
        shared_at__lt=clocks.received_too_long_ago(until + timedelta(days=1)),
    )
    return [
        Ahead(clocks.answer_due(at), f"{row.case.title}: sex månader sedan ansökan kom in", case=row.case)
        for row in rows.select_related("case").order_by("shared_at")[:AHEAD]
        if (at := row.shared_at)
    ]


def _dialogue(row: DialogueMeeting) -> Ahead:
    text = f"{row.get_kind_display()} kl.{NBSP}{dates.clock_time(row.starts_at)}"
    return Ahead(clock.local(row.starts_at).date(), text, dialogue=row)


def _owed(row: Obligation) -> str:
    if row.kind == ObligationKind.ACCEPTANCE:
        return "beslutet ska vara godkänt"
    if row.kind == ObligationKind.COMPLETION:
        return "svar på kompletteringen"
    if row.kind == ObligationKind.HEARING:
        return "synpunkter på underlaget"
    if row.kind == ObligationKind.REQUEST:
        return "vårt svar på begäran om avgörande"
    return f"{row.get_kind_display().lower()} {row.number} ska vara inne"


def waited_for(user: User) -> list[Waited]:
    """What the person's own cases wait for from others, longest first. At most four queries."""
    rows: list[Waited] = []
    if StaffRoleName.CASE_OFFICER in user.role_names:
        rows += _as_officer(user)
    if StaffRoleName.ECONOMIST in user.role_names:
        claims = Claim.objects.filter(
            of_cases(user),
            at(user, StaffRoleName.ECONOMIST),
            state__in=(ClaimState.APPROVED, ClaimState.PARTIALLY_APPROVED),
            money_approved_by=user,
        )
        claims = claims.select_related("case")
        rows += [_waited(row.case, "attest av utbetalningen", row.shared_at) for row in claims[:AHEAD]]
    return sorted(rows, key=lambda row: -row.days)[:AHEAD]


def _as_officer(user: User) -> list[Waited]:
    own = of_cases(user)
    asked = CompletionRequest.objects.filter(
        own, case__officer=user, answered_at=None, case__application__state=A.COMPLETION
    )
    memos = Memo.objects.filter(
        own, proposed_by=user, state=MemoState.SUBMITTED, case__application__state=A.PREPARATION
    )
    granted = Project.objects.filter(own, case__officer=user, state=ProjectState.GRANTED)
    return [
        *(_waited(row.case, "svar på kompletteringen", row.asked_at) for row in asked.select_related("case")[:AHEAD]),
        *(_waited(row.case, "chefens godkännande", row.saved_at) for row in memos.select_related("case")[:AHEAD]),
        *(
            _waited(row.case, "att sökanden godkänner beslutet", row.decision.dispatched_at)
            for row in granted.select_related("case", "decision")[:AHEAD]
        ),
    ]


def _waited(case: Case, text: str, since: datetime | None) -> Waited:
    days = 0 if since is None else (clock.today() - clocks.day_of(since)).days
    return Waited(case, text, max(0, days))


def summary(mine: int, late: int) -> str:
    """Fyra saker för dig i dag. En är försenad. Counts everything that awaits the person, also what is not listed."""
    if not mine:
        return "Inget väntar på dig i dag."
    said = f"{counted(mine, 'en sak', 'saker').capitalize()} för dig i dag."
    if late:
        said += f" {counted(late, 'en är försenad', 'är försenade').capitalize()}."
    return said


def heading(today: date) -> str:
    """Tisdag 23 april: the year is understood."""
    return dates.weekday_long(today).rsplit(" ", 1)[0].capitalize()
