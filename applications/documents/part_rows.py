"""What the sections with rows or parts of their own say: applicant, parties, anchoring, goals and organisation."""

from typing import Any

from portal import dates
from portal.money import percent

from .. import findings
from ..enums import Perspective
from ..models import Application, Party, ProjectRole, SubGoal
from ..sections import Section
from .rows import Row, label, row, value

DEPUTY = ("deputy_name", "deputy_email", "deputy_phone")


def _plain(application: Application, *fields: str) -> list[Row]:
    """One row per column, with the label that the form has."""
    return [row(label(application, field), value(application, field)) for field in fields]


def applicant_rows(application: Application, section: Section) -> list[Row]:
    """Who applies and leads; a deputy stands in one row, and only where there is one."""
    organisation = application.case.organisation
    rows = [row("Organisation", organisation.name), row("Organisationsnummer", organisation.orgnr)]
    for field in section.fields:
        if field == DEPUTY[0] and application.deputy_name:
            told = (getattr(application, name) for name in DEPUTY)
            rows.append(row(label(application, field), ", ".join(filter(None, told))))
        elif field not in DEPUTY:
            rows += _plain(application, field)
    return rows


def party_rows(application: Application, section: Section) -> list[Row]:
    return [row(party.name, _party(party)) for party in application.parties.all()]


def _party(party: Party) -> str:
    who = ", ".join(filter(None, (party.get_role_display(), party.get_sector_display().lower(), party.orgnr)))
    day = dates.long(party.intent_on) if party.intent_on else ""
    intent = ", ".join(filter(None, (party.intent_by, day)))
    return "\n".join(filter(None, (who, party.does, f"Avsiktsförklaring: {intent}" if intent else "")))


def party(row: Party) -> dict[str, str]:
    """A party as data."""
    columns = ("name", "orgnr", "sector", "role", "does", "intent_by")
    told = {column: str(getattr(row, column)) for column in columns}
    return told | {"intent_on": row.intent_on.isoformat() if row.intent_on else ""}


def anchoring_rows(application: Application, section: Section) -> list[Row]:
    """Perspectives each in a row of their own; the sources as a list (O-10, O-22)."""
    rows = []
    for field in section.fields:
        if field == "who_formulated":
            told = ", ".join(findings.formulators(application.who_formulated))
            rows.append(row(label(application, field), told))
        elif field == "perspectives":
            rows += [
                row(f"Perspektiv: {one.label.lower()}", application.perspectives[one.value])
                for one in Perspective
                if one.value in application.perspectives
            ]
        elif field == "references":
            sources = references(application)
            rows.append(row(label(application, field), "\n".join(sources)) | ({"listed": sources} if sources else {}))
        elif field != "strategy_area" or application.call_version.strategy_areas or application.strategy_area:
            rows += _plain(application, field)
    return rows


def references(application: Application) -> list[str]:
    """The sources, one by one."""
    return [line.strip() for line in application.references.splitlines() if line.strip()]


def goal_rows(application: Application, section: Section) -> list[Row]:
    """The sub-goals stand beneath the goal of the project."""
    rows = []
    for field in section.fields:
        rows += _plain(application, field)
        if field == "project_goal":
            goals = enumerate(application.sub_goals.all(), 1)
            rows += [row(f"Delmål {number}", _goal(goal)) for number, goal in goals]
    return rows


def _goal(goal: SubGoal) -> str:
    lines = [goal.text]
    if goal.activities:
        lines += ["", f"Aktiviteter: {goal.activities}"]
    if goal.indicator:
        lines += ["", f"Så ser vi att målet är nått: {goal.indicator}"]
    return "\n".join(lines)


def organisation_rows(application: Application, section: Section) -> list[Row]:
    roles = [row(one.role, _role(one)) for one in application.project_roles.all()]
    return [*roles, *_plain(application, *section.fields)]


def _role(one: ProjectRole) -> str:
    share = f"{percent(one.share)} av heltid" if one.share is not None else ""
    payer = f"Betalas av: {one.paid_by}" if one.paid_by else ""
    return "\n".join(filter(None, (one.workplace, share, payer)))


def role(one: ProjectRole) -> dict[str, Any]:
    """A role of the project as data; the share is a fraction of full time, as text."""
    share = None if one.share is None else str(one.share)
    return {"role": one.role, "workplace": one.workplace, "share": share, "paid_by": one.paid_by}
