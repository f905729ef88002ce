"""How near a date is, in words and in one of three looks: calm, soon, late (design.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal import clock, dates

SOON_DAYS = 14  # design.md §4: calm above, soon at or below

NBSP = "\u00a0"


class Nearness(StrEnum):
    """Which look a date has; the value is the modifier of the class."""

    CALM = ""
    SOON = "soon"
    LATE = "late"


ICONS = {Nearness.CALM: "calendar", Nearness.SOON: "clock-4", Nearness.LATE: "triangle-alert"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date with the words around it."""

    nearness: Nearness
    when: str
    remainder: str

    @property
    def icon(self) -> str:
        return ICONS[self.nearness]


def days_left(due: date | datetime, today: date) -> int:
    """Count calendar days from today to the due day in Europe/Stockholm; negative when it has passed."""
    return (due_day(due) - today).days


def due_day(due: date | datetime) -> date:
    """Return the local day of a date or an aware datetime."""
    return clock.local(due).date() if isinstance(due, datetime) else due


def nearness(due: date | datetime, today: date, now: datetime | None = None) -> Nearness:
    """Tell the look of a date; an instant that has passed today is late at once, a plain date lasts the day out."""
    left = days_left(due, today)
    if left < 0 or (left == 0 and isinstance(due, datetime) and now is not None and due <= now):
        return Nearness.LATE
    return Nearness.SOON if left <= SOON_DAYS else Nearness.CALM


def describe(
    due: date | datetime,
    today: date,
    *,
    now: datetime | None = None,
    prefix: str = "Senast",
    late_prefix: str = "Skulle in",
    weekday: bool = False,
) -> Deadline:
    """Put a date in words: "Senast 15 mars" and "3 dagar kvar", "Skulle in 8 mars" and "4 dagar sen".

    `weekday` is for the first time the date stands on a page. An instant tells its clock time.
    """
    near = nearness(due, today, now)
    day = due_day(due)
    plain = dates.short(day) if day.year == today.year else dates.long(day)
    words = dates.weekday_long(day) if weekday else plain
    if isinstance(due, datetime):
        words = f"{words} kl.{NBSP}{dates.clock_time(due)}"
    lead = late_prefix if near is Nearness.LATE else prefix
    return Deadline(near, f"{lead} {words}".strip(), _remainder(days_left(due, today), late=near is Nearness.LATE))


def _remainder(left: int, *, late: bool) -> str:
    if left == 0:
        return "tiden är ute" if late else "i dag"
    count = f"{abs(left)}{NBSP}{'dag' if abs(left) == 1 else 'dagar'}"
    return f"{count} {'sen' if late else 'kvar'}"
