"""The authority's figures: what came in, what was decided, how fast, and where the money went, by year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Max, Sum

from applications.enums import ANSWERS, DecisionKind
from applications.models import Programme
from portal import dates
from portal.accounts.enums import CASE_ROLES
from portal.accounts.models import User
from portal.look.words import alphabetical

from ..enums import Dimension, Measure
from ..models import StatisticsCell
from . import people
from .people import People

ZERO = Decimal(0)
OF_APPLICATIONS = (Measure.RECEIVED, Measure.DECIDED, Measure.GRANTED)


@dataclass(frozen=True, slots=True)
class Point:
    """A month or a year: how many came in and how many were decided."""

    label: str
    received: int
    decided: int


@dataclass(frozen=True, slots=True)
class Line:
    """A group: how many applied and were granted, kronor applied for and decided at most."""

    label: str
    received: int
    granted: int
    applied: Decimal
    given: Decimal


@dataclass(frozen=True, slots=True)
class Answer:
    """A kind of answer with its part of all answers, a fraction."""

    label: str
    count: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Speed:
    """How many were decided within six months (förvaltningslagen 12 §), how many later, and days in the mean."""

    in_time: int
    late: int
    mean_days: int

    @property
    def share(self) -> Decimal | None:
        """The part within six months, a fraction; nothing when nothing was decided."""
        whole = self.in_time + self.late
        return Decimal(self.in_time) / whole if whole else None


@dataclass(frozen=True, slots=True)
class Figures:
    """A year's figures, or all years' (`year` None), as they were counted at `counted_at` (UTC)."""

    year: int | None
    points: tuple[Point, ...]
    whole: Line
    decided: int
    answers: tuple[Answer, ...]
    speed: Speed
    groups: tuple[tuple[Dimension, tuple[Line, ...]], ...]
    people: tuple[People, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What can be chosen, and when the figures were counted."""

    programmes: tuple[Programme, ...]
    years: tuple[int, ...]
    counted_at: datetime | None


def choices(user: User) -> Chosen:
    """The programmes and years that have figures at the person's boards. Two queries."""
    cells = _cells(user)
    years = cells.order_by().values_list("month__year").annotate(n=Count("pk"), at=Max("counted_at"))
    found = sorted(years, reverse=True)
    programmes = Programme.objects.filter(pk__in=cells.order_by().values("programme")).order_by("name")
    return Chosen(tuple(programmes), tuple(year for year, _, _ in found), max((at for _, _, at in found), default=None))


def figures(user: User, *, year: int | None, programme: Programme | None) -> Figures:
    """The figures of a year or of all, at the person's boards. One query, whatever they count."""
    cells = _cells(user)
    if year is not None:
        cells = cells.filter(month__year=year)
    if programme is not None:
        cells = cells.filter(programme=programme)
    by = "month" if year is not None else "month__year"
    rows = list(
        cells.order_by().values_list("measure", "dimension", "key", by).annotate(n=Sum("count"), sum=Sum("amount"))
    )
    table = _Table(rows)
    return Figures(
        year=year,
        points=table.points(year),
        whole=table.line(Dimension.ALL, "", "Alla"),
        decided=table.count(Measure.DECIDED, Dimension.ALL, ""),
        answers=table.answers(),
        speed=table.speed(),
        groups=tuple(
            (dimension, table.lines(dimension))
            for dimension in (Dimension.AREA, Dimension.MUNICIPALITY, Dimension.ORGANISATION)
        ),
        people=people.told(table.keys(Dimension.AREA), table.count),
    )


def _cells(user: User) -> Any:
    return StatisticsCell.objects.filter(board__in=user.boards_as(*CASE_ROLES))


class _Table:
    """The rows that were read, added up as the page wants them."""

    def __init__(self, rows: Iterable[tuple[str, str, str, Any, int, Decimal]]) -> None:
        self.sums: dict[tuple[str, str, str], tuple[int, Decimal]] = {}
        self.times: dict[tuple[str, Any], int] = {}  # of applications
        for measure, dimension, key, time, count, amount in rows:
            counted, added = self.sums.get((measure, dimension, key), (0, ZERO))
            self.sums[measure, dimension, key] = (counted + count, added + amount)
            if dimension == Dimension.ALL and measure in OF_APPLICATIONS:
                self.times[measure, time] = self.times.get((measure, time), 0) + count

    def count(self, measure: Measure, dimension: Dimension, key: str) -> int:
        return self.sums.get((measure, dimension, key), (0, ZERO))[0]

    def amount(self, measure: Measure, dimension: Dimension, key: str) -> Decimal:
        return self.sums.get((measure, dimension, key), (0, ZERO))[1]

    def line(self, dimension: Dimension, key: str, label: str) -> Line:
        return Line(
            label,
            self.count(Measure.RECEIVED, dimension, key),
            self.count(Measure.GRANTED, dimension, key),
            self.amount(Measure.RECEIVED, dimension, key),
            self.amount(Measure.GRANTED, dimension, key),
        )

    def lines(self, dimension: Dimension) -> tuple[Line, ...]:
        """The largest sums first, then by name."""
        keys = {key for measure, kind, key in self.sums if kind == dimension and measure in OF_APPLICATIONS}
        return tuple(
            sorted(
                (self.line(dimension, key, key) for key in keys),
                key=lambda line: (-line.given, -line.applied, alphabetical(line.label)),
            )
        )

    def keys(self, dimension: Dimension) -> set[str]:
        return {key for _, kind, key in self.sums if kind == dimension}

    def points(self, year: int | None) -> tuple[Point, ...]:
        """The twelve months of a year, or every year from the first to the last."""
        if year is not None:
            times: list[Any] = [date(year, month, 1) for month in range(1, 13)]
        else:
            known = [time for _, time in self.times]
            times = list(range(min(known), max(known) + 1)) if known else []
        return tuple(
            Point(
                dates.MONTHS[time.month - 1][:3] if isinstance(time, date) else str(time),
                self.times.get((Measure.RECEIVED, time), 0),
                self.times.get((Measure.DECIDED, time), 0),
            )
            for time in times
        )

    def answers(self) -> tuple[Answer, ...]:
        counts = [(kind, self.count(Measure.DECIDED, Dimension.OUTCOME, kind)) for kind in ANSWERS]
        whole = sum(count for _, count in counts)
        return tuple(
            Answer(DecisionKind(kind).label, count, Decimal(count) / whole if whole else ZERO) for kind, count in counts
        )

    def speed(self) -> Speed:
        in_time, late = (self.count(Measure.DECIDED, Dimension.TIME, key) for key in ("in_time", "late"))
        days = sum(self.amount(Measure.DECIDED, Dimension.TIME, key) for key in ("in_time", "late"))
        mean = (Decimal(days) / (in_time + late)).quantize(Decimal(1), ROUND_HALF_UP) if in_time + late else 0
        return Speed(in_time, late, int(mean))
