"""The decision's life: made, justerat, anslaget, expedierat, laga kraft (domain.md §7.3)."""

from ..enums import DecisionState as S
from ..models import Decision
from .machine import machine, move
from .registry import register

DECISION = register(
    machine(
        "decision",
        "Beslut",
        Decision,
        S,
        S.DRAFT,
        move(
            "make",
            "Registrera beslutet",
            S.DRAFT,
            to=S.MADE,
            may="make_decision",
            when=(
                "not_conflicted",
                "decision_has_one_origin",
            ),
        ),
        move(
            "approve",
            "Registrera justering",
            S.MADE,
            to=S.APPROVED,
            may="approve_minutes",
            when=("not_conflicted", "decided_by_board"),
        ),
        move(
            "announce",
            "Registrera anslag",
            S.APPROVED,
            to=S.ANNOUNCED,
            may="announce_decision",
            when=("not_conflicted",),
        ),
        move(
            "dispatch",
            "Expediera beslutet",
            S.ANNOUNCED,
            to=S.DISPATCHED,
            may="dispatch_decision",
            when=("not_conflicted", "decision_document_made"),
            ahead_of=(S.MADE, S.APPROVED),
        ),
        move(
            "dispatch_delegated",
            "Expediera beslutet",
            S.MADE,
            to=S.DISPATCHED,
            may="dispatch_decision",
            when=("not_conflicted", "decided_on_delegation", "decision_document_made"),
        ),
        # A delegated decision is announced with the minutes of the meeting that it was reported at, after it was sent.
        move(
            "announce_delegated",
            "Registrera anslag",
            S.DISPATCHED,
            to=S.DISPATCHED,
            may="announce_decision",
            when=("not_conflicted", "decided_on_delegation", "not_announced", "decision_is_reported"),
        ),
        move(
            "mark_final",
            "Registrera laga kraft",
            S.DISPATCHED,
            to=S.LEGALLY_FINAL,
            may="mark_legally_final",
            when=("not_conflicted", "decision_is_appealable", "appeal_time_is_over"),
        ),
    )
)
