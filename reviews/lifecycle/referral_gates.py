"""The gate that asks whether those who have been asked about a case have answered."""

from typing import Any

from applications.lifecycle.registry import Missing, gate
from portal import clock, dates

from ..models import Memo, ReferralResponse


@gate("referrals_are_back", holds="Ingen remiss är obesvarad")
def referrals_are_back(memo: Memo, by: Any) -> list[Missing]:
    """What has been asked for is awaited, also when the day has passed, until the officer ends the wait (FL 26 §)."""
    rows = ReferralResponse.objects.awaited().filter(referral__case=memo.case_id).select_related("referral")
    today = clock.today()
    missing = []
    for row in rows.order_by("referral__due_on", "organisation", "pk"):
        day = dates.long(row.referral.due_on)
        if row.referral.due_on < today:
            text = f"Yttrandet från {row.organisation} skulle ha kommit {day}. Vänta, eller avsluta väntan."
        else:
            text = f"Yttrande saknas från {row.organisation} till {day}."
        missing.append(Missing(text, "remiss"))
    return missing
