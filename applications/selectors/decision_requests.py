"""Begäran om att ärendet avgörs: from when it can be made, whether it waits, and what was asked (FL 12 §)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from portal import clock

from ..lifecycle.application import BEFORE_DECISION
from ..models import Application, Case, DecisionRequest
from . import deadlines

# The act counts from the day the application came in, also where nobody has taken it up: from then until there is a
# decision the case waits for one.
WAITS = BEFORE_DECISION


@dataclass(frozen=True, slots=True)
class Asked:
    """The request in three days; `refused_on` None while it waits or is answered by a decision."""

    on: date
    due_on: date
    refused_on: date | None


def of_each() -> Subquery:
    """The request of each case of a query, for `read`; so that a list of cases costs no question of its own."""
    shape = JSONObject(on="requested_at", due_on="due_on", refused_at="refused_at")
    return Subquery(DecisionRequest.objects.filter(case=OuterRef("pk")).values(json=shape)[:1])


def read(row: dict[str, Any] | None) -> Asked | None:
    """What `of_each` gave for one case."""
    if row is None:
        return None
    refused = datetime.fromisoformat(row["refused_at"]) if row["refused_at"] else None
    on = deadlines.day_of(datetime.fromisoformat(row["on"]))
    return Asked(on, date.fromisoformat(row["due_on"]), deadlines.day_of(refused) if refused else None)


def of_case(case: Case) -> DecisionRequest | None:
    """What was asked, with who asked and who refused; one query."""
    rows = DecisionRequest.objects.filter(case=case).select_related("requested_by", "refused_by", "document__file")
    found: DecisionRequest | None = rows.first()
    if found is not None:
        found.case = case
    return found


def opens_on(application: Application) -> date | None:
    """The first day to ask; None for one that has not come in."""
    return deadlines.request_opens(application.shared_at) if application.shared_at is not None else None


def is_open(application: Application) -> bool:
    """The six months have passed and there is no decision. Whether it has been asked before, the row tells."""
    opens = opens_on(application)
    return opens is not None and opens <= clock.today() and application.state in WAITS
