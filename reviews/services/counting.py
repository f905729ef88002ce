"""Counting what has come in and been decided, once a night, into rows that the page of statistics reads."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from applications.enums import ANSWERS, DecisionKind, ReportState
from applications.findings import reached
from applications.models import Application, ApplicationVersion, Decision, Report
from portal import clock
from portal.accounts.enums import OrganisationType

from ..enums import Dimension, Measure
from ..models import StatisticsCell
from ..selectors import clocks

ZERO = Decimal(0)
UNTOLD = "Inte angivet"
BATCH = 2_000


class Cell(NamedTuple):
    """What the rows are counted by."""

    board: UUID
    programme: UUID
    month: date
    measure: str
    dimension: str
    key: str


class Sum:
    """How many, and kronor with öre or days."""

    def __init__(self) -> None:
        self.count, self.amount = 0, ZERO

    def add(self, amount: Decimal | int, count: int = 1) -> None:
        self.count += count
        self.amount += amount


@transaction.atomic
def count() -> int:
    """Count everything anew and put the rows in the place of yesterday's; returns how many rows.

    Applications are counted by the version that was sent in last, never by what is being written. One that works in
    several municipalities is counted in each. Only the latest answer (bifall, delvis bifall, avslag) counts.
    """
    sums: defaultdict[Cell, Sum] = defaultdict(Sum)
    for row in _applications().iterator(chunk_size=BATCH):
        for cell, amount in _cells(row):
            sums[cell].add(amount)
        for cell, number in _expected(row):
            sums[cell].add(0, number)
    for row in _reports().iterator(chunk_size=BATCH):
        for cell, number in _reached(row):
            sums[cell].add(0, number)
    now = clock.now()
    StatisticsCell.objects.all().delete()
    rows = (
        StatisticsCell(
            board_id=cell.board,
            programme_id=cell.programme,
            month=cell.month,
            measure=cell.measure,
            dimension=cell.dimension,
            key=cell.key,
            count=found.count,
            amount=found.amount,
            counted_at=now,
        )
        for cell, found in sums.items()
        if found.count
    )
    return len(StatisticsCell.objects.bulk_create(rows, batch_size=BATCH))


def _applications() -> Any:
    """What has come in, each with what the figures need and nothing else."""
    latest = ApplicationVersion.objects.filter(application=OuterRef("pk")).order_by("-number")
    answers = Decision.objects.filter(case=OuterRef("case"), kind__in=ANSWERS).order_by("-made_on", "-pk")
    return (
        Application.objects.filter(shared_at__isnull=False)
        .order_by("pk")
        .values(
            "shared_at",
            "areas",
            "main_area",
            board=F("case__board"),
            programme=F("case__programme"),
            org_type=F("case__organisation__org_type"),
            applied=Subquery(latest.values("data__budget__applied")[:1]),
            girls=Subquery(latest.values("data__reach__girls")[:1]),
            boys=Subquery(latest.values("data__reach__boys")[:1]),
            children=Subquery(latest.values("data__reach__children")[:1]),
            places=Subquery(latest.values("data__municipalities")[:1]),
            answer=Subquery(answers.values("kind")[:1]),
            made_on=Subquery(answers.values("made_on")[:1]),
            cap=Subquery(answers.filter(gives_money=True).values("cap")[:1]),
        )
    )


def _cells(row: dict[str, Any]) -> Iterator[tuple[Cell, Decimal | int]]:
    came_in: datetime = row["shared_at"]
    groups = list(_groups(row))
    month = clocks.day_of(came_in).replace(day=1)
    for dimension, key in groups:
        yield (
            Cell(row["board"], row["programme"], month, Measure.RECEIVED, dimension, key),
            Decimal(row["applied"] or 0),
        )
    made_on: date | None = row["made_on"]
    if made_on is None:
        return
    month, given = made_on.replace(day=1), (row["cap"] or ZERO) if row["answer"] != DecisionKind.REJECTION else ZERO
    for dimension, key in [*groups, (Dimension.OUTCOME, row["answer"])]:
        yield Cell(row["board"], row["programme"], month, Measure.DECIDED, dimension, key), given
        if row["answer"] != DecisionKind.REJECTION:
            yield Cell(row["board"], row["programme"], month, Measure.GRANTED, dimension, key), given
    in_time = "in_time" if made_on <= clocks.answer_due(came_in) else "late"
    days = (made_on - clocks.day_of(came_in)).days
    yield Cell(row["board"], row["programme"], month, Measure.DECIDED, Dimension.TIME, in_time), max(days, 0)


def _expected(row: dict[str, Any]) -> Iterator[tuple[Cell, int]]:
    """The children that a granted application is to reach, when it says how many are girls or boys."""
    if row["made_on"] is None or row["answer"] == DecisionKind.REJECTION:
        return
    measures = (Measure.EXPECTED, Measure.EXPECTED_GIRLS, Measure.EXPECTED_BOYS, Measure.EXPECTED_OTHERS)
    yield from _children(row, row["made_on"].replace(day=1), measures)


def _reports() -> Any:
    """Approved reports that say how many of those they reached are girls or boys."""
    told = Q(reached_girls__isnull=False) | Q(reached_boys__isnull=False)
    return (
        Report.objects.filter(told, state=ReportState.APPROVED)
        .order_by("pk")
        .values(
            "period_end",
            areas=F("case__application__areas"),
            main_area=F("case__application__main_area"),
            board=F("case__board"),
            programme=F("case__programme"),
            children=F("reached"),
            girls=F("reached_girls"),
            boys=F("reached_boys"),
        )
    )


def _reached(row: dict[str, Any]) -> Iterator[tuple[Cell, int]]:
    measures = (Measure.REACHED, Measure.REACHED_GIRLS, Measure.REACHED_BOYS, Measure.REACHED_OTHERS)
    yield from _children(row, row["period_end"].replace(day=1), measures)


def _children(row: dict[str, Any], month: date, measures: tuple[str, ...]) -> Iterator[tuple[Cell, int]]:
    """One that tells, then girls, boys and the rest: once in all, once in the most important area."""
    girls, boys = row["girls"], row["boys"]
    if girls is None and boys is None:
        return
    numbers = (1, girls or 0, boys or 0, reached.others(row["children"] or 0, girls, boys))
    for dimension, key in ((Dimension.ALL, ""), (Dimension.AREA, _area(row))):
        for measure, number in zip(measures, numbers, strict=True):
            yield Cell(row["board"], row["programme"], month, measure, dimension, key), number


def _area(row: dict[str, Any]) -> str:
    """The most important one."""
    areas = row["areas"]
    return (areas[0] if len(areas) == 1 else row["main_area"]) or UNTOLD


def _groups(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Where an application is counted: once in all, once in its most important area, once in each municipality."""
    yield Dimension.ALL, ""
    yield Dimension.AREA, _area(row)
    yield Dimension.ORGANISATION, OrganisationType(row["org_type"]).label
    for name in sorted({place["name"] for place in row["places"] or ()}) or [UNTOLD]:
        yield Dimension.MUNICIPALITY, name
