"""Everything the applicant sent, as plain JSON: what a version freezes, a receipt prints and people read afterwards."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from portal import dates
from portal.look.words import filesize
from portal.money import exact, percent

from ..budget.calculation import Budget, calculate
from ..enums import CostKind
from ..models import Application, Party, SubGoal
from ..models.budget_rows import budget_input
from ..sections import SECTIONS, Section
from . import figures

SCHEMA = "1"
NOTHING = "–"
NBSP = "\u00a0"
Row = dict[str, str]


def canonical(data: Mapping[str, Any]) -> bytes:
    """The one way to write `data` as bytes: sorted keys, no spaces, UTF-8. What the hash is taken of."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256(data: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical form, in hexadecimal (architecture.md §11)."""
    return hashlib.sha256(canonical(data)).hexdigest()


def contents(application: Application) -> dict[str, Any]:
    """All that the applicant has given, with Swedish labels and values as a person reads them.

    Amounts stand twice: as text with öre ("456852.25") and as printed. Nothing in it is read live afterwards.
    """
    case, call = application.case, application.call
    budget = calculate(budget_input(application))
    return {
        "schema": SCHEMA,
        "dnr": case.dnr or "",
        "title": application.title,
        "programme": case.programme.name,
        "call": {"name": call.name, "version": application.call_version.number},
        "organisation": {"name": case.organisation.name, "orgnr": case.organisation.orgnr},
        "period": {"start": _iso(application.period_start), "end": _iso(application.period_end)},
        "terms_version": application.call_version.terms_version,
        "sections": [
            {"key": section.key, "label": section.label, "rows": _rows(application, section, budget)}
            for section in SECTIONS.values()
        ],
        "parties": [_party(party) for party in application.parties.all()],
        "goals": [
            {"text": goal.text, "activities": goal.activities, "indicator": goal.indicator}
            for goal in application.sub_goals.all()
        ],
        "budget": _budget(application, budget),
        "attachments": _attachments(application),
        "completions": _completions(application),
    }


# Sections as rows to read


def _rows(application: Application, section: Section, budget: Budget) -> list[Row]:
    special = {
        "sokande": _applicant_rows,
        "parter": _party_rows,
        "projekt": _project_rows,
        "mal": _goal_rows,
        "bilagor": _attachment_rows,
        "villkor": _terms_rows,
    }
    if section.key == "budget":
        return _budget_rows(budget)
    if section.key in special:
        return special[section.key](application, section)
    # Statsstöd and annat stöd: a question and a field that belongs to a yes.
    return [row for row in _plain_rows(application, section) if row["value"] != NOTHING]


def _row(label: str, value: str) -> Row:
    return {"label": label, "value": value or NOTHING}


def _plain_rows(application: Application, section: Section) -> list[Row]:
    """One row per column, with the label that the form has."""
    return [_row(_label(application, field), _value(application, field)) for field in section.fields]


def _label(application: Application, field: str) -> str:
    name = str(application._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    return name[:1].upper() + name[1:]


def _value(application: Application, name: str) -> str:
    field = application._meta.get_field(name)
    value = getattr(application, name)
    if isinstance(field, models.BooleanField):
        return "Ja" if value else "Nej"
    if isinstance(field, models.Field) and field.choices:
        return str(getattr(application, f"get_{name}_display")())
    if isinstance(value, date):
        return dates.long(value)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)


def _applicant_rows(application: Application, section: Section) -> list[Row]:
    organisation = application.case.organisation
    return [
        _row("Organisation", organisation.name),
        _row("Organisationsnummer", organisation.orgnr),
        *_plain_rows(application, section),
    ]


def _party_rows(application: Application, section: Section) -> list[Row]:
    return [_row(party.name, _told(party)) for party in application.parties.all()]


def _told(party: Party) -> str:
    who = ", ".join(filter(None, (party.get_role_display(), party.get_sector_display().lower(), party.orgnr)))
    return "\n".join(filter(None, (who, party.does)))


def _project_rows(application: Application, section: Section) -> list[Row]:
    rows = []
    for field in section.fields:
        if field == "period_start":
            start, end = application.period_start, application.period_end
            rows.append(_row("Projektets period", dates.period_long(start, end) if start and end else ""))
        elif field == "age_from":
            rows.append(_row("Målgruppens ålder", figures.ages(application.age_from, application.age_to)))
        elif field not in ("period_end", "age_to"):
            rows.append(_row(_label(application, field), _value(application, field)))
    return rows


