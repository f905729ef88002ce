"""What anybody may read of the projects: the list of them, and the page of one that ended early (F-13–F-17)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from ..enums import ProjectState, ReportState
from ..models import Programme, Project, Report, SteeringMember, TransitionLog
from . import partnership

# What is published of a final report: never its figures per person, nor what we wrote back.
CONCLUSIONS = ("summary", "goals", "lessons", "signs_of_change", "longevity", "deviations", "long_term_follow_up")


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
    return rows


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
        "signs_of_change": "Tecken på förändring",
        "longevity": "Långsiktighet och spridning",
        "deviations": "Det som inte blev som planerat",
        "long_term_follow_up": "Uppföljning på lång sikt",
    }
    rows = [(labels[name], str(getattr(report, name))) for name in CONCLUSIONS]
    if report.recommendation:
        told = f"{report.get_recommendation_display()}.\n\n{report.recommendation_note}"
        rows.append(("Rekommendation", told.strip()))
    return [(label, text) for label, text in rows if text.strip()]


# The list of projects

STANDS = {
    ProjectState.GRANTED: "Beviljat",
    ProjectState.ACCEPTED: "Beviljat",
    ProjectState.SETTLED: "Avslutat",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A project in the public list: what its decision says, and how it stands in one word."""

    title: str
    organisation: str
    programme: str
    period: tuple[date, date]
    amount: Decimal | None
    stands: str
    page: Project | None
    has_report: bool


def granted(programme: str = "") -> QuerySet[Project]:
    """Projects that a dispatched decision has given support, the latest first; of one programme, by its slug."""
    approved = Report.objects.filter(project=OuterRef("pk"), is_final=True, state=ReportState.APPROVED)
    rows = (
        Project.objects.select_related("case__organisation", "case__programme", "decision")
        # Asked row by row: as EXISTS all final reports there are would be read for the four rows of a page.
        .annotate(final_report=Subquery(approved.values("pk")[:1]))
        .order_by("-period_start", "pk")
    )
    return rows.filter(case__programme__slug=programme) if programme else rows


def listed(rows: Iterable[Project]) -> list[Listed]:
    """The rows as they are shown. Only the open page's own values: titles as the diary shows them to the public."""
    return [_listed(row) for row in rows]


# How many rings of the picture are filled; a project that has ended has them all.
FILLED = {
    ProjectState.GRANTED: 1,
    ProjectState.ACCEPTED: 2,
    ProjectState.SETTLED: 6,
}
UNDER_WAY = 4


def pictured(rows: Iterable[Project]) -> list[tuple[Listed, int, int]]:
    """The rows as they are shown, each with what its picture is drawn from: a number of its own, and rings filled."""
    return [(_listed(row), row.pk.int % 2**32, FILLED.get(ProjectState(row.state), UNDER_WAY)) for row in rows]


def _listed(row: Project) -> Listed:
    early = row.closed_early_by_id is not None
    stands = "Avslutat i förtid" if early else STANDS.get(ProjectState(row.state), "Pågår")
    return Listed(
        title=row.case.title,
        organisation=row.case.organisation.name,
        programme=row.case.programme.name,
        period=(row.period_start, row.closed_early_on or row.period_end),
        amount=row.decision.cap if row.decision.gives_money else None,
        stands=stands,
        page=row if early else None,
        has_report=early and row.final_report is not None,  # type: ignore[attr-defined]  # annotated by `granted`
    )


def programmes() -> QuerySet[Programme]:
    """Programmes that have granted something, by name."""
    return Programme.objects.filter(Exists(Project.objects.filter(case__programme=OuterRef("pk")))).order_by(
        "name", "pk"
    )
