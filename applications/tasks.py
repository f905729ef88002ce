"""Background tasks: each renders or sends one thing, may run twice or late, and never calls a service."""

from uuid import UUID

from celery import shared_task

from portal.mail import sending

from .documents import making


@shared_task
def make_document(id: str) -> None:
    """Make the document with this id, unless that is done or under way."""
    making.make(UUID(id))


@shared_task
def send_mails(id: str = "") -> None:
    """Send what is queued. `id` names the notice that asked, and is only for the log: all mails go the same way."""
    sending.send_queued()
