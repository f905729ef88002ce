"""The step before: which projects an application may continue, and how that stands (V-04, domain.md §9 case 17)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from portal import clock, dates

from ..enums import ProjectState
from ..lifecycle.gates.steps import (
    APPROVED,
    needs_step_before,
    next_window,
    previous_project,
    previous_step_is_approved,
)
from ..models import Application, Call, Case, Project


def offered(call: Call, organisations: Collection[Any]) -> QuerySet[Project]:
    """Projects of the step before that the organisations may continue: their own, and those handed on to them."""
    rows = Project.objects.select_related("case__organisation", "case__application__call")
    if call.step is None or not needs_step_before(call):
        return rows.none()
    of_them = Q(case__organisation__in=organisations) | Q(case__step_links__organisation__in=organisations)
    before = Q(case__application__call__track=call.track_id, case__application__call__step=call.step - 1)
    return rows.filter(of_them, before).exclude(state=ProjectState.CLOSED_EARLY).distinct().order_by("-period_start")


@dataclass(frozen=True)
class Standing:
    """What the application's page says of the step before."""

    step: int
    project: Project | None
    is_approved: bool
    lacks: tuple[str, ...]
    window: str

    @property
    def before(self) -> int:
        return self.step - 1


def standing(application: Application) -> Standing | None:
    """How the step before stands; None where none is needed. Two or three queries, for calls with steps only."""
    call = application.call
    if call.step is None or not needs_step_before(call):
        return None
    project = previous_project(application)
    lacks = tuple(item.text for item in previous_step_is_approved(application, None))
    return Standing(call.step, project, project is not None and project.state in APPROVED, lacks, _window(call))


def _window(call: Call) -> str:
    """Until when it can be sent in now, and when next."""
    window = call.window_of(clock.now())
    if window is not None and window.is_open_at(clock.now()):
        if window.closes_at is None:
            return "Ansökningstiden har ingen sista dag."
        return f"Ansökningstiden är öppen till och med {dates.datetime_long(window.closes_at)}. {next_window(call)}"
    return next_window(call)


def handed_on(case: Case) -> bool:
    """Whether the case's call has a step after it, so that its project may be handed on to somebody else."""
    application = getattr(case, "application", None)
    call = application.call if application is not None else None
    return (
        call is not None
        and call.step is not None
        and Call.objects.filter(track=call.track_id, step=call.step + 1).exists()
    )
