"""A letter as it looks, about an invented case: what a programme's own paragraph is tried in before it is sent."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from portal import clock, dates

from ..models import Programme
from . import telling


def letter(kind: str, programme: Programme, own_text: str) -> tuple[str, str]:
    """Subject and body of a letter of the kind in the programme, with the paragraph in its place. Sends nothing."""
    return telling.written(kind, own_text=own_text.strip(), **_context(kind, programme))


def _context(kind: str, programme: Programme) -> dict[str, Any]:
    """Something to stand wherever a letter names a person, a day or a sum; one invented case has it all."""
    now, today = clock.now(), clock.today()
    due = dates.next_working_day(today + timedelta(days=28))
    officer = programme.contact
    lead = SimpleNamespace(name="Kim Exempel", get_short_name="Kim")
    case = SimpleNamespace(
        board=programme.board,
        dnr="Exempel 1",
        title="Exempelprojektet",
        organisation=SimpleNamespace(name="Exempelföreningen"),
        officer=officer,
    )
    period = {"period_start": today, "period_end": due, "is_final": False, "obligation": SimpleNamespace(due_on=due)}
    row = SimpleNamespace(**period, review_note="", is_advance=False)
    decision = SimpleNamespace(final_on=today, gives_money=True)
    amount = Decimal(100_000)
    return {
        "person": lead,
        "case": case,
        "link": telling.my_pages(),
        "name": "Rapport 1",
        "officer": officer,
        "contact": officer,
        "idea": SimpleNamespace(title=case.title),
        "is_recommended": True,
        "asker": lead,
        "signer": lead,
        "signature": SimpleNamespace(signed_at=now),
        "application": SimpleNamespace(title=case.title, is_late=False),
        "call": SimpleNamespace(name="Exempelutlysningen"),
        "extension": SimpleNamespace(closes_at=dates.start_of_next_local_day(due), reason="Inloggningen låg nere."),
        "version": SimpleNamespace(number=1, received_at=now),
        "request": SimpleNamespace(due_on=due, answered_at=now, is_late=False),
        "count": 2,
        "withdrawal": SimpleNamespace(done_at=now),
        "author": officer,
        "decision": decision,
        "is_approval": True,
        "project": SimpleNamespace(
            accepted_by=lead,
            period_start=today,
            closed_early_on=today,
            needs_new_budget=False,
            decision=decision,
        ),
        "due_on": due,
        "first": "rekvisition 1" if kind == "claim_waits" else row,
        "days": 14,
        "report": row,
        "claim": row,
        "plan": SimpleNamespace(number=2),
        "payout": SimpleNamespace(amount=amount, account="bankgiro 5050-1055", paid_on=today, reference="Exempel 1"),
        "approved": amount,
        "claimed": amount,
        "total": amount,
        "owes_final": True,
        "owes_claim": True,
        "closing": SimpleNamespace(comment_due=due),
        "hearing": SimpleNamespace(due_on=due),
        "asked": SimpleNamespace(requested_by=lead, requested_at=now, due_on=due),
        "notice": SimpleNamespace(reason="Vi väntar på ett yttrande.", expected_on=due),
        "meeting": SimpleNamespace(
            get_kind_display="Dialogmöte",
            when=dates.datetime_long(now),
            place="Digitalt",
            topic="Hur det går",
            officer=officer,
            cancel_reason="Handläggaren är sjuk.",
            programme=programme,
        ),
        "file": telling.my_pages(),
    }
