"""What the demo's stories lack for a queue: a row each in a case of theirs, through the services where it is time."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from applications.models import Case, DecisionRequest, PartyHearing
from applications.selectors import deadlines
from applications.services import early_close, messages
from portal import clock
from portal.accounts.models import User
from reviews.services import referrals
from reviews.services.referrals import Addressee

from . import kinds


def add() -> None:
    """An unread message, something to comment on and a request for a decision in one case; a remiss in another; and
    in a third the thought of ending its project early."""
    case = kinds.original(kinds.AT_HEAD)
    lead = User.objects.filter(memberships__organisation=case.organisation, memberships__role="project_lead")[0]
    messages.from_applicant(case, text="Får vi byta lokal?", key=uuid4(), by=lead)
    _on_its_way(case, lead)
    _referral(kinds.original(kinds.CHECKED))
    running = kinds.original(kinds.RUNNING)
    assert running.officer is not None
    values = {"reason": "not_delivered", "last_day": clock.today() + timedelta(days=60)}
    early_close.save(running.project, values=values, version=None, by=running.officer)


def _on_its_way(case: Case, lead: User) -> None:
    """What the original has passed, or has not come to: its copies are where it is time (kinds.py)."""
    asked = {"case": case, "requested_by": lead, "due_on": deadlines.request_due(clock.now())}
    DecisionRequest.objects.create(**asked)
    due_on = referrals.usual_due()
    PartyHearing.objects.create(case=case, number=1, material="Budgeten.", due_on=due_on, sent_by=case.officer)


def _referral(case: Case) -> None:
    assert case.officer is not None
    referrals.send(
        case,
        key=uuid4(),
        question="Vad säger ni om lokalen?",
        due_on=referrals.usual_due(),
        addressees=[Addressee("Ylva Ek", "ylva.ek@example.se", "Exempelstiftelsen")],
        sections=[],
        by=case.officer,
    )
