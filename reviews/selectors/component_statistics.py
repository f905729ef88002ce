"""How many applied for and got each kind of support in a call. Applications are counted, and never added (N-02)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Subquery

from applications.enums import ANSWERS, ComponentKind, ComponentOutcome
from applications.models import Application, ApplicationVersion, Call, Decision
from portal import clock

MONEY = ComponentKind.MONEY.value
ZERO = Decimal(0)
_MONEY = {MONEY: "Pengar"}
Id = TypeVar("Id", UUID, int, str)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of support: in how many applications it stands, and in how many it was granted, wholly or in part."""

    key: str
    label: str
    applied: int
    granted: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """A call's figures on a day. The kinds overlap: an application may have several, so they have no sum.

    `granted` applications got something, `not_granted` are decided and got nothing, `undecided` wait.
    """

    on: date
    applications: int
    kinds: tuple[Kind, ...]
    granted: int
    not_granted: int
    undecided: int
    sought: Decimal = ZERO  # kronor, by applications as they were handed in
    given: Decimal = ZERO  # kronor, the caps of what is granted

    def as_json(self) -> dict[str, Any]:
        """Plain values; the day as an ISO date."""
        return {
            "on": self.on.isoformat(),
            "applications": self.applications,
            "components": [
                {"key": row.key, "label": row.label, "applied": row.applied, "granted": row.granted}
                for row in self.kinds
            ],
            "granted": self.granted,
            "not_granted": self.not_granted,
            "undecided": self.undecided,
            "money_applied": str(self.sought),
            "money_granted": str(self.given),
        }

    def as_rows(self) -> list[tuple[str, str, str]]:
        """What, applied and granted, for a spreadsheet; kronor with a decimal comma."""
        rows = [("Ansökningar", str(self.applications), str(self.granted))]
        rows += [(kind.label, str(kind.applied), str(kind.granted)) for kind in self.kinds]
        sought, given = (str(amount).replace(".", ",") for amount in (self.sought, self.given))
        return [*rows, ("Kronor", sought, given)]


def tally(
    asked: Mapping[Id, Collection[str]], given: Mapping[Id, Collection[str]], labels: Mapping[str, str], on: date
) -> Statistics:
    """Count applications. `asked` has the kinds that each application asks for; `given` has those that each decided
    application got, none for a rejection. An application that is in `asked` alone is not decided."""
    decided = asked.keys() & given.keys()
    got = {key for key in decided if given[key]}
    return Statistics(
        on=on,
        applications=len(asked),
        kinds=tuple(
            Kind(
                key,
                label,
                applied=sum(key in kinds for kinds in asked.values()),
                granted=sum(key in given[row] for row in got),
            )
            for key, label in labels.items()
        ),
        granted=len(got),
        not_granted=len(decided) - len(got),
        undecided=len(asked) - len(decided),
    )


def of_call(call: Call) -> Statistics:
    """The call's figures today: applications that have come in, and what is decided about them. Four queries.

    In a call about money alone there is one kind, money.
    """
    decisions = Decision.objects.filter(kind__in=ANSWERS).order_by("made_on", "pk").prefetch_related("components")
    latest = ApplicationVersion.objects.filter(application=OuterRef("pk")).order_by("-number")
    rows = (
        Application.objects.filter(call=call, shared_at__isnull=False)
        .annotate(money_applied=Subquery(latest.values("data__budget__applied")[:1]))
        .select_related("call_version", "case")
        .prefetch_related("component_requests", Prefetch("case__decisions", decisions))
    )
    labels: dict[str, str] = {} if rows else _offered(call)
    sought, granted = ZERO, ZERO
    asked: dict[UUID, set[str]] = {}
    given: dict[UUID, set[str]] = {}
    for row in rows:
        offered = {kind["key"]: kind["label"] for kind in row.call_version.components} or _MONEY
        labels |= offered
        requested = {request.key for request in row.component_requests.all()}
        asked[row.pk] = requested or ({MONEY} if not row.call_version.components else set())
        sought += Decimal(row.money_applied or 0)
        answers = list(row.case.decisions.all())
        if answers:
            given[row.pk] = _given(answers[-1])
            granted += answers[-1].cap or ZERO if answers[-1].gives_money else ZERO
    return replace(tally(asked, given, labels, clock.today()), sought=sought, given=granted)


def _offered(call: Call) -> dict[str, str]:
    """The kinds of support of the call's rules, for a call that nobody has applied in yet."""
    rules = call.versions.order_by("-number").first()
    return (
        {kind["key"]: kind["label"] for kind in rules.components} if rules is not None and rules.components else _MONEY
    )


def _given(decision: Decision) -> set[str]:
    parts = list(decision.components.all())
    if not parts:
        return {MONEY} if decision.grants else set()
    return {part.key for part in parts if part.outcome != ComponentOutcome.REJECTED}
