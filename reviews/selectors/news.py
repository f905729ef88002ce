"""What came in since the last working day began, and what nothing has happened to for long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, Value

from applications.enums import ApplicationState as A
from applications.models import Application, Case, CaseMessage, Claim, CompletionRequest, Report, TransitionLog
from portal import clock, dates
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import User

from . import clocks
from .door import cases, of_cases

MOST = 8
STUCK_DAYS = 21
OURS = (A.REGISTERED, A.FORMAL_CHECK, A.PREPARATION)  # where the next step is the authority's
WORDS = {
    "case": "Kom in",
    "message": "Meddelande",
    "answer": "Svar på komplettering",
    "report": "Rapport",
    "claim": "Rekvisition",
}


@dataclass(frozen=True)
class News:
    """What came, when, and in which case."""

    case: Case
    at: datetime
    what: str

    @property
    def day(self) -> str:
        """I dag, i går or fre 20: short, for a narrow column."""
        return _word(clocks.day_of(self.at))


@dataclass(frozen=True)
class Stuck:
    """A case where it is our turn and nothing has happened for so many days."""

    case: Case
    state: str
    days: int


def since() -> date:
    """The last working day before today: on a Monday that is Friday."""
    return dates.previous_working_day(clock.today() - timedelta(days=1))


def since_word() -> str:
    """I går, or the name of the day."""
    day = since()
    return "i går" if day == clock.today() - timedelta(days=1) else dates.WEEKDAYS[day.weekday()]


def _word(day: date) -> str:
    back = (clock.today() - day).days
    return ("i dag", "i går")[back] if back in (0, 1) else f"{dates.WEEKDAYS[day.weekday()][:3]} {day.day}"


def came_in(user: User) -> list[News]:
    """The latest first. An officer sees own cases and those that nobody has; others the whole board. Two queries."""
    began = clocks.start_of(since())
    first, *rest = _asked(user, began)
    found = list(first.union(*rest, all=True).order_by("-at")[:MOST])
    known = {case.pk: case for case in cases(user).filter(pk__in=[row["of"] for row in found])} if found else {}
    return [News(known[row["of"]], row["at"], WORDS[row["what"]]) for row in found if row["of"] in known]


def _asked(user: User, began: datetime) -> Iterator[QuerySet[Any, Any]]:
    # of a kind: rows, the way to the case, when it came
    kinds: dict[str, tuple[QuerySet[Any], str, str]] = {
        "case": (cases(user), "pk", "shared_at"),
        "message": (CaseMessage.objects.filter(of_cases(user), from_applicant=True, read_at=None), "case", "sent_at"),
        "answer": (
            CompletionRequest.objects.filter(of_cases(user), answered_by__isnull=False),
            "case",
            "answered_at",
        ),
        "report": (Report.objects.filter(of_cases(user)), "case", "shared_at"),
        "claim": (Claim.objects.filter(of_cases(user)), "case", "shared_at"),
    }
    for what, (rows, to, at) in kinds.items():
        if is_only_officer(user):
            way = "" if to == "pk" else f"{to}__"
            rows = rows.filter(Q(**{f"{way}officer": user}) | Q(**{f"{way}officer__isnull": True}))
        latest = rows.filter(**{f"{at}__gte": began}).order_by(f"-{at}", "pk")
        yield latest.values(of=F(to), at=F(at), what=Value(what, CharField()))[:MOST]


def is_only_officer(user: User) -> bool:
    """A case officer who does not also lead the unit: what concerns them are their own cases."""
    names = user.role_names
    return StaffRoleName.CASE_OFFICER in names and StaffRoleName.HEAD_OF_UNIT not in names


def stuck(user: User) -> list[Stuck]:
    """The oldest where it is our turn and the log has been silent for three weeks; an officer's own. One query."""
    if not {StaffRoleName.CASE_OFFICER, StaffRoleName.HEAD_OF_UNIT} & user.role_names:
        return []
    today = clock.today()
    steps = TransitionLog.objects.filter(case=OuterRef("case"), private=False).order_by("-at").values("at")[:1]
    rows = Application.objects.filter(of_cases(user), state__in=OURS, shared_at__isnull=False)
    if is_only_officer(user):
        rows = rows.filter(case__officer=user)
    rows = rows.annotate(last_at=Subquery(steps, output_field=DateTimeField())).filter(
        last_at__lt=clocks.start_of(today - timedelta(days=STUCK_DAYS))
    )
    return [
        Stuck(row.case, row.get_state_display(), (today - clocks.day_of(row.last_at)).days)
        for row in rows.select_related("case__officer").order_by("shared_at", "pk")[:MOST]
    ]
