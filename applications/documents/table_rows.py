"""What the sections with tables say, as rows to read and as data: risks, related projects, aid and other support."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from portal import dates
from portal.money import NBSP, exact

from .. import findings
from ..budget.minimis import euro
from ..enums import YesNo
from ..models import Application, MinimisAid, OtherSupport, RelatedProject, Risk
from ..models.other_aid import AidCurrency
from ..sections import Section
from .rows import Row, label, row, value


def risk_rows(application: Application, section: Section) -> list[Row]:
    """Each risk with what it weighs; the plan only where there is one."""
    told = [row(f"Risk {number}", _risk(one)) for number, one in enumerate(application.risks.all(), 1)]
    if application.procurement_plan:
        told.append(row(label(application, "procurement_plan"), application.procurement_plan))
    return told


def _risk(one: Risk) -> str:
    weight = ""
    if one.value is not None:
        weight = f"Sannolikhet {one.likelihood} × konsekvens {one.impact} = {one.value}, {one.weight}"
    return "\n".join(filter(None, (one.text, weight, f"Åtgärd: {one.action}" if one.action else "")))


def related_rows(application: Application, section: Section) -> list[Row]:
    """What the project joins or builds on (N-06); nothing where none is named."""
    told = []
    for one in application.related_projects.all():
        name = f"{one.name} ({one.years})" if one.years else one.name
        told.append("\n".join(filter(None, (name, one.owner, one.relation, one.url))))
    return [row("Närliggande projekt", "\n\n".join(told))] if told else []


def state_aid_rows(application: Application, section: Section) -> list[Row]:
    """The answers; under a yes the table, and where the applicant would stand with what is applied for."""
    rows = _answered(application, "economic_activity", "economic_activity_note", "company_benefit")
    found = findings.minimis(application)
    if found is None:
        return rows
    rows += _answered(application, "minimis_received", "group_companies")
    if application.minimis_received == YesNo.YES:
        rows += [row(f"Försumbart stöd från {one.giver}", _aid(one)) for one in application.minimis_aids.all()]
    rate = exact(application.call_version.euro_rate)
    told = (
        f"Tidigare under tre år: {euro(found.before)}\nDet ni söker nu: {euro(found.now)}, räknat med {rate}{NBSP}kr "
        f"per euro\nSumma: {euro(found.total)}. Gränsen är {euro(found.limit)}."
    )
    return [*rows, row("Försumbart stöd tillsammans med det här", told)]


def _aid(one: MinimisAid) -> str:
    amount = ""
    if one.amount is not None:
        amount = f"{exact(one.amount)}{NBSP}{'euro' if one.currency == AidCurrency.EUR else 'kr'}"
        if one.currency == AidCurrency.SEK and one.euro is not None and one.rate is not None:
            rate = f"{one.rate.normalize():f}".replace(".", ",")
            amount += f" ({euro(one.euro)}, {rate}{NBSP}kr per euro)"
    day = f"Beviljat {dates.long(one.granted_on)}" if one.granted_on else ""
    return "\n".join(filter(None, (day, amount, one.receiver, one.get_rule_display())))


def other_support_rows(application: Application, section: Section) -> list[Row]:
    """The answer; under a yes each support. The last is what the applicant stands for."""
    rows = _answered(application, "other_support")
    if application.other_support == YesNo.YES:
        rows += [row(f"Stöd från {one.giver}", _support(one)) for one in application.other_supports.all()]
        rows += _answered(application, "other_support_note")
    return [*rows, *_answered(application, "no_double_funding")]


def _support(one: OtherSupport) -> str:
    amount = f"{exact(one.amount)}{NBSP}kr" if one.amount is not None else ""
    status = one.get_status_display().lower()
    day = _between(one.starts_on, one.ends_on)
    return "\n".join(filter(None, (", ".join(filter(None, (amount, status))), one.costs, day)))


def _between(first: date | None, last: date | None) -> str:
    if first and last:
        return dates.period_long(first, last)
    if first:
        return f"Från {dates.long(first)}"
    return f"Till {dates.long(last)}" if last else ""


# What belongs to a yes; under a no it may be left from before, and is not what the applicant says.
UNDER_YES = {"economic_activity_note": "economic_activity"}


def _answered(application: Application, *fields: str) -> list[Row]:
    """The columns that hold something, with the label that the form has."""
    told = []
    for field in fields:
        hidden = field in UNDER_YES and getattr(application, UNDER_YES[field]) != YesNo.YES
        if not hidden and getattr(application, field):
            told.append(row(label(application, field), value(application, field)))
    return told


# The same as data


def tables(application: Application) -> dict[str, Any]:
    """The rows of the four tables, amounts as text and days as 2026-11-22."""
    return {
        "risks": [_told(one, ("text", "likelihood", "impact", "action")) for one in application.risks.all()],
        "related": [_related(one) for one in application.related_projects.all()],
        "minimis": _minimis(application),
        "other_support": [
            _told(one, ("giver", "amount", "costs", "status", "starts_on", "ends_on"))
            for one in application.other_supports.all()
        ],
    }


def _related(one: RelatedProject) -> dict[str, Any]:
    return _told(one, ("name", "owner", "years", "relation", "url"))


def _minimis(application: Application) -> dict[str, Any]:
    """The table, and the sums in euro that were counted when it was sent; empty where nobody has an advantage."""
    found = findings.minimis(application)
    if found is None:
        return {}
    columns = ("granted_on", "giver", "receiver", "amount", "currency", "rate", "rule")
    rows = application.minimis_aids.all() if application.minimis_received == YesNo.YES else ()
    return {
        "rows": [_told(one, columns) for one in rows],
        "before": str(found.before),
        "now": str(found.now),
        "limit": str(found.limit),
        "rate": str(application.call_version.euro_rate),
    }


def _told(one: Any, columns: tuple[str, ...]) -> dict[str, Any]:
    return {column: _plain(getattr(one, column)) for column in columns}


def _plain(held: Any) -> Any:
    if isinstance(held, date):
        return held.isoformat()
    if isinstance(held, Decimal):
        return f"{held:f}"
    return held
