"""What is to be done in a project's start and at its end: lists with days that both sides keep (G-08, G-12).

Nobody is stopped by them: they help people remember.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock, dates
from portal.accounts.models import User

from ..enums import PhaseKind, ProjectState
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotYours
from ..models import PhaseActivity, Project

_DAYS = re.compile(r"(?P<text>.+?),? (?:inom )?(?P<days>[0-9]{1,3}) dagar(?: före slutet)?")
FIELDS = ("text", "planned_on", "done_on", "note")
# When the money is settled the project is only read.
OVER = (ProjectState.SETTLED,)


def begin(project: Project, phase: PhaseKind) -> None:
    """Make the phase's list from the call's rules; what stands there already is left, so it may be called twice.

    Days count from the project's first day, in the closing back from its last; what has none is planned later. A day
    that is no working day is moved to the nearest one within the time.
    """
    rules = project.case.application.call_version
    given = rules.start_activities if phase == PhaseKind.START_UP else rules.closing_activities
    there = set(project.phase_activities.filter(phase=phase).values_list("text", flat=True))
    PhaseActivity.objects.bulk_create(
        PhaseActivity(case=project.case, project=project, phase=phase, order=order, text=text, planned_on=day)
        for order, (text, day) in enumerate(_planned(given, project, phase))
        if text not in there
    )


def _planned(lines: list[str], project: Project, phase: PhaseKind) -> Iterator[tuple[str, date | None]]:
    for line in lines:
        text, days = read(line)
        if days is None:
            yield text, None
        elif phase == PhaseKind.START_UP:
            yield text, dates.next_working_day(project.period_start + timedelta(days=days))
        else:
            yield text, dates.previous_working_day(project.period_end - timedelta(days=days))


def read(line: str) -> tuple[str, int | None]:
    """A line of a call's list: what to do, and the days it ends in, if any: "inom 30 dagar", "60 dagar före slutet"."""
    found = _DAYS.fullmatch(line.strip())
    return (found["text"].strip(" ,"), int(found["days"])) if found else (line.strip(), None)


@transaction.atomic
def save(
    project: Project,
    *,
    phase: PhaseKind,
    activity: PhaseActivity | None,
    values: Mapping[str, Any],
    version: int | None,
    by: User,
) -> PhaseActivity:
    """Add something to do, or plan it, tick it off on a day, note something; both sides may.

    Raises NotYours, StaleVersion, MovedOn when the project is settled, and ValidationError for a day to come or a
    text that stands there already.
    """
    if not by.has_perm("applications.keep_phases", project):
        raise NotYours(f"{by} keeps no list of {project}")
    if activity is None:
        project = engine.lock(project)
        order = project.phase_activities.filter(phase=phase).count()
        row = PhaseActivity(case=project.case, project=project, phase=phase, order=order)
    else:
        row = engine.lock_at(activity, version)
        row.version += 1
    if project.state in OVER:
        raise MovedOn(project.get_state_display(), "Spara")
    was_done = row.done_on
    for field in FIELDS:
        if field in values:
            setattr(row, field, values[field])
    if row.done_on is not None and row.done_on > clock.today():
        raise ValidationError({"done_on": "Dagen har inte varit än. Skriv dagen när det blev klart."})
    if row.done_on != was_done:
        row.done_by = by if row.done_on else None
    row.full_clean(exclude=["case", "done_by"])
    row.save()
    return row
