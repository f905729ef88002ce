"""What runs by the clock: the sweep each minute, the morning's work each hour, the night's once a day.

What is owed is a row; these jobs find it (architecture.md §7). They mark, make and remind; people decide.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from importlib import import_module
from typing import Any

from celery import shared_task
from django.conf import settings
from django.db import models

from portal import clock
from portal.files import storing
from portal.mail import sending

from . import reminders
from .documents import making
from .enums import ClaimState, ProjectState, ReportState
from .lifecycle.engine import SYSTEM, MoveRefused
from .lifecycle.gates.project_time import CLOSING_DAYS, OPENING_DAYS
from .models import Claim, Project, Report
from .selectors import owed
from .services import claiming, reporting, running

logger = logging.getLogger(__name__)
Done = dict[str, int]


@shared_task(name="applications.jobs.sweep")
def sweep() -> Done:
    return run_sweep()


@shared_task(name="applications.jobs.morning")
def morning() -> Done:
    return run_morning()


@shared_task(name="applications.jobs.nightly")
def nightly() -> Done:
    return run_nightly()


def run_sweep() -> Done:
    """Send the mails that wait and make the documents that are owed, oldest first. Counts of what was done.

    Mails first and last: a document that ends the process stops nobody's mail.
    """
    mails = sending.send_queued()
    return {"documents": _make_documents(stubborn=False), "mails": mails + sending.send_queued()}


def run_morning() -> Done:
    """Start and close projects, open reports and claims whose time has come, remind, and try stubborn documents again.

    Runs each hour, and each time only does what is left: a scheduler that was down loses no day. Reminders keep to
    working days and eight o'clock by themselves (domain.md §6.3). Counts of what was done.
    """
    today = clock.today()
    opening, closing = today + timedelta(days=OPENING_DAYS), today + timedelta(days=CLOSING_DAYS)
    done = {
        "started": _each(
            Project.objects.filter(state=ProjectState.ACCEPTED, period_start__lte=today),
            lambda project: running.start(project, by=SYSTEM),
        ),
        "closing": _each(
            Project.objects.filter(state=ProjectState.IMPLEMENTATION, period_end__lte=closing),
            lambda project: running.close(project, by=SYSTEM),
        ),
        "reports_opened": _each(
            Report.objects.filter(state=ReportState.PLANNED, period_end__lte=opening), reporting.open_report
        ),
        "claims_opened": _each(
            Claim.objects.filter(state=ClaimState.PLANNED, period_end__lte=opening), claiming.open_claim
        ),
        "reminders": reminders.send_due(),
        "documents": _make_documents(stubborn=True),
    }
    done["mails"] = sending.send_queued()
    return done


def run_nightly() -> Done:
    """Clear sessions that have run out and bytes that no row names; say in the log what has been owed too long."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    orphans = storing.remove_orphans()
    late = owed.document_ids(stubborn=True)
    for id in late:
        logger.warning("Handlingen %s är beställd men inte framställd.", id)
    return {"owed_documents": len(late), "orphans": orphans}


def _make_documents(*, stubborn: bool) -> int:
    """Each in a transaction of its own: one that fails stays owed, is logged, and stops none of the others."""
    made = 0
    for id in owed.document_ids(stubborn=stubborn):
        try:
            made += making.make(id)
        except making.FAULTS:
            logger.exception("Handlingen %s blev inte framställd.", id)
    return made


def _each(rows: Iterable[Any] | models.QuerySet[Any], act: Callable[[Any], object]) -> int:
    """Let the system make its move on each row; one whose time has not come after all is left for the next time."""
    moved = 0
    for row in rows:
        try:
            act(row)
        except MoveRefused as refusal:
            logger.info("%s: %s", row, refusal)
        else:
            moved += 1
    return moved
