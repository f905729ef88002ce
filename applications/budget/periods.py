"""The periods that a project reports on, and when each report is due, by the call's rule (domain.md §6.2)."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.dates import add_months, legal_deadline


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both counted; the last one of a project takes the final report and the final claim."""

    number: int
    start: date
    end: date
    is_final: bool

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


def periods(start: date, end: date, months_per_period: int = 6, min_days: int = 60) -> tuple[Period, ...]:
    """Cut the project period, both days counted, at the calendar's half-years (6 months) or years (12).

    No period crosses a new year. A first or last piece of fewer than `min_days` days joins its neighbour of the same
    calendar year; without such a neighbour it stays. Raises ValueError when the end lies before the start or the
    months do not divide a year.
    """
    if end < start:
        raise ValueError("a project cannot end before it starts")
    if months_per_period < 1 or 12 % months_per_period:
        raise ValueError("periods must divide a calendar year evenly")
    pieces = _pieces(start, end, months_per_period)
    if len(pieces) > 1 and _joins(pieces[0], pieces[1], min_days):
        pieces[:2] = [(pieces[0][0], pieces[1][1])]
    if len(pieces) > 1 and _joins(pieces[-1], pieces[-2], min_days):
        pieces[-2:] = [(pieces[-2][0], pieces[-1][1])]
    return tuple(
        Period(number, first, last, is_final=number == len(pieces)) for number, (first, last) in enumerate(pieces, 1)
    )


def within(spans: Sequence[Period], start: date, end: date) -> tuple[Period, ...]:
    """The periods that a time touches, both days counted: those in which the costs of a grant for that time arise."""
    return tuple(span for span in spans if span.start <= end and span.end >= start)


def report_due(period: Period, report_due_months: int = 2, final_due_months: int = 2) -> date:
    """Return the last day for the period's report and claim: so many months after its end (domain.md D-22, D-31).

    A period that ends with a month gives the last day of a month (30 June: 31 August). A day that is no working day
    moves to the next one, as lag (1930:173) 2 § moves statutory limits.
    """
    due = add_months(period.end, final_due_months if period.is_final else report_due_months)
    if _is_last_of_month(period.end):
        due = due.replace(day=_days_in_month(due))
    return legal_deadline(due)


def _pieces(start: date, end: date, months: int) -> list[tuple[date, date]]:
    pieces: list[tuple[date, date]] = []
    first = start
    while first <= end:
        passed = (first.month - 1) % months
        next_first = add_months(first.replace(day=1), months - passed)
        pieces.append((first, min(end, next_first - timedelta(days=1))))
        first = next_first
    return pieces


def _joins(piece: tuple[date, date], neighbour: tuple[date, date], min_days: int) -> bool:
    is_short = (piece[1] - piece[0]).days + 1 < min_days
    return is_short and piece[0].year == neighbour[0].year


def _is_last_of_month(day: date) -> bool:
    return day.day == _days_in_month(day)


def _days_in_month(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]
