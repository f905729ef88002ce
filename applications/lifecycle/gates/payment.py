"""May the money go? Three different people, conditions met, the decision ripe (domain.md §7.6)."""

from typing import Any

from ...enums import ConditionKind, DecisionState
from ...models import Claim
from ..registry import Missing, gate


@gate("economist_is_another", holds="En annan person granskade innehållet")
def economist_is_another(claim: Claim, by: Any) -> list[Missing]:
    if claim.content_reviewed_by_id != by.pk:
        return []
    return [Missing("Du har granskat innehållet. En annan person måste godkänna beloppen.")]


@gate("payer_is_a_third", holds="Du har inte granskat rekvisitionen")
def payer_is_a_third(claim: Claim, by: Any) -> list[Missing]:
    if by.pk not in (claim.content_reviewed_by_id, claim.money_approved_by_id):
        return []
    return [Missing("Du har granskat rekvisitionen. En annan person måste attestera utbetalningen.")]


@gate("conditions_before_payment_met", holds="Villkoren före utbetalning är uppfyllda")
def conditions_before_payment_met(claim: Claim, by: Any) -> list[Missing]:
    waiting = claim.project.decision.conditions.filter(kind=ConditionKind.BEFORE_PAYMENT, fulfilled_at=None)
    return [Missing(f"Villkoret är inte uppfyllt: {condition.text}", "villkor") for condition in waiting]


@gate("decision_may_be_paid", holds="Beslutet får betalas ut")
def decision_may_be_paid(claim: Claim, by: Any) -> list[Missing]:
    """Whether payment waits for laga kraft is a setting of the money (domain.md §2.2, §9 case 21)."""
    decision = claim.project.decision
    if not decision.funding_source.pay_after_final or decision.state == DecisionState.LEGALLY_FINAL:
        return []
    return [Missing("Beslutet har inte fått laga kraft. De här pengarna betalas först därefter.", "beslut")]
