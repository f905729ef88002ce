"""What the demo's stories lack for a queue: a row each, through the services, in a case of theirs."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from applications.services import early_close, messages
from portal import clock
from portal.accounts.models import User

from . import kinds


def add() -> None:
    """An unread message in one case, and in another the thought of ending its project early."""
    case = kinds.original(kinds.AT_HEAD)
    lead = User.objects.filter(memberships__organisation=case.organisation, memberships__role="project_lead")[0]
    messages.from_applicant(case, text="Får vi byta lokal?", key=uuid4(), by=lead)
    running = kinds.original(kinds.RUNNING)
    assert running.officer is not None
    values = {"reason": "not_delivered", "last_day": clock.today() + timedelta(days=60)}
    early_close.save(running.project, values=values, version=None, by=running.officer)
