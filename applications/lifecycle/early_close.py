"""The road to ending a project before its time: warned, proposed, approved, decided (domain.md §7.4, §9 case 30)."""

from ..enums import EarlyCloseState as S
from ..models import EarlyClose
from .machine import machine, move
from .registry import register

EARLY_CLOSE = register(
    machine(
        "early_close",
        "Avslut i förtid",
        EarlyClose,
        S,
        S.DRAFT,
        move(
            "warn",
            "Förvarna sökanden",
            S.DRAFT,
            to=S.WARNED,
            may="run_project",
            when=("conflict_answered", "project_can_close_early", "closing_is_written"),
        ),
        move(
            "submit",
            "Lämna förslaget om avslut till chefen",
            S.DRAFT,
            S.WARNED,
            to=S.SUBMITTED,
            may="run_project",
            when=("conflict_answered", "project_can_close_early", "closing_is_written", "applicant_has_been_heard"),
        ),
        move(
            "return",
            "Skicka tillbaka förslaget om avslut",
            S.SUBMITTED,
            to=S.DRAFT,
            may="approve_proposal",
            when=("not_conflicted",),
        ),
        move(
            "approve",
            "Godkänn förslaget om avslut",
            S.SUBMITTED,
            to=S.APPROVED,
            may="approve_proposal",
            when=(
                "conflict_answered",
                "conflicts_settled",
                "approver_is_another",
                "project_can_close_early",
                "closing_is_written",
            ),
        ),
        move(
            "put_on_agenda",
            "Sätt upp avslutet på föredragningslistan",
            S.APPROVED,
            to=S.ON_AGENDA,
            may="put_on_agenda",
            when=("not_conflicted", "meeting_is_planned"),
        ),
        move(
            "register_decision",
            "Registrera nämndens beslut om avslut",
            S.ON_AGENDA,
            to=S.DECIDED,
            may="register_decision",
            when=(
                "not_conflicted",
                "conflicts_settled",
                "project_can_close_early",
                "closing_meeting_has_been_held",
                "closing_is_written",
            ),
        ),
        # Only what the applicant has asked for may be decided for the board.
        move(
            "decide_by_delegation",
            "Besluta om avslut på delegation",
            S.APPROVED,
            to=S.DECIDED,
            may="decide_by_delegation",
            when=(
                "conflict_answered",
                "conflicts_settled",
                "project_can_close_early",
                "applicant_has_asked",
                "delegation_covers_closing",
                "closing_is_written",
            ),
        ),
        move(
            "drop",
            "Lägg ned förslaget om avslut",
            S.DRAFT,
            S.WARNED,
            S.SUBMITTED,
            S.APPROVED,
            S.ON_AGENDA,
            to=S.DROPPED,
            may="run_project",
            when=("conflict_answered",),
        ),
    )
)
