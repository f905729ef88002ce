"""What the head of a unit sees: who carries how much, how old it is against six months, and the way to the board."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Min, Q

from applications.enums import ApplicationState as A
from applications.models import Application
from portal import clock, dates
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import StaffRole, User
from portal.look.words import alphabetical

from ..enums import MeetingState
from ..models import Meeting
from . import clocks
from .door import at, of_cases
from .meetings import stop_day
from .workload import Load

OPEN = (A.REGISTERED, A.FORMAL_CHECK, A.COMPLETION, A.PREPARATION, A.PROPOSED, A.ON_AGENDA)
MONTHS = (4, 5, clocks.CASE_MONTHS)  # D-09: warned of after four and five months, late after six
NOBODY = "Ingen handläggare"
# The stages before a decision, as the queues that hold them.
PATH = ("formell-kontroll", "komplettering", "beredning", "forslag", "pa-vag-till-namnden")


@dataclass
class Carried:
    """Open applications of one officer: how many, by months since they came in, and days since the oldest did.

    `ages` are those of less than four months, of four, of five, and of six or more.
    """

    name: str
    officer: str = ""
    count: int = 0
    ages: tuple[int, int, int, int] = (0, 0, 0, 0)
    oldest_days: int | None = None


@dataclass(frozen=True)
class Path:
    """The way to the next meeting: the last day to hand in, and what stands where."""

    meeting: Meeting
    stop: date
    days_left: int
    stages: list[Load] = field(default_factory=list)


@dataclass(frozen=True)
class Led:
    carried: list[Carried]
    whole: Carried
    path: Path | None


def led(user: User, loads: list[Load]) -> Led | None:
    """None for who leads no unit. Three queries."""
    if StaffRoleName.HEAD_OF_UNIT not in user.role_names:
        return None
    carried = _carried(user)
    whole = Carried(
        "Alla",
        count=sum(row.count for row in carried),
        ages=(
            sum(row.ages[0] for row in carried),
            sum(row.ages[1] for row in carried),
            sum(row.ages[2] for row in carried),
            sum(row.ages[3] for row in carried),
        ),
        oldest_days=max((row.oldest_days for row in carried if row.oldest_days is not None), default=None),
    )
    return Led(carried, whole, _path(user, loads))


def _carried(user: User) -> list[Carried]:
    """Every officer of the boards, also those with nothing, by name; what nobody has comes first."""
    today = clock.today()
    starts = [clocks.start_of(dates.add_months(today, -months)) for months in MONTHS]
    rows = (
        Application.objects.filter(of_cases(user), at(user, StaffRoleName.HEAD_OF_UNIT), state__in=OPEN)
        .order_by()
        .values_list("case__officer", "case__officer__name")
        .annotate(
            n=Count("pk"),
            four=Count("pk", filter=Q(shared_at__lt=starts[0])),
            five=Count("pk", filter=Q(shared_at__lt=starts[1])),
            six=Count("pk", filter=Q(shared_at__lt=starts[2])),
            oldest=Min("shared_at"),
        )
    )
    boards = user.boards_as(StaffRoleName.HEAD_OF_UNIT)
    held = StaffRole.objects.valid_on(today).filter(role=StaffRoleName.CASE_OFFICER, board__in=boards)
    found = {pk: Carried(name, str(pk)) for pk, name in held.values_list("user", "user__name")}
    for pk, name, count, four, five, six, oldest in rows:
        found[pk] = Carried(
            name or NOBODY,
            str(pk or ""),
            count,
            (count - four, four - five, five - six, six),
            (today - clocks.day_of(oldest)).days,
        )
    return sorted(found.values(), key=lambda row: (row.officer != "", alphabetical(row.name)))


def _path(user: User, loads: list[Load]) -> Path | None:
    """To the next meeting whose last day to hand in has not been; where all have, to the next meeting of all."""
    today = clock.today()
    boards = user.boards_as(StaffRoleName.HEAD_OF_UNIT)
    planned = Meeting.objects.filter(board__in=boards, state=MeetingState.PLANNED, held_on__gte=today)
    meetings = list(planned.select_related("board").order_by("held_on", "pk")[:6])
    if not meetings:
        return None
    meeting = next((row for row in meetings if stop_day(row) >= today), meetings[0])
    stop = stop_day(meeting)
    known = {load.queue.key: load for load in loads}
    return Path(meeting, stop, (stop - today).days, [known[key] for key in PATH if key in known])
