"""Steps of a track: the next one is sent in only when the one before it is finished and approved (V-04, V-05)."""

from datetime import datetime
from typing import Any

from portal import clock, dates

from ...enums import ProjectState
from ...models import Application, Call, Project, TransitionLog
from ..registry import Missing, gate

# Finished and approved: every report approved and every claim examined (domain.md §7.4).
APPROVED = (ProjectState.FINAL_REPORTED, ProjectState.SETTLED)
FIRST = 1
PLACE = "steg"


def needs_step_before(call: Call) -> bool:
    """Whether something must come before: the first step, and a call without steps, never needs it."""
    return call.step is not None and call.step > FIRST


def follows(call: Call, project: Project) -> bool:
    """Whether the project is of the step just before the call's, in the same track: no step is skipped."""
    before = project.case.application.call
    return call.step is not None and before.track_id == call.track_id and before.step == call.step - 1


@gate("previous_step_is_approved", holds="Steget före är godkänt")
def previous_step_is_approved(application: Application, by: Any) -> list[Missing]:
    """Domain.md §9 case 17. The draft is free; approved after the window has closed, it waits for the next one."""
    call = application.call
    if call.step is None or not needs_step_before(call):
        return []
    before = call.step - 1
    project: Project | None = previous_project(application)
    if project is None:
        new = (
            f"Nya projekt börjar i steg {FIRST}. Steg {call.step} fortsätter ett projekt i steg {before}: välj vilket."
        )
        return [Missing(new, PLACE)]
    if not follows(call, project):
        return [Missing(f"Steg {call.step} fortsätter ett projekt i steg {before}. Inget steg kan hoppas över.", PLACE)]
    if project.state == ProjectState.CLOSED_EARLY:
        return [Missing(f"Projektet i steg {before} avslutades i förtid och kan inte fortsätta i nästa steg.", PLACE)]
    if project.state not in APPROVED:
        wait = (
            f"Steg {before} är inte godkänt än. Ni kan förbereda ansökan, men den kan skickas in först när steg "
            f"{before} har godkänts."
        )
        return [Missing(wait, PLACE)]
    return _too_late(call, before, approved_at(project))


def previous_project(application: Application) -> Project | None:
    """The project that the application continues; None while none is chosen."""
    case = application.case.continues_id
    if case is None:
        return None
    return Project.objects.select_related("case__application__call").filter(case=case).first()


def approved_at(project: Project) -> datetime | None:
    """The instant when the project's final reporting was approved."""
    moves = TransitionLog.objects.filter(
        machine="project", object_id=project.pk, to_state=ProjectState.FINAL_REPORTED
    ).order_by("at")
    return moves.values_list("at", flat=True).last()


def _too_late(call: Call, before: int, approved: datetime | None) -> list[Missing]:
    """A window that closed before the approval was never theirs; the next one is (case 17)."""
    now = clock.now()
    window = call.window_of(now)
    closed_at = window.closes_at if window is not None and not window.is_open_at(now) else None
    if approved is None or closed_at is None or approved < closed_at:
        return []
    day = dates.long(clock.local(approved).date())
    return [Missing(f"Steg {before} godkändes {day}, när ansökningstiden redan var slut. {next_window(call)}", PLACE)]


def next_window(call: Call) -> str:
    """When the call takes applications next, for whoever waits. Reads `windows.all()`."""
    now = clock.now()
    opens = min((row.opens_at for row in call.windows.all() if row.opens_at > now), default=None)
    if opens is None:
        return "Nästa ansökningstid är inte bestämd än."
    return f"Nästa ansökningstid öppnar {dates.datetime_long(opens)}."
