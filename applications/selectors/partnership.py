"""Who takes part in a project, as pages show it: by role and seat, with what has been changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import User
from portal.look.words import alphabetical

from .. import findings
from ..enums import MunicipalityRole, PartnershipPart, SteeringSeat
from ..models import CallVersion, Case, PartnershipChange, Project, ProjectEvent, RelatedProject, SteeringMember

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
    def lacks_chair(self) -> bool:
        """People are named in the steering group, and none of them leads it."""
        return bool(self.steering) and self.steering[0][0] != GROUP_WORDS[SteeringSeat.CHAIR]

    @property
    def is_empty(self) -> bool:
        return not (self.municipalities or self.steering or self.related or self.events)


def municipalities(project: Project) -> list[tuple[str, list[str]]]:
    """Pilot, deltar and följer, each with its municipalities by name."""
    rows = list(project.municipalities.all())
    groups = [(role.label, [row.name for row in rows if row.role == role]) for role in MunicipalityRole]
    return [(label, names) for label, names in groups if names]


def offered_municipalities(project: Project) -> list[str]:
    """The municipalities to choose among, by name: those of the call, else all that the portal's calls name.

    Those that stand in the project are always among them. Empty where no call names any: then any name will do.
    """
    own = findings.named(project.case.application.call_version.municipalities)
    names = set(own.values())
    if not own:
        lists = CallVersion.objects.values_list("municipalities", flat=True)
        names = {label for rows in lists for label in findings.named(rows).values()}
    there = set(project.municipalities.values_list("name", flat=True))
    return sorted(names | there, key=alphabetical) if names else []


def lacks_chair(project: Project) -> bool:
    """People are named in the steering group, and none of them leads it."""
    rows = list(project.steering_group.all())
    return bool(rows) and all(row.seat != SteeringSeat.CHAIR for row in rows)


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
    """One query, or five where the project's lists are not held (project_lists.py)."""
    changes = PartnershipChange.objects.filter(case=project.case_id).select_related("changed_by")
    return Partnership(
        municipalities(project),
        steering(project),
        list(project.case.application.related_projects.all()),
        list(project.events.all()),
        list(changes[:LATEST]),
    )


def last_told(project: Project, part: PartnershipPart) -> str:
    """What the last change of a list was, in words."""
    texts = PartnershipChange.objects.filter(case=project.case_id, part=part).values_list("text", flat=True)
    return texts.first() or ""


def last_changed(case: Case, part: PartnershipPart) -> PartnershipChange | None:
    """The last change of a list, with who made it."""
    return PartnershipChange.objects.filter(case=case, part=part).select_related("changed_by").first()


def last_change(project: Project) -> datetime | None:
    """When a list was last changed."""
    newest = PartnershipChange.objects.filter(case=project.case_id).values_list("changed_at", flat=True).first()
    return newest


def steering_names(case: Case) -> set[str]:
    """The names of the steering group of the case's project, to compare with people's; empty without a project."""
    rows = SteeringMember.objects.filter(project__case=case).values_list("name", flat=True)
    return {as_compared(name) for name in rows}


def as_compared(name: str) -> str:
    """A name without differences of case and spaces."""
    return " ".join(name.casefold().split())


def sits_in_steering(case: Case, user: User) -> bool:
    """Somebody of the person's name has a seat in the project's steering group (F-16, kommunallagen 7:4 with 6:28)."""
    return as_compared(user.name) in steering_names(case)
