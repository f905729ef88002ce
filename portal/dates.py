"""Dates in Swedish words, working days, and the time limits that Swedish law counts."""

from __future__ import annotations

import calendar
import functools
from datetime import UTC, date, datetime, time, timedelta

import holidays

from portal.clock import STOCKHOLM, local

MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")

NBSP = "\u00a0"
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


# In words


def long(day: date) -> str:
    """14 maj 2024."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_or_year(day: date) -> str:
    """31 mars 2022, and 2022 alone for the last day of a year, after "till och med"."""
    return str(day.year) if (day.month, day.day) == (12, 31) else long(day)


def short(day: date) -> str:
    """14 maj: for lists where the year is understood."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def weekday_long(day: date) -> str:
    """Tisdag 14 maj 2024, with a small first letter: the first time a date stands on a page."""
    return f"{WEEKDAYS[day.weekday()]} {long(day)}"


def period_long(first: date, last: date) -> str:
    """1 augusti 2024 – 1 augusti 2026; both days belong to the period."""
    return f"{long(first)} – {long(last)}"


def clock_time(moment: datetime) -> str:
    """16.00, local time, for an aware datetime."""
    return local(moment).strftime("%H.%M")


def datetime_long(moment: datetime) -> str:
    """14 maj 2024 kl. 16.00, local time, for an aware datetime; "kl." and the time do not part."""
    return f"{long(local(moment).date())} kl.{NBSP}{clock_time(moment)}"


def lasting(span: timedelta) -> str:
    """3 sekunder, 2 minuter och 5 sekunder, 1 timme och 4 minuter, 3 dagar: elapsed time in its two largest units.

    What is left is cut, never rounded up; less than a second is told as that. Negative spans count as none.
    """
    left = max(0, int(span.total_seconds()))
    parts = []
    for size, one, many in ((86_400, "dag", "dagar"), (3_600, "timme", "timmar"), (60, "minut", "minuter")):
        count, left = divmod(left, size)
        parts.append((count, one if count == 1 else many))
    parts.append((left, "sekund" if left == 1 else "sekunder"))
    first = next((place for place, (count, _) in enumerate(parts) if count), None)
    if first is None:
        return "mindre än en sekund"
    return " och ".join(f"{count}{NBSP}{unit}" for count, unit in parts[first : first + 2] if count)


def between(start: datetime, end: datetime) -> str:
    """4 oktober 2026 kl. 10.30–11.45, or both days named when they are two; local time, for aware datetimes."""
    if local(start).date() == local(end).date():
        return f"{datetime_long(start)}–{clock_time(end)}"
    return f"{datetime_long(start)} – {datetime_long(end)}"


# Working days


def is_holiday(day: date) -> bool:
    """Tell whether the day is an allmän helgdag: any Sunday or a day named in lag (1989:253)."""
    return day.weekday() == SUNDAY or day in _named_holidays()


def is_working_day(day: date) -> bool:
    """Tell whether the day is neither helgdag, Saturday, midsommarafton, julafton nor nyårsafton.

    These are the days of lag (1930:173) 2 §; påskafton is a Saturday, and klämdagar are working days in law.
    """
    return not (day.weekday() == SATURDAY or is_holiday(day) or _is_eve(day))


def next_working_day(day: date) -> date:
    """Return the day itself when it is a working day, otherwise the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def previous_working_day(day: date) -> date:
    """Return the day itself when it is a working day, otherwise the last one before it (domain.md §6.3)."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """Return the working day that lies `count` working days after the day, or before it when negative.

    Zero returns the day as it is; one is the working day strictly after.
    """
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


# Time limits


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later (earlier when negative), else that month's last day.

    Lag (1930:173) 1 §. Years are twelve months each.
    """
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month_index + 1, min(day.day, _days_in_month(year, month_index + 1)))


def legal_deadline(last_day: date) -> date:
    """Return the day through which an act may be done when a time limit ends on `last_day` (lag 1930:173 2 §)."""
    return next_working_day(last_day)


def last_day_to_appeal(posted: date) -> date:
    """Return the last day for laglighetsprövning when the justering was posted on that day.

    Three weeks by kommunallagen 13:5, moved by lag (1930:173) 2 §. The decision has laga kraft on the day after,
    if it was posted all the time and nobody appealed: that is for a person to establish.
    """
    return legal_deadline(posted + timedelta(weeks=3))


def last_possible_day(start: date, years: int) -> date:
    """Return the last day of a period of at most `years` years, both days counted (domain.md §9 case 9).

    2027-01-01 and three years give 2029-12-31. A start on 29 February whose anniversary does not exist
    ends on the month's last day, which counts: 2028-02-29 gives 2031-02-28.
    """
    anniversary = add_months(start, 12 * years)
    return anniversary - timedelta(days=1) if anniversary.day == start.day else anniversary


def start_of_next_local_day(day: date) -> datetime:
    """Return the instant, in UTC, when the day is over in Europe/Stockholm.

    A deadline on a date lasts until this instant, which itself is too late (domain.md §6.4).
    """
    return datetime.combine(day + timedelta(days=1), time(), STOCKHOLM).astimezone(UTC)


def instant(day: date, at: time) -> datetime:
    """Return the instant, in UTC, when the wall clock in Europe/Stockholm shows the time on the day.

    Raises ValueError for a time that the clocks skip that night, or show twice (change to and from summer time).
    """
    first = datetime.combine(day, at.replace(fold=0), STOCKHOLM)
    second = first.replace(fold=1)
    if first.utcoffset() != second.utcoffset():
        raise ValueError(f"{day} {at} is not one instant in Europe/Stockholm")
    return first.astimezone(UTC)


def last_moment(end: datetime) -> date | datetime:
    """Return what people read for an end that is itself too late: the day before for a local midnight, else itself.

    An end at the start of 5 October is "till och med 4 oktober" (domain.md §6.4).
    """
    shown = local(end)
    return shown.date() - timedelta(days=1) if shown.time() == time() else end


def through(end: datetime) -> str:
    """Till och med 4 oktober 2026 kl. 12.00, with a small first letter; a local midnight ends the day before it."""
    shown = last_moment(end)
    return f"till och med {datetime_long(shown) if isinstance(shown, datetime) else long(shown)}"


def days_in_month_text(year: int, month: int) -> str:
    """Juni har 30 dagar; in February the year decides, so it is named: "Februari 2025 har 28 dagar"."""
    name = MONTHS[month - 1].capitalize()
    which = f"{name} {year}" if month == 2 else name
    return f"{which} har {_days_in_month(year, month)} dagar"


def _days_in_month(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _is_eve(day: date) -> bool:
    midsummer_eve = day.month == 6 and 19 <= day.day <= 25 and day.weekday() == FRIDAY
    return midsummer_eve or (day.month == 12 and day.day in (24, 31))


@functools.cache
def _named_holidays() -> holidays.HolidayBase:
    # Fills itself in year by year as it is asked. Sundays are left to us: a plain weekday needs no table.
    return holidays.country_holidays("SE", include_sundays=False)
