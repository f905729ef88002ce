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
            when=("account_is_given",),
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
        move(
            "final_report",
            "Godkänn projektets slutrapportering",
            S.CLOSING,
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
            ahead_of=(S.CLOSING,),
        ),
    )
)
