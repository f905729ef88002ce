"""Who takes part in a project and how: municipalities, steering group, related projects, events; each change told."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from portal import dates
from portal.accounts.models import User
from portal.look.words import listed

from .. import findings
from ..enums import MunicipalityRole, PartnershipPart, ProjectState, SteeringSeat
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotYours
from ..models import (
    Application,
    Case,
    PartnershipChange,
    Project,
    ProjectEvent,
    ProjectMunicipality,
    RelatedProject,
    SteeringMember,
)
from ..selectors.partnership import offered_municipalities

Rows = Sequence[Mapping[str, Any]]
# When the money is settled the project is only read.
OVER = (ProjectState.SETTLED,)


def copy_municipalities(project: Project) -> None:
    """The application's municipalities with their roles become the project's, when the grant is dispatched (F-09).

    One without a role takes part. Copied once: what is changed later is the project's own.
    """
    application = project.case.application
    names = findings.named(application.call_version.municipalities)
    ProjectMunicipality.objects.bulk_create(
        ProjectMunicipality(project=project, name=names.get(name, name), role=role)
        for name, role in findings.municipality_roles(application).items()
    )


@transaction.atomic
def save_municipalities(project: Project, *, rows: Rows, version: int | None, by: User) -> Project:
    """Replace the list: name and role (pilot, deltar, följer) of each; blank rows are left out by the form.

    Consequences: one logged change that says who came, left or got another role. Raises NotYours, StaleVersion,
    MovedOn for a settled project, ValidationError for a municipality that stands twice or that there is none of.
    """
    project = _writable(project, version, by)
    _refuse_doubled(rows)
    _refuse_unknown(project, rows)
    before = [(row.name, row.role) for row in project.municipalities.all()]
    project.municipalities.all().delete()
    _create(ProjectMunicipality(project=project, name=row["name"], role=row["role"]) for row in rows)
    after = [(row["name"], row["role"]) for row in rows]
    _told(project.case, PartnershipPart.MUNICIPALITIES, before, after, _of_municipality, by)
    return _saved(project)


@transaction.atomic
def save_steering(project: Project, *, rows: Rows, version: int | None, by: User) -> Project:
    """Replace the steering group in its order: seat, name, title, organisation. At most one chair; adjungerade have
    no vote (F-15). Raises NotYours, StaleVersion, MovedOn, ValidationError for a second chair."""
    project = _writable(project, version, by)
    if sum(row["seat"] == SteeringSeat.CHAIR for row in rows) > 1:
        raise ValidationError("Styrgruppen har redan en ordförande. Välj en annan plats för den ena.")
    columns = ("seat", "name", "title", "organisation")
    before = [tuple(getattr(row, column) for column in columns) for row in project.steering_group.all()]
    project.steering_group.all().delete()
    _create(
        SteeringMember(project=project, order=order, **{column: row[column] for column in columns})
        for order, row in enumerate(rows)
    )
    after = [tuple(row[column] for column in columns) for row in rows]
    _told(project.case, PartnershipPart.STEERING, before, after, _of_member, by, name_at=1)
    return _saved(project)


@transaction.atomic
def save_events(project: Project, *, rows: Rows, version: int | None, by: User) -> Project:
    """Replace the events: day, what, link, note (N-09). Raises NotYours, StaleVersion, MovedOn."""
    project = _writable(project, version, by)
    columns = ("held_on", "name", "url", "note")
    before = [tuple(getattr(row, column) for column in columns) for row in project.events.all()]
    project.events.all().delete()
    _create(ProjectEvent(project=project, **{column: row[column] for column in columns}) for row in rows)
    after = [tuple(row[column] for column in columns) for row in rows]
    _told(project.case, PartnershipPart.EVENTS, before, after, _of_event, by, name_at=1)
    return _saved(project)


@transaction.atomic
def save_related(application: Application, *, rows: Rows, version: int | None, by: User) -> Application:
    """Replace the projects that this one joins or builds on, own or others', also older (N-06).

    In a draft everybody who writes may change the list; afterwards the lead, until the project is settled.
    Consequences: a logged change when the application has come in. Raises NotYours, StaleVersion, MovedOn.
    """
    permission = "write_case" if application.is_private else "change_partnership"
    if not by.has_perm(f"applications.{permission}", application):
        raise NotYours(f"{by} may not change what {application} belongs with")
    application = engine.lock_at(application, version)
    project: Project | None = getattr(application.case, "project", None)
    if project is not None and project.state in OVER:
        raise MovedOn(project.get_state_display(), "Spara")
    columns = ("name", "years", "relation", "url", "owner")
    before = [tuple(getattr(row, column) for column in columns) for row in application.related_projects.all()]
    application.related_projects.all().delete()
    _create(
        RelatedProject(application=application, order=order, **{column: row.get(column, "") for column in columns})
        for order, row in enumerate(rows)
    )
    after = [tuple(row.get(column, "") for column in columns) for row in rows]
    if not application.is_private:
        _told(application.case, PartnershipPart.RELATED, before, after, _of_related, by)
    application.version += 1
    application.save(update_fields=["version"])
    return application


@transaction.atomic
def show_steering(project: Project, *, is_public: bool, by: User) -> Project:
    """The officer decides whether names of the steering group stand on the public page; from the start they do not.

    Raises NotYours for anyone but the officer of the case.
    """
    if not by.has_perm("applications.run_project", project):
        raise NotYours(f"{by} may not publish names of {project}")
    project = engine.lock(project)
    if project.steering_is_public != is_public:
        project.steering_is_public = is_public
        text = "Visas på den öppna sidan" if is_public else "Visas inte på den öppna sidan"
        _note(project.case, PartnershipPart.STEERING, text, by)
    return _saved(project, "steering_is_public")


def _writable(project: Project, version: int | None, by: User) -> Project:
    if not by.has_perm("applications.change_partnership", project):
        raise NotYours(f"{by} may not change who takes part in {project}")
    project = engine.lock_at(project, version)
    if project.state in OVER:
        raise MovedOn(project.get_state_display(), "Spara")
    return project


def _saved(project: Project, *fields: str) -> Project:
    project.version += 1
    project.save(update_fields=["version", *fields])
    return project


def _create(rows: Any) -> None:
    """Write each row after it has been checked. Raises ValidationError."""
    for row in rows:
        row.clean_fields(exclude=["project", "application"])
        row.save()


def _refuse_doubled(rows: Rows) -> None:
    names = [str(row["name"]).casefold() for row in rows]
    if len(set(names)) < len(names):
        raise ValidationError("Samma kommun står två gånger. Ta bort den ena.")


def _refuse_unknown(project: Project, rows: Rows) -> None:
    offered = offered_municipalities(project)
    unknown = [str(row["name"]) for row in rows if offered and row["name"] not in offered]
    if unknown:
        raise ValidationError(f"{listed(unknown)} finns inte i listan över kommuner. Välj ur listan.")


# What a change is told as

Row = tuple[Any, ...]


def _told(
    case: Case,
    part: PartnershipPart,
    before: list[Row],
    after: list[Row],
    words: Callable[[Row], str],
    by: User,
    *,
    name_at: int = 0,
) -> None:
    """Write down what came, went and became another, rows known by what stands at `name_at`. Nothing for no change."""
    gone = {str(row[name_at]): row for row in before if row not in after}
    come = {str(row[name_at]): row for row in after if row not in before}
    both = [name for name in come if name in gone]
    parts = [
        ("Nu", [words(come[name]) for name in both]),
        ("Förut", [words(gone[name]) for name in both]),
        ("Nytt", [words(row) for name, row in come.items() if name not in both]),
        ("Borttaget", [words(row) for name, row in gone.items() if name not in both]),
    ]
    lines = [f"{label}: {'; '.join(told)}" for label, told in parts if told]
    if not lines and before != after:
        lines.append("Ny ordning")
    if lines:
        _note(case, part, ". ".join(lines), by)


def _note(case: Case, part: PartnershipPart, text: str, by: User) -> None:
    change: models.Model = PartnershipChange(case=case, part=part, text=f"{text}.", changed_by=by)
    change.save()


def _of_municipality(row: Row) -> str:
    return f"{row[0]} ({MunicipalityRole(row[1]).label.lower()})"


def _of_member(row: Row) -> str:
    seat, name, title, organisation = row
    return f"{name} ({', '.join(filter(None, (SteeringSeat(seat).label.lower(), title, organisation)))})"


def _of_event(row: Row) -> str:
    return f"{row[1]} {dates.long(row[0])}"


def _of_related(row: Row) -> str:
    return f"{row[0]} ({row[1]})" if row[1] else str(row[0])
