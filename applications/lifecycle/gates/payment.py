"""May the money go? Three different people, conditions met, the decision ripe (domain.md §7.6)."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum

from portal.money import kronor

from ...budget import ledger
from ...budget.payment import payable
from ...enums import GRANTS, ConditionKind, DecisionState, FundEntryKind
from ...models import Case, Claim, ClaimLine, Condition, Fund, Payout, Project
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


def _waiting(project: Project, kind: ConditionKind) -> list[Condition]:
    """The conditions of the kind that nobody has ticked as met; reads `conditions.all()`, so pages prefetch it."""
    return [row for row in project.decision.conditions.all() if row.kind == kind and row.fulfilled_at is None]


@gate("conditions_before_payment_met", holds="Villkoren före utbetalning är uppfyllda")
def conditions_before_payment_met(claim: Claim, by: Any) -> list[Missing]:
    waiting = _waiting(claim.project, ConditionKind.BEFORE_PAYMENT)
    return [Missing(f"Villkoret är inte uppfyllt: {condition.text}", "villkor") for condition in waiting]


@gate("conditions_before_start_met", holds="Villkoren före start är uppfyllda")
def conditions_before_start_met(project: Project, by: Any) -> list[Missing]:
    waiting = _waiting(project, ConditionKind.BEFORE_START)
    return [Missing(f"Villkoret är inte uppfyllt: {condition.text}", "villkor") for condition in waiting]


@gate("nothing_is_overpaid", holds="Inget är för mycket betalt")
def nothing_is_overpaid(project: Project, by: Any) -> list[Missing]:
    """Paid must equal what the approved costs entitle to (domain.md §7.4, §9 case 27)."""
    decision = project.decision
    if not decision.gives_money:
        return []
    approved = ClaimLine.objects.filter(claim__project=project).aggregate(total=Sum("approved"))["total"] or Decimal(0)
    paid = Payout.objects.filter(claim__project=project).aggregate(total=Sum("amount"))["total"] or Decimal(0)
    assert decision.share is not None and decision.cap is not None  # a constraint of every bifall
    over = payable(decision.share, approved, decision.cap, paid).overpaid
    if not over:
        return []
    text = f"{kronor(over)} kr är betalt för mycket och ska först regleras."
    if Payout.objects.filter(claim__project=project, claim__is_advance=True).exists():
        text = f"{kronor(over)} kr av förskottet svarar inte mot några kostnader och ska först betalas tillbaka."
    return [Missing(text, "rekvisitioner")]


@gate("decision_may_be_paid", holds="Beslutet får betalas ut")
def decision_may_be_paid(claim: Claim, by: Any) -> list[Missing]:
    """Whether payment waits for laga kraft is a setting of the money (domain.md §2.2, §9 case 21)."""
    decision = claim.project.decision
    source = decision.funding_source
    if not (source.pay_after_final and source.is_appealable) or decision.state == DecisionState.LEGALLY_FINAL:
        return []
    return [Missing("Beslutet har inte fått laga kraft. De här pengarna betalas först därefter.", "beslut")]


@gate("earmark_is_bound", holds="Beslutet binder pengarna")
def earmark_is_bound(claim: Claim, by: Any) -> list[Missing]:
    """Earmarked money is paid by a decision on that very effort, never from the earmark (F-02, F-03)."""
    own = claim.case.fund_entries.filter(decision=claim.project.decision_id)
    sheet = own.sheet()
    if not sheet.total.bound:
        return unbound(claim.case)
    payout: Payout | None = getattr(claim, "payout", None)
    if payout is None or payout.amount <= sheet.total.unpaid:
        return []
    fund = Fund.objects.filter(entries__in=own).first()
    again = ledger.bound_again(sheet, fund.entries.sheet()) if fund is not None else {}
    most = sheet.total.unpaid + sum(again.values(), Decimal(0))
    if payout.amount <= most:
        return []
    return [
        Missing(f"Beslutet binder bara {ledger.kr(most)} som inte är utbetalda. Höj öronmärkningen först.", "pengar")
    ]


def unbound(case: Case) -> list[Missing]:
    """Why nothing can be paid in a case whose call has earmarked money: no grant, or a grant that binds nothing."""
    fund = case.application.call.fund
    if fund is None or case.fund_entries.filter(kind=FundEntryKind.BOUND).exists():
        return []
    if case.decisions.filter(kind__in=GRANTS).exists():
        return [Missing(f"Beslutet binder inga pengar i {fund}. Enhetschefen binder dem först.", "pengar")]
    return [
        Missing(
            f"{case.title} är inte beviljad. Pengarna i {fund} är bara öronmärkta: ingenting betalas förrän insatsen "
            f"är sökt och {case.board.definite} har beviljat den.",
            "pengar",
        )
    ]
