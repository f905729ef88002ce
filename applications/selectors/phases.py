"""The lists of a project's start and end as pages show them, with what is overdue in words. One query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal import clock, dates
from portal.look.words import counted

from ..enums import PhaseKind
from ..models import PhaseActivity, Project

SLUGS = {PhaseKind.START_UP: "uppstart", PhaseKind.CLOSING: "avslut"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do. `state` is done, late, planned or open; `told` says so in words."""

    row: PhaseActivity
    state: str
    told: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase with its list; `late` says how many days have passed undone, empty when none has."""

    key: str
    title: str
    lines: list[Line]
    late: str

    @property
    def slug(self) -> str:
        """As in addresses."""
        return SLUGS[PhaseKind(self.key)]

    @property
    def left(self) -> int:
        return sum(line.state != "done" for line in self.lines)


def of_project(project: Project) -> list[Phase]:
    """Both phases in their order, also those without a list yet."""
    rows = list(project.phase_activities.select_related("done_by"))
    return [_phase(kind, [row for row in rows if row.phase == kind]) for kind in PhaseKind]


def _phase(kind: PhaseKind, rows: list[PhaseActivity]) -> Phase:
    lines = [_line(row) for row in rows]
    count = sum(line.state == "late" for line in lines)
    late = f"{counted(count, 'en sak', 'saker').capitalize()} är försenade." if count > 1 else ""
    return Phase(kind.value, kind.label, lines, "En sak är försenad." if count == 1 else late)


def _line(row: PhaseActivity) -> Line:
    if row.done_on is not None:
        who = f", {row.done_by.name}" if row.done_by else ""
        return Line(row, "done", f"Klart {dates.long(row.done_on)}{who}")
    if row.planned_on is None:
        return Line(row, "open", "Inte planerat än")
    if row.planned_on < clock.today():
        return Line(row, "late", f"Skulle vara klart {dates.long(row.planned_on)}, för {_ago(row.planned_on)} sedan")
    return Line(row, "planned", f"Senast {dates.weekday_long(row.planned_on)}")


def _ago(day: date) -> str:
    return counted((clock.today() - day).days, "en dag", "dagar")
