"""The proposal's life: written by the officer, approved or sent back by the head of unit."""

from applications.lifecycle.machine import machine, move
from applications.lifecycle.registry import register

from ..enums import MemoState as S
from ..models import Memo

MEMO = register(
    machine(
        "memo",
        "Förslag till beslut",
        Memo,
        S,
        S.DRAFT,
        move(
            "submit",
            "Lämna förslag till chef",
            S.DRAFT,
            to=S.SUBMITTED,
            may="write_memo",
            when=(
                "conflict_answered",
                "case_is_prepared",
                "assessment_done",
                "readers_agree",
                "state_aid_is_judged",
                "memo_is_written",
                "memo_within_limits",
                "proposal_fits_fund",
                "formal_check_allows",
                "what_came_in_is_read",
                "completion_is_read",
                "party_is_heard",
                "referrals_are_back",
            ),
        ),
        move(
            "return", "Skicka tillbaka förslaget", S.SUBMITTED, to=S.DRAFT, may="return_memo", when=("not_conflicted",)
        ),
        move(
            "approve",
            "Godkänn förslaget",
            S.SUBMITTED,
            to=S.APPROVED,
            may="return_memo",
            when=(
                "conflict_answered",
                "conflicts_settled",
                "case_is_prepared",
                "approver_is_another",
                "completion_is_read",
                "memo_within_limits",
                "proposal_fits_fund",
            ),
        ),
    )
)
