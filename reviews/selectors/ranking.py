"""The applications of a call beside each other: in order of what their readers found, against the money that is left.

Only cases that the person may read are there, and of a case that the person reads blind only what is the person's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from applications.budget import ledger
from applications.enums import GRANTS, ApplicationState, OfficerRole
from applications.models import ApplicationVersion, Assignment, Call, Case, FundEntry
from applications.models.criteria import Measure, criteria_of
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import User
from portal.dates import period_long
from portal.look.words import listed
from portal.money import NBSP, kronor, percent

from ..models import Assessment, RankOrder
from . import frozen, readers
from .door import at, cases
from .frozen import ZERO
from .readers import Weighed

READERS = (StaffRoleName.CASE_OFFICER, StaffRoleName.HEAD_OF_UNIT, StaffRoleName.ECONOMIST)
# What has come in and nobody has decided about.
RANKED = (
    ApplicationState.REGISTERED,
    ApplicationState.FORMAL_CHECK,
    ApplicationState.COMPLETION,
    ApplicationState.PREPARATION,
    ApplicationState.PROPOSED,
    ApplicationState.ON_AGENDA,
)
FEWEST, MOST = 2, 4  # to compare


@dataclass(frozen=True, slots=True)
class Line:
    """One application. Amounts are kronor with öre; `so_far` is the sum of the amounts to and with this one."""

    place: int
    case: Case
    weighed: Weighed | None
    applied: Decimal | None
    proposed: Decimal | None
    so_far: Decimal
    fits: bool
    own: RankOrder | None

    @property
    def amount(self) -> Decimal:
        """What counts against the money: what is proposed, until then what is applied for."""
        return self.proposed if self.proposed is not None else self.applied or ZERO


@dataclass(frozen=True, slots=True)
class Ranking:
    """`left` is what the call's money holds for these: not decided, and what their own proposals have reserved."""

    lines: list[Line]
    left: Decimal | None
    fund: str

    @property
    def ends_after(self) -> int | None:
        """The place after which the money is out; None where all fit, or there is no earmarked money."""
        out = next((line for line in self.lines if not line.fits), None)
        return None if self.left is None or out is None else out.place - 1


def may_read(user: User, call: Call) -> bool:
    """Officer, head of unit or economist at the board of the call's programme."""
    return call.programme.board_id in user.boards_as(*READERS)


def ranking(call: Call, user: User) -> Ranking:
    """All applications of the call that wait for a decision. The same number of queries for one and for thirty."""
    rows = _ordered([_weighed(row, user) for row in _cases(call, user)])
    left = _left(call, [case for case, _ in rows])
    lines: list[Line] = []
    so_far = ZERO
    for place, (case, weighed) in enumerate(rows, start=1):
        applied, proposed = _applied(case), _proposed(case)
        so_far += proposed if proposed is not None else applied or ZERO
        fits = left is None or so_far <= left
        lines.append(Line(place, case, weighed, applied, proposed, so_far, fits, getattr(case, "rank_order", None)))
    return Ranking(lines, left, call.fund.name if call.fund else "")


def _cases(call: Call, user: User) -> QuerySet[Case]:
    latest = ApplicationVersion.objects.filter(application__case=OuterRef("pk")).order_by("-number")
    second = Assignment.objects.filter(case=OuterRef("pk"), role=OfficerRole.CO_OFFICER, ended_at=None)
    read = Assessment.objects.select_related("author").prefetch_related("scores").order_by("saved_at", "pk")
    return (
        cases(user)
        .filter(
            at(user, *READERS, path=""),
            application__call=call,
            application__state__in=RANKED,
            application__shared_at__isnull=False,
        )
        .select_related("organisation", "officer", "application__call_version", "memo", "rank_order")
        .prefetch_related(Prefetch("assessments", read))
        .annotate(
            second_reader=Subquery(second.values("user")[:1]),
            told_applied=Subquery(latest.values("data__budget__applied")[:1]),
        )
        .order_by("application__shared_at", "pk")
    )


def _weighed(case: Any, user: User) -> tuple[Case, Weighed | None]:
    criteria = criteria_of(case.application.call_version)
    return case, readers.weighed(_seen(case, criteria, user), criteria)


def _seen(case: Any, criteria: Sequence[Measure], user: User) -> list[Assessment]:
    return readers.seen(case, case.second_reader, list(case.assessments.all()), criteria, user)


Row = tuple[Case, Weighed | None]


