"""The gate of kommunicering: before a proposal against the applicant they have been heard, or it is said why not."""

from typing import Any

from applications.enums import DecisionKind
from applications.lifecycle.registry import Missing, gate
from applications.models import HearingException, PartyHearing
from portal import clock, dates

from ..models import Memo

AGAINST = (DecisionKind.REJECTION, DecisionKind.PARTIAL)
NOT_HEARD = "Kommunicera underlaget med sökanden innan du föreslår {what}, eller skriv varför det inte behövs."


@gate("party_is_heard", holds="Sökanden har fått ta del av underlaget")
def party_is_heard(memo: Memo, by: Any) -> list[Missing]:
    """Förvaltningslagen 25 §, domain.md §7.2: heard and answered, time for it over, or a reason why not."""
    if memo.kind not in AGAINST:
        return []
    if HearingException.objects.filter(case=memo.case_id).exists():
        return []
    latest = PartyHearing.objects.filter(case=memo.case_id).prefetch_related("answers").order_by("number").last()
    if latest is None:
        what = "avslag" if memo.kind == DecisionKind.REJECTION else "ett lägre belopp"
        return [Missing(NOT_HEARD.format(what=what), "kommunicering")]
    if latest.answers.all() or latest.due_on < clock.today():
        return []
    return [
        Missing(f"Sökanden kan lämna synpunkter till och med {dates.weekday_long(latest.due_on)}.", "kommunicering")
    ]
