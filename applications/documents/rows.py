"""What a section of the application says, as rows to read: label and value in the reader's words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models

from portal import dates
from portal.money import kronor

from .. import findings
from ..enums import MunicipalityRole, YesNo
from ..models import Application
from ..models.component import requested
from ..models.words import ASKED
from ..sections import Section
from . import figures

NOTHING = "–"
# label and value; `listed` when the value is a list of lines, `question` in a question of the call's own.
Row = dict[str, Any]


def row(name: str, told: str) -> Row:
    return {"label": name, "value": told or NOTHING}


def label(application: Application, field: str) -> str:
    """What the form asks, or the column's name, with a capital. What belongs to a yes stands only under one."""
    name = ASKED.get(field) or str(application._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    name = name.removeprefix("Om ja: ")
    return name[:1].upper() + name[1:]


def value(application: Application, name: str) -> str:
    """The column as a person reads it."""
    field = application._meta.get_field(name)
    held = getattr(application, name)
    if isinstance(field, models.BooleanField):
        return "Ja" if held else "Nej"
    if isinstance(field, models.Field) and field.choices:
        return str(getattr(application, f"get_{name}_display")())
    if isinstance(held, date):
        return dates.long(held)
    if isinstance(held, list):
        return ", ".join(str(item) for item in held)
    return "" if held is None else str(held)


def project_rows(application: Application, section: Section) -> list[Row]:
    """The section about the project, after the kinds of support that are asked for."""
    asked = requested(application)
    rows = [row("Stöd ni söker", "\n".join(support.in_words for support in asked))] if asked else []
    return rows + told_rows(application, section)


def told_rows(application: Application, section: Section) -> list[Row]:
    """A section of columns, where those that belong together are told together."""
    rows: list[Row] = []
    for field in section.fields:
        rows += (
            TOLD[field](application) if field in TOLD else [row(label(application, field), value(application, field))]
        )
    return rows


def _period(application: Application) -> list[Row]:
    start, end = application.period_start, application.period_end
    return [row("Projektets period", dates.period_long(start, end) if start and end else "")]


def _ages(application: Application) -> list[Row]:
    return [row("Målgruppens ålder", figures.ages(application.age_from, application.age_to))]


def _adults(application: Application) -> list[Row]:
    """Nothing where the call asks for no adults and none are named; the reason belongs to a yes."""
    if not application.reaches_adults and not application.call_version.allows_adults:
        return []
    rows = [row(label(application, "reaches_adults"), application.get_reaches_adults_display())]
    if application.reaches_adults == YesNo.YES:
        rows.append(row(label(application, "adults_reason"), application.adults_reason))
    return rows


def _areas(application: Application) -> list[Row]:
    names = findings.named(application.call_version.areas)
    if not names and not application.areas:
        return []
    chosen = [names.get(area, area) for area in application.areas]
    rows = [row(label(application, "areas"), ", ".join(chosen))]
    if len(chosen) > 1:
        main = application.main_area
        rows.append(row(label(application, "main_area"), names.get(main, main)))
    return rows


def _municipalities(application: Application) -> list[Row]:
    """Kumla (pilot), Nora: the role is told where it is another than taking part."""
    if not application.call_version.municipalities and not application.municipalities:
        return []
    names = findings.named(application.call_version.municipalities)
    told = [
        names.get(name, name)
        if role == MunicipalityRole.TAKES_PART
        else f"{names.get(name, name)} ({MunicipalityRole(role).label.lower()})"
        for name, role in findings.municipality_roles(application).items()
    ]
    return [row(label(application, "municipalities"), ", ".join(told))]


def _reach(application: Application) -> list[Row]:
    """So many directly, girls and boys of them, and so many indirectly, where they are said."""
    names = ("reach_direct", "reach_girls", "reach_boys", "reach_indirect")
    told = {name: getattr(application, name) for name in names}
    return [row(label(application, name), kronor(count)) for name, count in told.items() if count is not None]


def _pilots(application: Application) -> list[Row]:
    """Only in a call that has pilot money; how it is shared out belongs to a yes (O-19)."""
    if not application.shares_out:
        return []
    rows = [row(label(application, "shares_out"), application.get_shares_out_display())]
    if application.shares_out == YesNo.YES:
        rows.append(row(label(application, "pilot_criteria"), application.pilot_criteria))
    return rows


def _beside_another(application: Application) -> list[Row]:
    return []


def _if_written(field: str) -> Callable[[Application], list[Row]]:
    """What few have is told only by those who have it."""
    return lambda application: (
        [row(label(application, field), value(application, field))] if getattr(application, field) else []
    )


TOLD: dict[str, Callable[[Application], list[Row]]] = {
    "short_name": _if_written("short_name"),
    "desired_individual": _if_written("desired_individual"),
    "desired_organisation": _if_written("desired_organisation"),
    "desired_society": _if_written("desired_society"),
    "target_risk": _if_written("target_risk"),
    "reach_direct": _reach,
    "reach_girls": _beside_another,
    "reach_boys": _beside_another,
    "reach_indirect": _beside_another,
    "shares_out": _pilots,
    "pilot_criteria": _beside_another,
    "longevity_money": _if_written("longevity_money"),
    "longevity_decision": _if_written("longevity_decision"),
    "focus_area": _if_written("focus_area"),
    "period_start": _period,
    "period_end": _beside_another,
    "age_from": _ages,
    "age_to": _beside_another,
    "reaches_adults": _adults,
    "adults_reason": _beside_another,
    "areas": _areas,
    "main_area": _beside_another,
    "municipalities": _municipalities,
    "municipality_roles": _beside_another,
}
