"""The application's life from draft to closed (domain.md §7.2)."""

from ..enums import ApplicationState as S
from ..models import Application
from .machine import machine, move
from .registry import register

# What must be in place before anybody signs.
WRITTEN = (
    "call_has_opened",
    "previous_step_is_approved",
    "sections_complete",
    "budget_holds",
    "warnings_are_read",
)

# An application may be taken back from the day it came in until the board has sat.
BEFORE_DECISION = (
    S.SUBMITTED,
    S.REGISTERED,
    S.FORMAL_CHECK,
    S.COMPLETION,
    S.PREPARATION,
    S.PROPOSED,
    S.ON_AGENDA,
)

APPLICATION = register(
    machine(
        "application",
        "Ansökan",
        Application,
        S,
        S.DRAFT,
        # The signature that completes those needed is the submission; one before it only signs (domain.md §9 case 11).
        move("sign", "Skriv under", S.DRAFT, to=S.DRAFT, may="submit_application", when=WRITTEN),
        move(
            "withdraw_signature",
            "Ta tillbaka underskriften",
            S.DRAFT,
            to=S.DRAFT,
            may="submit_application",
            when=("has_signed",),
        ),
        move(
            "submit",
            "Skicka in",
            S.DRAFT,
            to=S.SUBMITTED,
            may="submit_application",
            when=(*WRITTEN, "those_needed_have_signed"),
        ),
        # Not through the applicant's gates: what came in is received as it is (G-06, förvaltningslagen 20 §).
        move(
            "register_on_paper",
            "Registrera ansökan på papper",
            S.DRAFT,
            to=S.SUBMITTED,
            may="register_on_paper",
            when=(
                "not_conflicted",
                "came_in_otherwise",
                "call_had_opened",
                "what_came_in_is_kept",
                "somebody_can_be_reached",
            ),
        ),
        move(
            "register",
            "Diarieför",
            S.SUBMITTED,
            to=S.REGISTERED,
            may="register_case",
            when=("not_conflicted",),
            system=True,
        ),
        move(
            "assign",
            "Fördela till handläggare",
            S.REGISTERED,
            to=S.FORMAL_CHECK,
            may="assign_case",
            when=("not_conflicted",),
        ),
        move(
            "request_completion",
            "Begär komplettering",
            S.FORMAL_CHECK,
            S.PREPARATION,
            to=S.COMPLETION,
            may="handle_case",
            when=("conflict_answered",),
        ),
        move(
            "answer_completion",
            "Lämna kompletteringen",
            S.COMPLETION,
            to=S.FORMAL_CHECK,
            may="answer_completion",
            when=("asked_in_formal_check", "completion_answered", "opened_sections_complete", "opened_budget_holds"),
        ),
        move(
            "answer_completion_in_preparation",
            "Lämna kompletteringen",
            S.COMPLETION,
            to=S.PREPARATION,
            may="answer_completion",
            when=("asked_in_preparation", "completion_answered", "opened_sections_complete", "opened_budget_holds"),
        ),
        # Nobody answered: the officer goes on with what there is (domain.md §7.2, "tid ute").
        move(
            "end_completion",
            "Gå vidare utan svar",
            S.COMPLETION,
            to=S.FORMAL_CHECK,
            may="handle_case",
            when=("conflict_answered", "asked_in_formal_check", "completion_time_is_over"),
        ),
        move(
            "end_completion_in_preparation",
            "Gå vidare utan svar",
            S.COMPLETION,
            to=S.PREPARATION,
            may="handle_case",
            when=("conflict_answered", "asked_in_preparation", "completion_time_is_over"),
        ),
        move(
            "start_preparation",
            "Börja bereda",
            S.FORMAL_CHECK,
            to=S.PREPARATION,
            may="handle_case",
            when=("conflict_answered", "formal_check_done"),
        ),
        move(
            "approve_proposal",
            "Godkänn förslaget",
            S.PREPARATION,
            to=S.PROPOSED,
            may="approve_proposal",
            when=("conflict_answered", "conflicts_settled", "proposal_submitted"),
        ),
        move(
            "put_on_agenda",
            "Sätt upp på föredragningslistan",
            S.PROPOSED,
            to=S.ON_AGENDA,
            may="put_on_agenda",
            when=("not_conflicted", "conflicts_settled", "meeting_is_planned"),
            ahead_of=(S.PREPARATION,),
        ),
        move(
            "register_decision",
            "Registrera nämndens beslut",
            S.ON_AGENDA,
            to=S.DECIDED,
            may="register_decision",
            when=("not_conflicted", "conflicts_settled", "meeting_has_been_held"),
        ),
        move(
            "decide_by_delegation",
            "Besluta på delegation",
            S.PROPOSED,
            to=S.DECIDED,
            may="decide_by_delegation",
            when=("conflict_answered", "conflicts_settled", "delegation_covers", "decider_is_not_proposer_above_limit"),
            ahead_of=(S.PREPARATION,),
        ),
        # Refused once the board has decided: then it is a wish to renounce the grant (domain.md §9 case 6).
        move(
            "withdraw",
            "Återta ansökan",
            *BEFORE_DECISION,
            to=S.WITHDRAWN,
            may="withdraw_application",
            when=("board_has_not_met",),
        ),
        move(
            "register_withdrawal",
            "Registrera återtagande",
            *BEFORE_DECISION,
            to=S.WITHDRAWN,
            may="register_withdrawal",
            when=("not_conflicted", "board_has_not_met"),
        ),
        move(
            "discontinue",
            "Avskriv ärendet",
            S.WITHDRAWN,
            to=S.DECIDED,
            may="decide_by_delegation",
            when=("conflict_answered", "conflicts_settled", "delegation_covers_discontinuing"),
        ),
        move(
            "dismiss",
            "Avvisa ansökan",
            S.FORMAL_CHECK,
            to=S.DECIDED,
            may="decide_by_delegation",
            when=("conflict_answered", "conflicts_settled", "what_came_in_is_read", "delegation_covers_dismissing"),
        ),
        move(
            "close",
            "Avsluta ärendet",
            S.DECIDED,
            to=S.CLOSED,
            may="handle_case",
            when=("not_conflicted", "nothing_left_in_case"),
        ),
    )
)
