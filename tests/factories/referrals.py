"""A remiss as the officer of a tale sends it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from portal import clock, dates
from portal.demo.stories.script import Story
from reviews.models import Referral, ReferralResponse
from reviews.selectors import referrals as reading
from reviews.services import referrals
from reviews.services.referrals import Addressee

QUESTION = "Hur stämmer projektet med kommunens egna planer?"
TO = (
    Addressee("Registrator", "kommun@example.se", "Kommunen"),
    Addressee("Bo Alm", "bo@example.se", "Länsstyrelsen"),
)


def due() -> date:
    return dates.next_working_day(clock.today() + timedelta(days=14))


def sent(tale: Story, to: Sequence[Addressee] = TO, **given: Any) -> Referral:
    values: dict[str, Any] = {"key": uuid4(), "question": QUESTION, "due_on": due(), "sections": ["projekt"]}
    return referrals.send(tale.the_case, **(values | {"by": tale.officer} | given), addressees=to)


def of(referral: Referral, organisation: str = "Kommunen") -> ReferralResponse:
    return referral.responses.get(organisation=organisation)


def answered(response: ReferralResponse, text: str = "Det stämmer väl.", **given: Any) -> ReferralResponse:
    return referrals.answer(response, **({"text": text, "name": "Eva Ek", "is_declined": False} | given))


def link(response: ReferralResponse) -> str:
    return f"/yttrande/{reading.token_of(response)}/"
