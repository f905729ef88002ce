"""Who takes part in a project, as pages show it: by role and seat, with what has been changed. Five queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..enums import MunicipalityRole, SteeringSeat
from ..models import PartnershipChange, Project, ProjectEvent, RelatedProject, SteeringMember

LATEST = 20  # changes shown


@dataclass(frozen=True, slots=True)
class Partnership:
    """`municipalities` and `steering` are groups in order: label and rows; groups without rows are left out."""

    municipalities: list[tuple[str, list[str]]]
    steering: list[tuple[str, list[SteeringMember]]]
    related: list[RelatedProject]
    events: list[ProjectEvent]
    changes: list[PartnershipChange]

    @property
    def is_empty(self) -> bool:
        return not (self.municipalities or self.steering or self.related or self.events)


def municipalities(project: Project) -> list[tuple[str, list[str]]]:
    """Pilot, deltar and följer, each with its municipalities by name."""
    rows = list(project.municipalities.all())
    groups = [(role.label, [row.name for row in rows if row.role == role]) for role in MunicipalityRole]
    return [(label, names) for label, names in groups if names]


GROUP_WORDS = {
    SteeringSeat.CHAIR: "Ordförande",
    SteeringSeat.MEMBER: "Medlemmar",
    SteeringSeat.ADJUNCT: "Adjungerade, utan rösträtt",
}


def steering(project: Project) -> list[tuple[str, list[SteeringMember]]]:
    """The chair, the members and the adjungerade, who attend and speak but do not vote (F-15)."""
    rows = list(project.steering_group.all())
    groups = [(word, [row for row in rows if row.seat == seat]) for seat, word in GROUP_WORDS.items()]
    return [(word, members) for word, members in groups if members]


def of_project(project: Project) -> Partnership:
    changes = PartnershipChange.objects.filter(case=project.case_id).select_related("changed_by")
    return Partnership(
        municipalities(project),
        steering(project),
        list(RelatedProject.objects.filter(application__case=project.case_id)),
        list(project.events.all()),
        list(changes[:LATEST]),
    )


def last_change(project: Project) -> datetime | None:
    """When a list was last changed."""
    newest = PartnershipChange.objects.filter(case=project.case_id).values_list("changed_at", flat=True).first()
    return newest
