"""What the economist looks at in a case: the budget as a payer sees it, the account, and other public money.

Read from what was sent in, as it was frozen, and from the organisation's other cases that the person may read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery

from applications.models import ApplicationVersion, Case, Decision
from portal import dates

from . import frozen, standing
from .door import cases
from .dossier import Dossier

ACCOUNT = "Utbetalning till"  # the label that the account has in what was sent in


@dataclass(frozen=True, slots=True)
class Other:
    """Another case of the organisation: what it is about in money, and whether it runs at the same time."""

    case: Case
    sentence: str
    period: str
    amount: Decimal | None
    is_granted: bool
    overlaps: bool


@dataclass(frozen=True, slots=True)
class Facts:
    budget: Mapping[str, Any]
    vat: str
    account: str
    small_aid: list[tuple[str, str]]
    other_support: list[tuple[str, str]]
    others: list[Other]


def facts(dossier: Dossier) -> Facts | None:
    """All of it; None before anything has come in. The same number of queries however many other cases there are."""
    version = dossier.version
    if version is None:
        return None
    return Facts(
        budget=version.data["budget"]["printed"],
        vat=version.data["budget"].get("vat", ""),
        account=frozen.answer(version, "sokande", ACCOUNT),
        small_aid=frozen.rows(version, "statsstod"),
        other_support=frozen.rows(version, "annat_stod"),
        others=others(dossier, version),
    )


def told(case: Case) -> list[tuple[str, str]]:
    """What the economist says, and what the support is as state aid: for whoever writes the proposal."""
    found = []
    review, aid = getattr(case, "economy_review", None), getattr(case, "state_aid_review", None)
    if review is not None:
        yes_no = "Tillstyrker" if review.supports else "Avstyrker"
        found.append((f"Ekonomisk granskning, {review.written_by.name}", f"{yes_no}. {review.opinion}"))
    if aid is not None:
        found.append((f"Statsstöd, {aid.written_by.name}", f"{aid.get_kind_display()}. {aid.reason}"))
    return found


def others(dossier: Dossier, version: ApplicationVersion) -> list[Other]:
    """The organisation's other applications here, the latest first, as far as the person may read them."""
    latest = ApplicationVersion.objects.filter(application__case=OuterRef("pk")).order_by("-number")
    granted = Decision.objects.filter(case=OuterRef("pk"), cap__gt=0).order_by("-made_on", "-pk")
    rows = (
        cases(dossier.user)
        .filter(organisation=dossier.case.organisation_id, application__shared_at__isnull=False)
        .exclude(pk=dossier.case.pk)
        .select_related("organisation", "officer", "application", "memo", "project", "idea")
        .prefetch_related("decisions")
        .annotate(
            told_period=Subquery(latest.values("data__period")[:1]),
            told_applied=Subquery(latest.values("data__budget__applied")[:1]),
            told_cap=Subquery(granted.values("cap")[:1]),
        )
        .order_by("-application__shared_at", "pk")
    )
    mine = _period(version.data["period"])
    return [_other(row, mine) for row in rows]


Period = tuple[date | None, date | None]


def _other(row: Any, mine: Period) -> Other:
    start, end = theirs = _period(row.told_period or {})
    cap: Decimal | None = row.told_cap
    applied = Decimal(row.told_applied) if row.told_applied else None
    return Other(
        case=row,
        sentence=standing.sentence(row),
        period=dates.period_long(start, end) if start and end else "",
        amount=cap if cap is not None else applied,
        is_granted=cap is not None,
        overlaps=_overlap(mine, theirs),
    )


def _period(told: Mapping[str, str]) -> Period:
    first, last = (told.get(name) for name in ("start", "end"))
    return (date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


def _overlap(one: Period, other: Period) -> bool:
    if None in (*one, *other):
        return False
    (start, end), (first, last) = one, other
    return start <= last and first <= end  # type: ignore[operator]  # none is None
