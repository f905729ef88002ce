"""What people have answered in Idékollen: per question and month, and which question stops most of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from applications.enums import ChecklistAnswer
from applications.models import Checklist, ChecklistTally
from applications.selectors.checklists import Row, asked
from portal import dates

from .few import FEWEST

# The answers are anonymous, and a cell of a large count says nothing of who is in it, so no cell is hidden by itself.
# But with one or two rounds in a month the officer may well know who made them, since they are asked to call; then the
# table would read out what that one answered, which the page has promised not to. So the answers of a period are
# shown from five rounds on. The months' own figures can be worked out of a longer period's: this is consideration, no
# secrecy, and the answers are about an organisation's readiness and never about a person.

Cells = Mapping[tuple[int, date, str], int]


@dataclass(frozen=True)
class Line:
    """How one question was answered in the period."""

    row: Row
    counts: Mapping[ChecklistAnswer, int]

    @property
    def yes(self) -> int:
        return self.counts[ChecklistAnswer.YES]

    @property
    def no(self) -> int:
        return self.counts[ChecklistAnswer.NO]

    @property
    def unsure(self) -> int:
        return self.counts[ChecklistAnswer.UNSURE]

    @property
    def blank(self) -> int:
        return self.counts[ChecklistAnswer.BLANK]

    @property
    def rounds(self) -> int:
        return sum(self.counts.values())

    @property
    def bar(self) -> tuple[int, ...]:
        return (self.yes, self.no, self.unsure, self.blank)


@dataclass(frozen=True)
class Period:
    """A month, or all time (`month` None): how many rounds, and the answers when there are enough to show."""

    month: date | None
    lines: list[Line]

    @property
    def name(self) -> str:
        return "hela tiden" if self.month is None else f"{dates.MONTHS[self.month.month - 1]} {self.month.year}"

    @property
    def rounds(self) -> int:
        """Each round is counted once for every question that takes an answer, so they all give the same."""
        return max((line.rounds for line in self.lines), default=0)

    @property
    def is_shown(self) -> bool:
        return self.rounds >= FEWEST

    @property
    def hardest(self) -> Line | None:
        """The question that most said nej to; the first of them where several did."""
        most = max(self.lines, key=lambda line: line.no, default=None)
        return most if most is not None and most.no and self.is_shown else None


@dataclass(frozen=True)
class Statistics:
    whole: Period
    months: list[Period]

    def of(self, month: date | None) -> Period | None:
        """The month's own figures, all of them for None; nothing for a month without rounds."""
        if month is None:
            return self.whole
        return next((period for period in self.months if period.month == month), None)


def statistics(checklist: Checklist) -> Statistics:
    """All that was answered to an edition, the latest month first. Two queries, however many months."""
    cells: dict[tuple[int, date, str], int] = {}
    counted = ChecklistTally.objects.filter(question__checklist=checklist)
    for question, month, answer, count in counted.values_list("question_id", "month", "answer", "count"):
        cells[question, month, answer] = count
    months = sorted({month for _, month, _ in cells}, reverse=True)
    return Statistics(
        whole=Period(None, _lines(checklist, cells, months)),
        months=[Period(month, _lines(checklist, cells, [month])) for month in months],
    )


def _lines(checklist: Checklist, cells: Cells, months: list[date]) -> list[Line]:
    found = []
    for row in asked(checklist):
        counts = {
            answer: sum(cells.get((row.question.pk, month, answer.value), 0) for month in months)
            for answer in ChecklistAnswer
        }
        found.append(Line(row, counts))
    return found
