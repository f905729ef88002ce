"""Pilot money: what a project gives on to others, within what its budget sets aside for the year (O-19)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from portal import clock, dates
from portal.accounts.models import User
from portal.identifiers import normalise_orgnr

from ..budget.ledger import kr
from ..enums import ProjectState
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotYours
from ..models import Project, SubGrant
from ..selectors.sub_grants import set_aside

# From the start-up until the money is settled; the outcome may come late.
OPEN = (ProjectState.START_UP, ProjectState.IMPLEMENTATION, ProjectState.CLOSING, ProjectState.FINAL_REPORTED)
FIELDS = ("year", "recipient", "orgnr", "purpose", "amount", "granted_on", "outcome")


@transaction.atomic
def save(
    project: Project, *, sub_grant: SubGrant | None, values: Mapping[str, Any], version: int | None, by: User
) -> SubGrant:
    """Write down a pilot, or change one that stands there, also to tell later how it went.

    The authority reads it at once. Raises NotYours, StaleVersion, MovedOn outside the project's time, and
    ValidationError where the year's money does not reach, with how much is left.
    """
    if not by.has_perm("applications.keep_sub_grants", project):
        raise NotYours(f"{by} gives on no money of {project}")
    project = engine.lock(project)
    if project.state not in OPEN:
        raise MovedOn(project.get_state_display(), "Dela ut pilotmedel")
    if sub_grant is None:
        row = SubGrant(case=project.case, project=project, entered_by=by, entered_at=clock.now())
    else:
        row = engine.lock_at(sub_grant, version)
        row.version += 1
    for field in FIELDS:
        if field in values:
            setattr(row, field, values[field])
    row.orgnr = normalise_orgnr(row.orgnr)
    _check(project, row)
    row.full_clean(exclude=["case", "project", "entered_by"])
    row.save()
    return row


def _check(project: Project, row: SubGrant) -> None:
    budget = set_aside(project)
    faults: dict[str, str] = {}
    if row.year not in budget:
        told = ", ".join(map(str, budget)) or "inget år"
        faults["year"] = f"Budgeten har inga pengar till piloter {row.year}. Det har den för {told}."
    if not project.period_start <= row.granted_on <= clock.today():
        faults["granted_on"] = f"Dagen måste ligga från {dates.long(project.period_start)} till och med i dag."
    others = SubGrant.objects.filter(project=project, year=row.year).exclude(pk=row.pk)
    given = others.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    left = budget.get(row.year, Decimal(0)) - given
    if row.amount <= 0:
        faults["amount"] = "Beloppet måste vara större än 0."
    elif row.year in budget and row.amount > left:
        faults["amount"] = (
            f"Budgeten har {kr(budget[row.year])} till piloter {row.year}, och {kr(given)} är redan utdelat. "
            f"Det finns {kr(left)} kvar."
        )
    if faults:
        raise ValidationError(faults)
