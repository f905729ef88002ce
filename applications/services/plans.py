"""The projektplan, a living document: its first version, new ones by the applicant, read once each by the officer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock
from portal.accounts.models import User

from ..documents.rows import NOTHING, label
from ..enums import ProjectState
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotReady, NotYours, StaleVersion
from ..lifecycle.gates.grant import conflict_answered
from ..models import Application, Project, ProjectPlanVersion
from ..notifications import plans as notices

# From the grant until the final reporting is approved; after that the plan is only read.
WRITABLE = (
    ProjectState.GRANTED,
    ProjectState.ACCEPTED,
    ProjectState.START_UP,
    ProjectState.IMPLEMENTATION,
    ProjectState.CLOSING,
)
GOAL = ("text", "activities", "indicator")
LONGEST_TEXT = 8000
# What the application says of how the work will be done, in the order of the plan.
TEXTS = ("project_goal", "methods", "cooperation", "governance", "follow_up", "longevity")


def make_first(project: Project) -> ProjectPlanVersion:
    """Version 1: what the board saw, from the application as it was decided (F-05). Called when the grant is sent."""
    application = project.case.application
    frozen = application.versions.order_by("number").last()
    data = frozen.data if frozen is not None else {}
    first = ProjectPlanVersion(
        case=project.case,
        project=project,
        number=1,
        data={
            "text": _text(application, data),
            "goals": data.get("goals", []),
            "effect_chain": data.get("effect_chain", []),
        },
        written_at=clock.now(),
        is_decided=True,
    )
    first.save()
    return first


def _text(application: Application, data: Mapping[str, Any]) -> str:
    """The frozen answers about how, each under the label that the form has; older versions may lack some."""
    said = {row["label"]: row["value"] for part in data.get("sections", []) for row in part["rows"]}
    labels = [label(application, name) for name in TEXTS]
    return "\n\n".join(f"{name}\n{said[name]}" for name in labels if said.get(name, NOTHING) not in ("", NOTHING))


@transaction.atomic
def write(
    project: Project,
    *,
    text: str,
    goals: Sequence[Mapping[str, Any]],
    change_note: str,
    number: int,
    by: User,
) -> ProjectPlanVersion:
    """Write the plan anew as the next version; `number` is the version that was read, the effektkedja follows along.

    Consequences: the version before stands as it was, the decision too (F-05); mail to the officer. Raises NotYours,
    MovedOn when the project is over, StaleVersion when somebody has written since, ValidationError.
    """
    if not by.has_perm("applications.write_plan", project):
        raise NotYours(f"{by} does not write the plan of {project}")
    project = engine.lock(project)
    if project.state not in WRITABLE:
        raise MovedOn(project.get_state_display(), "Spara planen")
    last = project.plan_versions.order_by("number").last()
    if (last.number if last else 0) != number:
        raise StaleVersion
    if not change_note.strip():
        raise ValidationError({"change_note": "Skriv vad som ändrats i planen och varför."})
    if not text.strip():
        raise ValidationError({"text": "Skriv hur ni inför arbetet."})
    before = last.data if last else {"text": "", "goals": [], "effect_chain": []}
    data = {
        "text": text.strip(),
        "goals": [{name: str(goal.get(name) or "") for name in GOAL} for goal in goals],
        "effect_chain": before.get("effect_chain", []),
    }
    if data == before:
        raise ValidationError({"text": "Planen är likadan som förut. Ändra i den, eller gå tillbaka."})
    plan = ProjectPlanVersion(
        case=project.case,
        project=project,
        number=number + 1,
        data=data,
        change_note=change_note.strip(),
        written_by=by,
        written_at=clock.now(),
    )
    plan.full_clean(exclude=["case", "written_by", "reviewed_by", "reviewed_at", "is_approved"])
    plan.save()
    notices.plan_written(plan)
    return plan


@transaction.atomic
def review(plan: ProjectPlanVersion, *, approve: bool, note: str, by: User) -> ProjectPlanVersion:
    """Say once whether the newest version is approved; without approval the note says what to change (F-05).

    Consequences: mail to those who lead the project. An approved plan is no decision and changes none. Raises
    NotYours for anyone but the officer, NotReady while the jäv question is open, MovedOn when the version has been
    read or another has come, ValidationError for feedback without words.
    """
    if not by.has_perm("applications.run_project", plan):
        raise NotYours(f"{by} does not read {plan}")
    plan = engine.lock(plan)
    if missing := conflict_answered(plan, by):
        raise NotReady(list(missing))
    is_newest = not ProjectPlanVersion.objects.filter(project=plan.project_id, number__gt=plan.number).exists()
    if plan.reviewed_at is not None or not is_newest:
        raise MovedOn("Läst" if plan.reviewed_at else "Ersatt av en nyare version", "Lämna återkoppling")
    if not approve and not note.strip():
        raise ValidationError({"note": "Skriv vad som behöver ändras i planen."})
    plan.reviewed_by, plan.reviewed_at = by, clock.now()
    plan.is_approved, plan.review_note = approve, note.strip()
    plan.save(update_fields=["reviewed_by", "reviewed_at", "is_approved", "review_note"])
    notices.plan_read(plan)
    return plan
