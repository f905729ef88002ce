"""The application's life from draft to closed (domain.md §7.2)."""

from ..enums import ApplicationState as S
from ..models import Application
from .machine import machine, move
from .registry import register

APPLICATION = register(
    machine(
        "application",
        "Ansökan",
        Application,
        S,
        S.DRAFT,
        move(
            "submit",
            "Skicka in",
            S.DRAFT,
            to=S.SUBMITTED,
            may="submit_application",
            when=(
                "call_has_opened",
                "previous_step_is_approved",
                "sections_complete",
                "budget_holds",
                "warnings_are_read",
            ),
        ),
        move("register", "Diarieför", S.SUBMITTED, to=S.REGISTERED, may="register_case", system=True),
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
            when=("asked_in_formal_check", "completion_answered", "opened_sections_complete", "budget_holds"),
        ),
        move(
            "answer_completion_in_preparation",
            "Lämna kompletteringen",
            S.COMPLETION,
            to=S.PREPARATION,
            may="answer_completion",
            when=("asked_in_preparation", "completion_answered", "opened_sections_complete", "budget_holds"),
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
            when=("conflict_answered", "proposal_submitted"),
        ),
        move(
            "put_on_agenda",
            "Sätt upp på föredragningslistan",
            S.PROPOSED,
            to=S.ON_AGENDA,
            may="put_on_agenda",
            when=("not_conflicted", "meeting_is_planned"),
            ahead_of=(S.PREPARATION,),
        ),
        move(
            "register_decision",
            "Registrera nämndens beslut",
            S.ON_AGENDA,
            to=S.DECIDED,
            may="register_decision",
            when=("not_conflicted", "meeting_has_been_held"),
        ),
        move(
            "decide_by_delegation",
            "Besluta på delegation",
            S.PROPOSED,
            to=S.DECIDED,
            may="decide_by_delegation",
            when=("conflict_answered", "delegation_covers", "decider_is_not_proposer_above_limit"),
            ahead_of=(S.PREPARATION,),
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
