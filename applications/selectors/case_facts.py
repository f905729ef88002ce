"""The facts that a case's story is told from: one query for any number of cases, decision and debts along as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, JSONField, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONObject

from portal import clock

from ..enums import (
    OWED_BY_US,
    ClaimState,
    DecisionKind,
    DecisionState,
    EarlyCloseState,
    ObligationKind,
    ReportState,
)
from ..lifecycle.gates.reporting import WITH_US
from ..models import (
    Application,
    CallWindow,
    Case,
    Claim,
    Decision,
    DelayNotice,
    DialogueGuest,
    EarlyClose,
    Idea,
    Obligation,
    PartyHearing,
    Payout,
    PhaseActivity,
)
from . import decision_requests
from .dialogue import upcoming

REPORTS = (ObligationKind.REPORT, ObligationKind.FINAL_REPORT)
CLAIMS = (ObligationKind.CLAIM, ObligationKind.FINAL_CLAIM)
# Open for the applicant to write in now.
IN_HAND = {ReportState.OPEN.value, ReportState.DRAFT.value, ReportState.COMPLETION.value}
SENT = (DecisionState.DISPATCHED, DecisionState.LEGALLY_FINAL)


@dataclass(frozen=True, slots=True)
class Owed:
    """Something the applicant owes by a local date. `row` is the report's or the claim's id, `state` its state.

    `waits`: a claim that cannot be handed in before we have paid an earlier one (domain.md §9 case 25).
    """

    kind: str
    due_on: date
    period_start: date | None
    period_end: date | None
    row: str
    state: str
    waits: bool = False

    @property
    def is_in_hand(self) -> bool:
        """It can be done now; a report of a coming period cannot."""
        return self.kind not in (*REPORTS, *CLAIMS) or self.state in IN_HAND

    @property
    def is_returned(self) -> bool:
        return self.state == ReportState.COMPLETION

    @property
    def what(self) -> str:
        return str(ObligationKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class ToCome:
    """A meeting that the case is called to or has booked."""

    guest: str
    kind: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class PhaseLeft:
    """Something that is not done in a project's start or at its end, with the day it is planned to."""

    phase: str
    text: str
    planned_on: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """The newest decision on the application in a few columns; `cap` in kronor."""

    kind: str
    state: str
    is_delegated: bool
    made_on: date
    cap: Decimal | None

    @property
    def is_sent(self) -> bool:
        """Only then is it told to the applicant; before that it is only treated (§7.10)."""
        return self.state in SENT


# Whether the floors above have something to tell the applicant of a case, registered when the apps are ready.
_ABOVE: dict[str, Exists] = {}


def add_fact(name: str, there_is: Exists) -> None:
    """`there_is` is asked with the story, so that a case with nothing to tell costs no question of its own."""
    _ABOVE[f"story_{name}"] = there_is


