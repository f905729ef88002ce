"""Meetings as the applicant's pages show them: those of a case in order of time, and the free times for advice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from portal import clock
from portal.icalendar import Event

from ..enums import DialogueKind
from ..models import Case, DialogueGuest, DialogueMeeting

MOST_FREE = 12  # free times on the page where one is chosen
LATEST = 3  # meetings told on a report's page


@dataclass(frozen=True, slots=True)
class Meetings:
    """Those to come first, the nearest first; then those that have been or are cancelled, the latest first."""

    ahead: list[DialogueGuest]
    past: list[DialogueGuest]

    def __bool__(self) -> bool:
        return bool(self.ahead or self.past)


def of_case(case: Case) -> Meetings:
    """Every meeting that the case is called to or has booked. One query."""
    guests = DialogueGuest.objects.filter(case=case).select_related("meeting__officer", "meeting__programme")
    rows = list(guests.order_by("meeting__starts_at", "pk"))
    ahead = [row for row in rows if row.meeting.is_ahead]
    return Meetings(ahead, [row for row in reversed(rows) if not row.meeting.is_ahead])


def latest(case: Case) -> list[DialogueGuest]:
    """The last meetings that have been held, for the report's page. One query."""
    held = DialogueGuest.objects.filter(case=case, meeting__cancelled_at=None, meeting__starts_at__lte=clock.now())
    return list(held.select_related("meeting").order_by("-meeting__starts_at", "pk")[:LATEST])


def times(case: Case) -> QuerySet[DialogueMeeting, Any]:
    """The case's own booked time first, then the free ones of its programme; each with `mine`, the booking's id."""
    guests = DialogueGuest.objects.filter(meeting=OuterRef("pk"))
    rows = DialogueMeeting.objects.filter(
        programme=case.programme_id, kind=DialogueKind.ADVICE, cancelled_at=None, starts_at__gt=clock.now()
    )
    return (
        rows.filter(~Exists(guests) | Exists(guests.filter(case=case)))
        .annotate(mine=Subquery(guests.filter(case=case).values("pk")[:1]))
        .select_related("officer")
        .order_by(F("mine").asc(nulls_last=True), "starts_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class Advice:
    """What the page of an idea or a draft tells: the booked time, or the next free ones, or that there are none."""

    mine: DialogueMeeting | None
    free: list[DialogueMeeting]


def advice(case: Case, most: int = 3) -> Advice:
    """One query."""
    rows = list(times(case)[: most + 1])
    mine = next((row for row in rows if row.mine is not None), None)
    return Advice(mine, [row for row in rows if row.mine is None][:most])


def upcoming() -> Q:
    """A filter for guests whose meeting has not ended and still stands; a long one may end a little before."""
    return Q(meeting__cancelled_at=None, meeting__starts_at__gt=clock.now())


def event(meeting: DialogueMeeting, url: str, about: str) -> Event:
    """The meeting as a calendar's file tells it; `about` is named beside its kind."""
    return Event(
        uid=f"{meeting.pk}@investeringsportalen",
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        title=", ".join(filter(None, (meeting.get_kind_display(), about))),
        place=meeting.place,
        text="\n".join(filter(None, (meeting.topic, f"Handläggare: {meeting.officer.name}", url))),
        url=url,
        sequence=meeting.version,
        is_cancelled=meeting.cancelled_at is not None,
        written_at=meeting.cancelled_at or meeting.called_at,
    )