def _ordered(rows: Iterable[Row]) -> list[Row]:
    """The highest mean first, what is not assessed last, the earlier in before the later; then people's own places."""
    found = sorted(rows, key=lambda row: -row[1].mean if row[1] is not None else Decimal(1))
    placed = [row for row in found if getattr(row[0], "rank_order", None) is not None]
    rest = [row for row in found if getattr(row[0], "rank_order", None) is None]
    for row in sorted(placed, key=lambda row: row[0].rank_order.position):
        rest.insert(min(row[0].rank_order.position - 1, len(rest)), row)
    return rest


def _applied(case: Any) -> Decimal | None:
    return Decimal(case.told_applied) if case.told_applied else None


def _proposed(case: Case) -> Decimal | None:
    memo = getattr(case, "memo", None)
    if memo is None:
        return None
    if memo.kind not in GRANTS:
        return ZERO
    cap: Decimal | None = memo.cap
    return cap


def _left(call: Call, those: Sequence[Case]) -> Decimal | None:
    if call.fund is None:
        return None
    own = FundEntry.objects.filter(fund=call.fund, case__in=those).sheet()
    return call.fund.entries.sheet().total.left + sum(ledger.held(own).values(), ZERO)


# Side by side


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the comparison: its rows, each with a label and one cell per application."""

    title: str
    rows: list[tuple[str, list[str]]]


def chosen(call: Call, user: User, ids: Sequence[Any]) -> list[Case]:
    """The cases among those that the person may read in the call, in the order in which they were chosen."""
    found = {str(row.pk): row for row in _cases(call, user).filter(Q(pk__in=ids))}
    return [found[str(pk)] for pk in dict.fromkeys(map(str, ids)) if str(pk) in found]


def comparison(those: Sequence[Case], user: User) -> list[Part]:
    """Money and facts, assessments, and then what was sent in, part by part, as it was frozen."""
    rows = ApplicationVersion.objects.filter(application__case__in=those).select_related("application")
    last = {row.application.case_id: row for row in rows.order_by("number")}
    versions = [last[case.pk] for case in those]
    return [
        _in_short(those, versions),
        _assessed(those, user),
        *_sections(versions),
    ]


def _in_short(those: Sequence[Case], versions: Sequence[ApplicationVersion]) -> Part:
    def kr(amount: Decimal | None) -> str:
        return "" if amount is None else f"{kronor(amount)}{NBSP}kr"

    shares = [frozen.share(row) for row in versions]
    rows = [
        ("Sökande", [case.organisation.name for case in those]),
        ("Handläggare", [case.officer.name if case.officer else "Ingen" for case in those]),
        ("Period", [_period(row) for row in versions]),
        ("Söker", [kr(frozen.applied(row)) for row in versions]),
        ("Föreslaget", [kr(_proposed(case)) for case in those]),
        ("Alla kostnader", [kr(frozen.cost(row)) for row in versions]),
        ("Andel som söks", [percent(share) if share is not None else "" for share in shares]),
    ]
    return Part("I korthet", rows)


def _period(version: ApplicationVersion) -> str:
    told = version.data["period"]
    if not told["start"] or not told["end"]:
        return ""
    return period_long(date.fromisoformat(told["start"]), date.fromisoformat(told["end"]))


def _assessed(those: Sequence[Any], user: User) -> Part:
    rows: dict[str, list[str]] = {}
    for place, case in enumerate(those):
        criteria = criteria_of(case.application.call_version)
        seen = _seen(case, criteria, user)
        for one in criteria:
            given = [
                f"{score.score} ({row.author.name})"
                for row in seen
                for score in row.scores.all()
                if score.criterion == one.key
            ]
            rows.setdefault(one.label, [""] * len(those))[place] = listed(given)
        found = readers.weighed(seen, criteria)
        rows.setdefault("Vägt medel", [""] * len(those))[place] = f"{found.mean}".replace(".", ",") if found else ""
    mean = rows.pop("Vägt medel")
    return Part("Bedömning", [*rows.items(), ("Vägt medel", mean)])


def _sections(versions: Sequence[ApplicationVersion]) -> list[Part]:
    """The parts of the form with a row per label, in the order of the first application that has it."""
    parts: dict[str, dict[str, list[str]]] = {}
    for place, version in enumerate(versions):
        for section in version.data["sections"]:
            rows = parts.setdefault(section["label"], {})
            for row in section["rows"]:
                cells = rows.setdefault(row["label"], [""] * len(versions))
                cells[place] = f"{cells[place]}\n{row['value']}".strip()
    return [Part(title, list(rows.items())) for title, rows in parts.items() if rows]
