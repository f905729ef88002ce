"""The life of a progress report and of the final report (domain.md §7.5)."""

from ..enums import ReportState as S
from ..models import Report
from .machine import machine, move
from .registry import register

REPORT = register(
    machine(
        "report",
        "Rapport",
        Report,
        S,
        S.PLANNED,
        move("open", "Öppna rapporten", S.PLANNED, to=S.OPEN, may="system", system=True, when=("report_is_near",)),
        move("begin", "Börja skriva", S.OPEN, to=S.DRAFT, may="write_report"),
        move(
            "submit",
            "Lämna rapporten",
            S.DRAFT,
            S.COMPLETION,
            to=S.SUBMITTED,
            may="submit_report",
            when=("period_has_ended", "earlier_reports_in", "report_is_filled"),
        ),
        move(
            "return_for_completion",
            "Be om komplettering",
            S.SUBMITTED,
            to=S.COMPLETION,
            may="review_report",
            when=("conflict_answered",),
        ),
        move(
            "approve", "Godkänn rapporten", S.SUBMITTED, to=S.APPROVED, may="review_report", when=("conflict_answered",)
        ),
        # Its period falls away when the project ends before its time.
        move(
            "cancel",
            "Ställ in rapporten",
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