def with_story(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with all that the story needs. One query; long texts are left in the database."""
    answers = Decision.objects.filter(case=OuterRef("pk")).exclude(kind=DecisionKind.EARLY_CLOSE)
    newest = answers.order_by("-made_on", "-state", "pk")
    is_owed = Q(fulfilled_at=None, cancelled_at=None)
    is_returned = Q(report__state=ReportState.COMPLETION) | Q(claim__state=ClaimState.COMPLETION)
    owed = Obligation.objects.filter(is_owed | is_returned, case=OuterRef("pk")).exclude(kind__in=OWED_BY_US)
    owed = owed.order_by("due_on", "kind", "number")
    warned = EarlyClose.objects.filter(case=OuterRef("pk"), state=EarlyCloseState.WARNED, commented_at=None)
    windows = CallWindow.objects.filter(call=OuterRef("application__call")).counting(clock.now())
    meetings = DialogueGuest.objects.filter(upcoming(), case=OuterRef("pk")).order_by("meeting__starts_at")
    left = PhaseActivity.objects.filter(case=OuterRef("pk"), done_on=None, planned_on__isnull=False)
    delays = DelayNotice.objects.filter(case=OuterRef("pk")).order_by("-sent_at")
    paid = Payout.objects.filter(case=OuterRef("pk"), paid_on__isnull=False).order_by("-paid_on")
    return (
        cases.select_related(
            "organisation", "board", "programme__contact", "officer", "idea", "application__call", "project"
        )
        .defer(*_long_columns("idea", Idea), *_long_columns("application", Application))
        .annotate(
            story_decision=Subquery(newest.values(json=JSONObject(**_DECISION))[:1]),
            story_owed=ArraySubquery(owed.values(json=JSONObject(**_OWED))),
            story_warned=Subquery(warned.values("comment_due")[:1]),
            story_closes_at=Subquery(windows.values("closes_at")[:1]),
            story_meetings=ArraySubquery(meetings.values(json=JSONObject(**_MEETING))),
            story_left=ArraySubquery(left.order_by("planned_on", "order").values(json=JSONObject(**_LEFT))),
            story_delayed_to=Subquery(delays.values("expected_on")[:1]),
            story_asked=decision_requests.of_each(),
            story_heard=Exists(PartyHearing.objects.filter(case=OuterRef("pk"))),
            story_paid_on=Subquery(paid.values("paid_on")[:1]),
            **_ABOVE,
        )
    )


# An amount as JSON number would come back as a float, so it travels as text.
_DECISION: dict[str, Any] = {
    "kind": "kind",
    "state": "state",
    "is_delegated": "is_delegated",
    "made_on": "made_on",
    "cap": Cast("cap", CharField()),
}
_OWED: dict[str, Any] = {
    "kind": "kind",
    "due_on": "due_on",
    "period_start": "period_start",
    "period_end": "period_end",
    "report": "report__pk",
    "report_state": "report__state",
    "claim": "claim__pk",
    "claim_state": "claim__state",
    "waits": Exists(
        Claim.objects.filter(
            project=OuterRef("claim__project"),
            number__lt=OuterRef("claim__number"),
            is_advance=False,
            state__in=WITH_US,
            case__application__call_version__one_open_claim=True,
        )
    ),
}


_MEETING: dict[str, Any] = {"guest": "pk", "kind": "meeting__kind", "starts_at": "meeting__starts_at"}
_LEFT: dict[str, Any] = {"phase": "phase", "text": "text", "planned_on": "planned_on"}


def _long_columns(relation: str, model: type[Idea | Application]) -> list[str]:
    columns = model._meta.concrete_fields
    return [f"{relation}__{field.name}" for field in columns if isinstance(field, TextField | JSONField)]


def told(case: Case) -> Case:
    """The case with its story, fetched anew when it was read without."""
    return case if hasattr(case, "story_owed") else with_story(Case.objects.all()).get(pk=case.pk)


def owed(case: Case) -> list[Owed]:
    """What is owed, nearest first, a report before its claim; also what has been sent back to be completed."""
    items = [
        Owed(
            row["kind"],
            date.fromisoformat(row["due_on"]),
            date.fromisoformat(row["period_start"]) if row["period_start"] else None,
            date.fromisoformat(row["period_end"]) if row["period_end"] else None,
            row["report"] or row["claim"] or "",
            row["report_state"] or row["claim_state"] or "",
            row["waits"],
        )
        for row in told(case).story_owed  # type: ignore[attr-defined]  # annotated by with_story
    ]
    return sorted(items, key=lambda item: (item.due_on, item.kind in CLAIMS))


def outcome(case: Case) -> Outcome | None:
    """The newest decision, sent or not; None before there is one."""
    row = told(case).story_decision  # type: ignore[attr-defined]  # annotated by with_story
    if row is None:
        return None
    cap = Decimal(row["cap"]) if row["cap"] is not None else None
    return Outcome(row["kind"], row["state"], row["is_delegated"], date.fromisoformat(row["made_on"]), cap)


def part(case: Case, name: str) -> Any:
    """The case's idea, application or project; None when it has none."""
    return getattr(case, name, None)


def last_paid_on(case: Case) -> date | None:
    day: date | None = told(case).story_paid_on  # type: ignore[attr-defined]  # annotated by with_story
    return day


def closes_at(case: Case) -> datetime | None:
    """When the window closes that counts now for the case's application; None for rolling intake."""
    found: datetime | None = getattr(case, "story_closes_at", None)
    return found


def answer_due(case: Case) -> date | None:
    """By when to answer that we consider ending the project early; None when nothing waits for an answer."""
    day: date | None = told(case).story_warned  # type: ignore[attr-defined]  # annotated by with_story
    return day


def asked(case: Case) -> decision_requests.Asked | None:
    """The request that the case is decided; None when there is none."""
    return decision_requests.read(told(case).story_asked)  # type: ignore[attr-defined]  # annotated by with_story


def to_come(case: Case) -> list[ToCome]:
    """The meetings ahead, nearest first."""
    return [
        ToCome(row["guest"], row["kind"], datetime.fromisoformat(row["starts_at"]))
        for row in told(case).story_meetings  # type: ignore[attr-defined]  # annotated by with_story
    ]


def phase_left(case: Case) -> list[PhaseLeft]:
    """What is planned and not done in the start and at the end, nearest first."""
    return [
        PhaseLeft(row["phase"], row["text"], date.fromisoformat(row["planned_on"]))
        for row in told(case).story_left  # type: ignore[attr-defined]  # annotated by with_story
    ]
