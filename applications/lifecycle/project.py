"""The project's life from granted to settled (domain.md §7.4)."""

from ..enums import ProjectState as S
from ..models import Project
from .machine import machine, move
from .registry import register

PROJECT = register(
    machine(
        "project",
        "Projekt",
        Project,
        S,
        S.GRANTED,
        move(
            "accept",
            "Godkänn beslutet",
            S.GRANTED,
            to=S.ACCEPTED,
            may="accept_decision",
            when=("account_is_given", "new_budget_is_approved"),
        ),
        # Less money than was asked for: a new budget first, from the applicant to the officer (domain.md §9 case 15).
        move(
            "hand_in_new_budget",
            "Lämna den nya budgeten",
            S.GRANTED,
            to=S.GRANTED,
            may="hand_in_new_budget",
            when=("new_budget_is_wanted", "new_budget_holds"),
        ),
        move(
            "approve_new_budget",
            "Godkänn den nya budgeten",
            S.GRANTED,
            to=S.GRANTED,
            may="run_project",
            when=("not_conflicted", "new_budget_is_handed_in"),
        ),
        move(
            "return_new_budget",
            "Skicka tillbaka den nya budgeten",
            S.GRANTED,
            to=S.GRANTED,
            may="run_project",
            when=("not_conflicted", "new_budget_is_handed_in"),
        ),
        move(
            "start",
            "Börja uppstarten",
            S.ACCEPTED,
            to=S.START_UP,
            may="run_project",
            system=True,
            when=("not_conflicted", "start_day_has_come", "conditions_before_start_met"),
        ),
        move(
            "implement",
            "Gå till genomförande",
            S.START_UP,
            to=S.IMPLEMENTATION,
            may="run_project",
            when=("not_conflicted",),
        ),
        move(
            "close",
            "Gå till avslut",
            S.IMPLEMENTATION,
            to=S.CLOSING,
            may="run_project",
            system=True,
            when=("not_conflicted", "end_is_near"),
        ),
        # Carries out what the board, or on the applicant's own request a delegate, has decided.
        move(
            "close_early",
            "Avsluta i förtid",
            S.START_UP,
            S.IMPLEMENTATION,
            S.CLOSING,
            to=S.CLOSED_EARLY,
            may="dispatch_decision",
            when=("not_conflicted", "closing_is_decided"),
        ),
        move(
            "final_report",
            "Godkänn projektets slutrapportering",
            S.CLOSING,
            S.CLOSED_EARLY,
            to=S.FINAL_REPORTED,
            may="run_project",
            when=("not_conflicted", "reports_approved", "claims_approved"),
        ),
        move(
            "settle",
            "Slutreglera projektet",
            S.FINAL_REPORTED,
            to=S.SETTLED,
            may="settle_project",
            when=("not_conflicted", "everything_is_paid", "nothing_is_overpaid"),
            ahead_of=(S.CLOSING, S.CLOSED_EARLY),
        ),
    )
)
