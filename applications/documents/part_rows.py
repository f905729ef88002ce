"""What the sections with rows or parts of their own say: applicant, parties, anchoring, goals and organisation."""

from typing import Any

from portal import dates
from portal.money import percent

from .. import findings
from ..enums import Perspective
from ..models import Application, Party, ProjectRole, SubGoal
from ..sections import Section
from . import party_part
from .rows import Row, label, row, value

# People whose columns stand in one row, by how these begin.
TOGETHER = ("deputy", "economist", "communicator")
PERSON = ("name", "title", "email", "phone")
BESIDE = frozenset({"postcode", "city", "account_kind"})  # told with another column
# What few have is told only by those who have it.
IF_WRITTEN = frozenset({"cfar", "home_municipality", "website", "payment_ref", "contact_title"})


def _plain(application: Application, *fields: str) -> list[Row]:
    """One row per column, with the label that the form has."""
    return [row(label(application, field), value(application, field)) for field in fields]


def applicant_rows(application: Application, section: Section) -> list[Row]:
    """Who applies and leads, and the account; the address in one row, the number of the account after its kind."""
    organisation = application.case.organisation
    rows = [row("Organisation", organisation.name), row("Organisationsnummer", organisation.orgnr)]
    for field in section.fields:
        if field == "address":
            place = " ".join(filter(None, (application.postcode, application.city)))
            rows.append(row(label(application, field), "\n".join(filter(None, (application.address, place)))))
        elif field == "account_no":
            number = application.account_no
            rows.append(row("Utbetalning till", f"{application.get_account_kind_display()} {number}" if number else ""))
        elif field.startswith(TOGETHER):
            rows += _person(application, field)
        elif field not in BESIDE and (field not in IF_WRITTEN or getattr(application, field)):
            rows += _plain(application, field)
    return rows


def contact_rows(application: Application, section: Section) -> list[Row]:
    """Each person in a row; nothing where nobody is named."""
    return [told for field in section.fields for told in _person(application, field)]


def _person(application: Application, field: str) -> list[Row]:
    """At the column of the name a row with all of the person, where there is one; nothing at the other columns."""
    key = field.rpartition("_")[0]
    if not field.endswith("_name") or not getattr(application, field):
        return []
    told = (getattr(application, f"{key}_{part}", "") for part in PERSON)
    return [row(label(application, field), ", ".join(filter(None, told)))]


def party_rows(application: Application, section: Section) -> list[Row]:
    rules = application.call_version
    return [row(party.name, _party(party, party_part.lines(party, rules))) for party in application.parties.all()]


def _party(party: Party, part: list[str]) -> str:
    who = ", ".join(filter(None, (party.get_role_display(), party.get_sector_display().lower(), party.orgnr)))
    day = dates.long(party.intent_on) if party.intent_on else ""
    intent = ", ".join(filter(None, (party.intent_by, day)))
    return "\n".join(filter(None, (who, party.does, *part, f"Avsiktsförklaring: {intent}" if intent else "")))


def party(row: Party) -> dict[str, Any]:
    """A party as data, with its own part."""
    columns = ("name", "orgnr", "sector", "role", "does", "contributes", "contact_name", "contact_email", "intent_by")
    told = {column: str(getattr(row, column)) for column in columns}
    return told | {"intent_on": row.intent_on.isoformat() if row.intent_on else ""} | party_part.frozen(row)


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
            rows += [row(f"Delmål {number}", _goal(one)) for number, one in goals]
    return rows


def _goal(goal: SubGoal) -> str:
    lines = [goal.text]
    if goal.activities:
        lines += ["", f"Aktiviteter: {goal.activities}"]
    who = f"Ansvarig: {goal.responsible}" if goal.responsible else ""
    when = _when(goal)
    if who or when:
        lines += ["", ". ".join(filter(None, (who, when)))]
    if goal.indicator:
        lines += ["", f"Så ser vi att målet är nått: {goal.indicator}"]
    measured = {"Nuläge": goal.baseline, "Mål": goal.target, "Källa": goal.source}
    if any(measured.values()):
        lines.append(". ".join(f"{name}: {told.rstrip('.')}" for name, told in measured.items() if told))
    return "\n".join(lines)


def _when(goal: SubGoal) -> str:
    if goal.starts_on and goal.ends_on:
        return dates.period_long(goal.starts_on, goal.ends_on)
    if goal.starts_on:
        return f"Börjar {dates.long(goal.starts_on)}"
    return f"Slutar {dates.long(goal.ends_on)}" if goal.ends_on else ""


def goal(one: SubGoal) -> dict[str, str]:
    """A sub-goal as data."""
    columns = ("text", "activities", "indicator", "baseline", "target", "source", "responsible")
    told = {column: str(getattr(one, column)) for column in columns}
    days = {"starts_on": one.starts_on, "ends_on": one.ends_on}
    return told | {name: day.isoformat() if day else "" for name, day in days.items()}


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
