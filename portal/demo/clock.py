"""The demo's time: the real time plus what people have let pass on the demo's clock page."""

import time
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, transaction

from .models import DemoClock

# Each process asks the database at most once a second (monotonic seconds, which say nothing about what time it is).
_known: tuple[float, timedelta] = (-1.0, timedelta(0))


def ahead() -> timedelta:
    """How far the demo's time is ahead. Before the first migration there is no row, and no lead."""
    global _known
    asked_at = time.monotonic()
    if _known[0] < 0 or asked_at - _known[0] > 1:
        try:
            with transaction.atomic():
                row = DemoClock.objects.filter(pk=1).first()
        except DatabaseError:
            row = None
        _known = (asked_at, row.ahead if row else timedelta(0))
    return _known[1]


def now() -> datetime:
    """The present instant of the demo, UTC; settings.CLOCK_SOURCE points here."""
    return datetime.fromtimestamp(time.time(), UTC) + ahead()


def pass_time(step: timedelta) -> None:
    """Let time pass for everybody. Raises ValueError for a step backwards."""
    global _known
    if step < timedelta(0):
        raise ValueError("time only goes forward")
    with transaction.atomic():
        row, _ = DemoClock.objects.select_for_update().get_or_create(pk=1)
        row.ahead += step
        row.save()
    _known = (-1.0, timedelta(0))
