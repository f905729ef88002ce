"""Remiss: the question, the reminder and the receipt to those who are asked; answers and silence to the officer."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from applications.models import Notice
from applications.notifications import telling
from applications.selectors import people

from ..models import Referral, ReferralResponse
from ..selectors import referrals as reading


def asked(response: ReferralResponse) -> None:
    """To the address that was given. The link is in this mail and in the reminder, and nowhere else."""
    _write("referral_asked", response)


def reminded(response: ReferralResponse) -> None:
    """To the same, some days before the answer is due."""
    _write("referral_reminder", response)


def received(response: ReferralResponse) -> None:
    """To the same: the answer has come, with its text."""
    _write("referral_received", response)


def answered(response: ReferralResponse) -> list[Notice]:
    """To whoever handles the case."""
    return _to_officer("referral_answered", response.referral, f"response:{response.pk}:answered", response=response)


def overdue(referral: Referral, missing: Sequence[ReferralResponse]) -> list[Notice]:
    """To the same: the day has passed, and these have not answered."""
    return _to_officer("referral_overdue", referral, f"referral:{referral.pk}:overdue", whom=reading.whom(missing))


def _write(kind: str, response: ReferralResponse) -> None:
    telling.write_to(
        kind,
        response.email,
        case=response.referral.case,
        person=SimpleNamespace(name=response.name, get_short_name=response.name),
        referral=response.referral,
        response=response,
        link=telling.address("reviews:referral", reading.token_of(response)),
    )


def _to_officer(kind: str, referral: Referral, event: str, **context: Any) -> list[Notice]:
    case = referral.case
    link = telling.address("admin:case_assessment", case.pk)
    return telling.tell(
        kind, event=event, case=case, recipients=people.officers(case), referral=referral, link=link, **context
    )
