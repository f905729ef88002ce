"""The one table of what runs by the clock. Times are local (Europe/Stockholm, settings.CELERY_TIMEZONE)."""

from collections import Counter
from typing import Any, NamedTuple

from celery.schedules import crontab
from django.utils.module_loading import import_string


class Periodic(NamedTuple):
    """A job, when it runs, and for how many seconds a message about it is worth carrying out.

    The task's name is also its dotted path. `by_day` is what a day's jobs run by hand consist of.
    """

    name: str
    task: str
    when: crontab
    worth: int
    by_day: bool = True


SWEEP = "applications.jobs.sweep"

PERIODIC = (
    # What is owed and not yet done: documents to render, mails to send (architecture §7).
    Periodic("sweep", SWEEP, crontab(), worth=55),
    # Files that wait to be scanned; by itself, so that a scanner that hangs holds up no mail and no document.
    Periodic("scans", "portal.files.tasks.sweep", crontab(), worth=55),
    # Reminders that are due or overdue; does nothing before 08.00 or on a day off, so hourly loses no day.
    Periodic("morning", "applications.jobs.morning", crontab(minute="5"), worth=50 * 60),
    # A board whose day has come takes over from another; each hour, so that a stopped scheduler loses no day.
    Periodic("successions", "reviews.jobs.successions", crontab(minute="10"), worth=50 * 60),
    # Those who have been asked about a case are reminded, and silence is told; like the reminders of the morning.
    Periodic("referrals", "reviews.jobs.referrals", crontab(minute="15"), worth=50 * 60),
    # What may wait for the night: clearing out, checking, counting.
    Periodic("nightly", "applications.jobs.nightly", crontab(hour="4", minute="0"), worth=20 * 60 * 60, by_day=False),
    Periodic("statistics", "reviews.jobs.statistics", crontab(hour="4", minute="30"), worth=20 * 60 * 60, by_day=False),
)


def beat_schedule() -> dict[str, dict[str, Any]]:
    """The table in Celery's own form. A message expires, so that a stopped worker meets no heap of old ones."""
    return {row.name: {"task": row.task, "schedule": row.when, "options": {"expires": row.worth}} for row in PERIODIC}


def run_day() -> dict[str, int]:
    """Run what runs by day, each job once, here and in the table's order; counts of what was done, added up by name.

    The night's work goes by the real time and is left to the night.
    """
    done: Counter[str] = Counter()
    for row in PERIODIC:
        if row.by_day:
            done.update(import_string(row.task)())
    return dict(done)
