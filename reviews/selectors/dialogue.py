"""The officers' meetings with those who apply: their own list, one meeting, and who is called that may be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from applications.enums import DialogueKind, ProjectState
from applications.models import Case, DialogueGuest, DialogueMeeting, Programme
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import User

from .door import cases

LONGEST = timedelta(hours=10)
RUNNING = (ProjectState.ACCEPTED, ProjectState.START_UP, ProjectState.IMPLEMENTATION, ProjectState.CLOSING)


def meetings(user: User) -> QuerySet[DialogueMeeting, Any]:
    """One's own, and those that a case which the person reads is called to; none about a case where one is jävig."""
    guests = DialogueGuest.objects.filter(meeting=OuterRef("pk"))
    called = Exists(guests.filter(case__in=cases(user).order_by().values("pk")))
    hidden = Exists(guests.filter(case__conflicts__user=user, case__conflicts__is_conflicted=True))
    mine = DialogueMeeting.objects.filter(Q(officer=user) | called)
    return mine.filter(Q(kind=DialogueKind.GATHERING) | ~hidden).select_related("programme", "officer")


def ahead(user: User) -> QuerySet[DialogueMeeting, Any]:
    """The person's own meetings to come, free times for advice among them, nearest first."""
    return _to_come(user).annotate(count=Count("guests")).order_by("starts_at", "pk")


def called_ahead(user: User) -> QuerySet[DialogueMeeting, Any]:
    """The same without the times that nobody has booked."""
    return (
        _to_come(user).filter(Exists(DialogueGuest.objects.filter(meeting=OuterRef("pk")))).order_by("starts_at", "pk")
    )


def _to_come(user: User) -> QuerySet[DialogueMeeting, Any]:
    return meetings(user).filter(officer=user, cancelled_at=None, starts_at__gt=clock.now() - LONGEST)


def past(user: User) -> QuerySet[DialogueMeeting, Any]:
    """The person's own that have been or are cancelled, the latest first; times that nobody booked are left out."""
    rows = meetings(user).filter(officer=user, guests__isnull=False)
    over = Q(cancelled_at__isnull=False) | Q(starts_at__lte=clock.now() - LONGEST)
    return rows.filter(over).distinct().annotate(count=Count("guests")).order_by("-starts_at", "pk")


@dataclass(frozen=True, slots=True)
class Called:
    """One who is called. Without `case` the reader may not know which case it is: an unshared draft (B6)."""

    organisation: str
    person: str
    wish: str
    case: Case | None


def called(meeting: DialogueMeeting, user: User) -> list[Called]:
    """Who is called; of a draft only the organisation, the person and the wish, and that to the officer alone."""
    seen = {case.pk: case for case in cases(user).filter(dialogue__meeting=meeting)}
    guests = meeting.guests.select_related("case__organisation", "booked_by")
    rows = []
    for guest in guests:
        case = seen.get(guest.case_id)
        is_draft = guest.case.shared_at is None and meeting.officer_id == user.pk
        if case is not None or is_draft:
            who = guest.booked_by.name if guest.booked_by_id != meeting.officer_id else ""
            rows.append(Called(guest.case.organisation.name, who, guest.wish, case))
    return rows


def programmes(user: User) -> QuerySet[Programme]:
    """Those that the person may offer times in: of the boards where one is a case officer."""
    return Programme.objects.filter(board__in=user.boards_as(StaffRoleName.CASE_OFFICER)).order_by("name", "pk")


def projects(user: User) -> QuerySet[Case]:
    """Cases with a running project at the person's boards as officer, to call to a gathering."""
    rows = cases(user).filter(project__state__in=RUNNING, board__in=user.boards_as(StaffRoleName.CASE_OFFICER))
    return rows.select_related("programme", "organisation").order_by("programme__name", "title", "pk")
