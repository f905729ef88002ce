"""The life of a payment claim: two people examine it, a third releases the money (domain.md §7.6)."""

from ..enums import ClaimState as S
from ..models import Claim
from .machine import machine, move
from .registry import register

CLAIM = register(
    machine(
        "claim",
        "Rekvisition",
        Claim,
        S,
        S.PLANNED,
        move("open", "Öppna rekvisitionen", S.PLANNED, to=S.OPEN, may="system", system=True, when=("claim_is_near",)),
        move("begin", "Börja skriva", S.OPEN, to=S.DRAFT, may="write_claim"),
        move(
            "submit",
            "Lämna rekvisitionen",
            S.DRAFT,
            S.COMPLETION,
            to=S.SUBMITTED,
            may="submit_claim",
            when=("period_has_ended", "report_of_period_in", "earlier_claims_paid", "claim_is_filled"),
        ),
        # One signed act makes the advance and hands it in; sent back or withdrawn it can be asked for again.
        move(
            "request_advance",
            "Begär förskottet",
            S.PLANNED,
            S.COMPLETION,
            S.CANCELLED,
            to=S.SUBMITTED,
            may="submit_claim",
            when=("claim_is_advance", "advance_is_decided", "advance_comes_first", "decision_may_be_paid"),
        ),
        # The system does it when the project ends before its time.
        move(
            "withdraw_advance",
            "Dra tillbaka förskottet",
            S.SUBMITTED,
            S.COMPLETION,
            S.UNDER_REVIEW,
            to=S.CANCELLED,
            may="submit_claim",
            system=True,
            when=("claim_is_advance",),
        ),
        move(
            "review_content",
            "Godkänn innehållet",
            S.SUBMITTED,
            to=S.UNDER_REVIEW,
            may="review_claim_content",
            when=("conflict_answered", "report_of_period_approved"),
        ),
        move(
            "return_for_completion",
            "Be om komplettering",
            S.SUBMITTED,
            to=S.COMPLETION,
            may="review_claim_content",
            when=("conflict_answered",),
        ),
        move(
            "approve",
            "Godkänn beloppen",
            S.UNDER_REVIEW,
            to=S.APPROVED,
            may="approve_claim_money",
            when=("conflict_answered", "economist_is_another", "earlier_claims_examined"),
        ),
        move(
            "approve_partially",
            "Godkänn med avdrag",
            S.UNDER_REVIEW,
            to=S.PARTIALLY_APPROVED,
            may="approve_claim_money",
            when=("claim_has_costs", "conflict_answered", "economist_is_another", "earlier_claims_examined"),
        ),
        move(
            "release",
            "Attestera utbetalningen",
            S.APPROVED,
            S.PARTIALLY_APPROVED,
            to=S.PAYMENT_DECIDED,
            may="release_payment",
            when=(
                "conflict_answered",
                "payer_is_a_third",
                "conditions_before_payment_met",
                "decision_may_be_paid",
                "earmark_is_bound",
            ),
        ),
        move(
            "confirm",
            "Registrera utbetalningen",
            S.PAYMENT_DECIDED,
            to=S.PAID,
            may="confirm_payment",
            when=("not_conflicted", "earmark_is_bound"),
        ),
        # Its period falls away when the project ends before its time.
        move(
            "cancel",
            "Ställ in rekvisitionen",
            S.PLANNED,
            S.OPEN,
            S.DRAFT,
            to=S.CANCELLED,
            may="system",
            system=True,
            when=("project_is_closed_early",),
        ),
    )
)