def _goal_rows(application: Application, section: Section) -> list[Row]:
    overall, project, *others = _plain_rows(application, section)
    goals = [_row(f"Delmål {number}", _goal(goal)) for number, goal in enumerate(application.sub_goals.all(), 1)]
    return [overall, project, *goals, *others]


def _goal(goal: SubGoal) -> str:
    lines = [goal.text]
    if goal.activities:
        lines += ["", f"Aktiviteter: {goal.activities}"]
    if goal.indicator:
        lines += ["", f"Så ser vi att målet är nått: {goal.indicator}"]
    return "\n".join(lines)


def _budget_rows(budget: Budget) -> list[Row]:
    rows = [
        _row("Summa kostnader", _kr(budget.cost_sum.total)),
        _row("Summa finansiering", _kr(budget.funding_sum.total)),
        _row("Det ni söker", _kr(budget.applied.total)),
    ]
    if budget.share is not None:
        rows.append(_row("Andel av kostnaderna", percent(budget.share)))
    return rows


def _attachment_rows(application: Application, section: Section) -> list[Row]:
    files = [_row(file["label"], f"{file['name']}, {filesize(file['size'])}") for file in _attachments(application)]
    return [*files, *_plain_rows(application, section)]


def _terms_rows(application: Application, section: Section) -> list[Row]:
    return [_row("Villkorens version", application.call_version.terms_version), *_plain_rows(application, section)]


# The same as data


def _party(party: Party) -> dict[str, str]:
    columns = ("name", "orgnr", "sector", "role", "does")
    return {column: str(getattr(party, column)) for column in columns}


def _budget(application: Application, budget: Budget) -> dict[str, Any]:
    kinds = {row["key"]: row["kind"] for row in application.call_version.cost_categories}
    funders = {f"funder-{funder.pk}": funder for funder in application.funders.all()}
    rate = budget.input.indirect_rate
    return {
        "years": list(budget.years),
        "indirect_rate": None if rate is None else str(rate),
        "costs": [
            {
                "key": row.key,
                "label": row.label,
                "kind": CostKind.INDIRECT.value if row.is_computed else kinds[row.key],
                "amounts": _amounts(row.by_year),
            }
            for row in budget.costs
        ],
        "funding": [
            {
                "name": funders[row.key].name,
                "account": funders[row.key].account,
                "orgnr": funders[row.key].orgnr,
                "kind": funders[row.key].kind,
                "status": funders[row.key].status,
                "is_applied": row.is_applied,
                "amounts": _amounts(row.by_year),
            }
            for row in budget.funding
        ],
        "cost_sum": _ore(budget.cost_sum.total),
        "funding_sum": _ore(budget.funding_sum.total),
        "applied": _ore(budget.applied.total),
        "share": None if budget.share is None else str(budget.share),
        "printed": figures.tables(budget),
    }


def _attachments(application: Application) -> list[dict[str, Any]]:
    labels = {kind["key"]: kind["label"] for kind in application.call_version.attachment_kinds}
    return [
        {
            "name": attachment.file.original_name,
            "size": attachment.file.size,
            "sha256": attachment.file.sha256,
            "kind": attachment.kind,
            "label": labels.get(attachment.kind, attachment.kind),
        }
        for attachment in application.attachments.select_related("file")
    ]


def _completions(application: Application) -> list[dict[str, Any]]:
    """What was asked for after the first version, and the answers; open requests are not answered yet."""
    answered = application.case.completions.filter(answered_at__isnull=False).prefetch_related("items")
    return [
        {
            "asked_at": request.asked_at.isoformat(),
            "answered_at": request.answered_at.isoformat() if request.answered_at else "",
            "items": [
                {"section": item.section, "text": item.text, "answer": item.answer} for item in request.items.all()
            ],
        }
        for request in answered
    ]


def _amounts(by_year: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(year): _ore(amount) for year, amount in by_year.items()}


def _ore(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _kr(amount: Decimal) -> str:
    return f"{exact(amount)}{NBSP}kr"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
