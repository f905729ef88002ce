"""The only way to start background work: after the commit, by the task's name, and never at the cost of the request."""

import logging
from functools import partial
from uuid import UUID

from django.db import transaction
from kombu.exceptions import OperationalError

from portal.celery import app

logger = logging.getLogger(__name__)


def enqueue(task: str, id: UUID | int | str) -> None:
    """Ask for `task` (its dotted name) to be run for the row `id`, once the transaction around this has committed.

    A broker that is down is logged and nothing more: what is owed is a row, and the sweep finds it (architecture §7).
    """
    transaction.on_commit(partial(send, task, id))


def send(task: str, *ids: UUID | int | str) -> None:
    """Put a message on the queue now; for jobs and the start of a worker, which have no transaction to wait for."""
    try:
        app.send_task(task, args=[id if isinstance(id, int) else str(id) for id in ids], retry=False)
    except (OperationalError, OSError) as fault:
        logger.warning("Kön svarar inte, %s väntar på nästa svep: %s", task, fault)
