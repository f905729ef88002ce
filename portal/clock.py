"""The only source of now and today: the real clock, the clock a setting names, or a moment set for a while."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.module_loading import import_string

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_set_moment: ContextVar[datetime | None] = ContextVar("clock_moment", default=None)


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    moment = _set_moment.get()
    if moment is not None:
        return moment
    # Asked each time and loaded once: settings may not be ready when this module is imported.
    path: str | None = getattr(settings, "CLOCK_SOURCE", None)
    return _aware_utc(_source(path)()) if path else datetime.now(UTC)


def seconds() -> int:
    """Return real seconds since 1970, for how long somebody has been away: neither demo nor test moves them."""
    return int(time.time())


def today() -> date:
    """Return the present date in Europe/Stockholm; legal dates follow it, never UTC (domain.md §6.4)."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """Return the instant as the wall clock in Europe/Stockholm shows it.

    Raises ValueError for a naive datetime: guessing its zone would move deadlines by an hour.
    """
    return _aware_utc(moment).astimezone(STOCKHOLM)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let time stand still at an aware `moment` inside the block; blocks nest, other threads are not touched.

    Raises ValueError for a naive datetime.
    """
    token = _set_moment.set(_aware_utc(moment))
    try:
        yield
    finally:
        _set_moment.reset(token)


def advance(*, weeks: int = 0, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0) -> datetime:
    """Move the time that `at` has set and return it, in UTC.

    Weeks and days move the local calendar, so that 16.00 stays 16.00 over a change to summer time; hours and less
    are elapsed time (domain.md §6.4: "24 timmar före" is not "dagen före").
    Raises RuntimeError outside `at`.
    """
    moment = _set_moment.get()
    if moment is None:
        raise RuntimeError("clock.advance() moves only a time that clock.at() has set")
    moved = (local(moment) + timedelta(weeks=weeks, days=days)).astimezone(UTC)
    moved += timedelta(hours=hours, minutes=minutes, seconds=seconds)
    _set_moment.set(moved)
    return moved


@functools.cache
def _source(path: str) -> Callable[[], datetime]:
    source: Callable[[], datetime] = import_string(path)
    return source


def _aware_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment must be aware of its time zone")
    return moment.astimezone(UTC)
