"""The short lists that a project's pages show, read together: one query where each would cost one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery

from ..models import (
    Call,
    Project,
    ProjectEvent,
    ProjectMunicipality,
    ProjectPlanVersion,
    RelatedProject,
    SteeringMember,
    along,
)

LISTS = {"municipalities": ProjectMunicipality, "steering_group": SteeringMember, "events": ProjectEvent}


@dataclass(frozen=True, slots=True)
class NewestPlan:
    """How the newest version of the projektplan stands; times in UTC."""

    number: int
    is_decided: bool
    written_at: datetime
    reviewed_at: datetime | None
    is_approved: bool | None


@dataclass(frozen=True, slots=True)
class Held:
    """`has_next_step`: the call's track has a step after this one."""

    plan: NewestPlan | None
    has_next_step: bool


def hold(project: Project) -> Held:
    """Let the lists be on the project and its application as if they had been prefetched. One query."""
    newest = ProjectPlanVersion.objects.filter(project=OuterRef("pk")).order_by("-number")
    call = "case__application__call"
    after = Call.objects.filter(track=OuterRef(f"{call}__track"), step=OuterRef(f"{call}__step") + 1)
    plan = {f"plan_{name}": Subquery(newest.values(name)[:1]) for name in NewestPlan.__slots__}
    lists = {f"{relation}_along": along.rows_of(model, "project") for relation, model in LISTS.items()}
    lists["related_along"] = along.rows_of(RelatedProject, "application__case__project")
    row = Project.objects.only("pk").annotate(**lists, **plan, has_next_step=Exists(after)).get(pk=project.pk)
    for relation, model in LISTS.items():
        along.put(project, relation, along.unpacked(row, model, f"{relation}_along"))
    along.put(project.case.application, "related_projects", along.unpacked(row, RelatedProject, "related_along"))
    values = {name: getattr(row, f"plan_{name}") for name in NewestPlan.__slots__}
    return Held(NewestPlan(**values) if values["number"] is not None else None, row.has_next_step)
