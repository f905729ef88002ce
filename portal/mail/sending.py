"""The one sending job: takes queued mails one at a time under an advisory lock, so that no mail is sent by two."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import Count, Max, Min
from django.db.models.functions import Now
from post_office import mail
from post_office.models import STATUS, Email

# Any number that nobody else in this database uses for an advisory lock.
LOCK = 7_201_973
QUEUED = (STATUS.queued, STATUS.requeued)


@contextmanager
def _alone() -> Iterator[bool]:
    """Hold the session's advisory lock; tells whether we got it. It is let go when the connection dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        row = cursor.fetchone()
        held = bool(row and row[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def send_queued() -> int:
    """Send what is queued and return how many were sent. Another sender at work means none.

    One mail per batch: after a kill at most one mail repeats, with the same Message-ID (architecture.md §7).
    """
    sent_in_all = 0
    with _alone() as held:
        while held:
            sent, failed, requeued = mail.send_queued(processes=1)
            sent_in_all += sent
            if not sent + failed + requeued:
                break
    return sent_in_all


def owed() -> tuple[int, int]:
    """How many mails wait, and the age of the oldest in seconds by the database's clock."""
    row = Email.objects.filter(status__in=QUEUED).aggregate(count=Count("pk"), oldest=Min("created"), now=Max(Now()))
    seconds = int((row["now"] - row["oldest"]).total_seconds()) if row["oldest"] else 0
    return row["count"], max(0, seconds)
