"""What anybody may read of a project that ended before its time (F-13–F-17, domain.md §9 case 30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ..enums import ReportState
from ..models import Project, Report, SteeringMember, TransitionLog
from . import partnership

# What is published of a final report: never its figures per person, nor what we wrote back.
CONCLUSIONS = ("summary", "goals", "lessons", "deviations")


@dataclass(frozen=True, slots=True)
class Open:
    """The open page's own values. `steering` is empty unless the officer has said that names may be shown."""

    title: str
    organisation: str
    municipalities: list[tuple[str, list[str]]]
    steering: list[tuple[str, list[SteeringMember]]]
    report: Report | None
    updated_at: datetime | None


def closed_early() -> QuerySet[Project]:
    """Projects that a decision has ended early, also when they have been settled since."""
    rows = Project.objects.filter(closed_early_by__isnull=False).select_related(
        "case__organisation", "case__programme", "case__board__authority", "closed_early_by"
    )
    return rows  # type: ignore[return-value]


def about(project: Project) -> Open:
    """Everything on the open page; title as the diary shows it to the public."""
    case, report = project.case, final_report(project)
    moments = [
        project.closed_early_by.dispatched_at if project.closed_early_by else None,
        _approved_at(report) if report is not None else None,
        partnership.last_change(project),
    ]
    return Open(
        title=case.title,
        organisation=case.organisation.name,
        municipalities=partnership.municipalities(project),
        steering=partnership.steering(project) if project.steering_is_public else [],
        report=report,
        updated_at=max((moment for moment in moments if moment is not None), default=None),
    )


def final_report(project: Project) -> Report | None:
    """The final report, when it has been approved."""
    return project.reports.filter(is_final=True, state=ReportState.APPROVED).first()


def _approved_at(report: Report) -> datetime | None:
    moves = TransitionLog.objects.filter(object_id=report.pk, to_state=ReportState.APPROVED)
    return moves.order_by("-at").values_list("at", flat=True).first()


def conclusions(report: Report) -> list[tuple[str, str]]:
    """What the report ends in, under plain headings; what is empty is left out."""
    labels = {
        "summary": "Sammanfattning",
        "goals": "Hur nära målen projektet kom",
        "lessons": "Lärdomar",
        "deviations": "Det som inte blev som planerat",
    }
    rows = [(labels[name], str(getattr(report, name))) for name in CONCLUSIONS]
    if report.recommendation:
        told = f"{report.get_recommendation_display()}.\n\n{report.recommendation_note}"
        rows.append(("Rekommendation", told.strip()))
    return [(label, text) for label, text in rows if text.strip()]
