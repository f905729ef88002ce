"""Meetings of the person's boards, their agendas, and the delegated decisions that wait to be reported."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from applications.models import Case, ConflictDeclaration
from portal import clock, dates
from portal.accounts.enums import BOARD_ROLES, CASE_ROLES
from portal.accounts.models import StaffRole, User

from ..enums import MeetingState
from ..models import AgendaItem, DelegatedDecision, Meeting
from .door import cases
from .standing import RELATED


def meetings(user: User) -> QuerySet[Meeting]:
    """Meetings of the boards where the person works, latest first, with how many matters each has."""
    boards = user.boards_as(*CASE_ROLES)
    return Meeting.objects.filter(board__in=boards).select_related("board").annotate(matters=Count("items"))


def agenda(meeting: Meeting, user: User) -> list[AgendaItem]:
    """The matters in order; one in which the person is jävig is left out."""
    items = meeting.items.filter(case__in=cases(user).order_by().values("pk")).select_related(
        "decision", "early_close", *(f"case__{name}" for name in RELATED)
    )
    declared = ConflictDeclaration.objects.filter(is_conflicted=True, user__in=_members(meeting)).select_related("user")
    items = items.prefetch_related(Prefetch("case__conflicts", queryset=declared, to_attr="members_out"))
    return list(items.order_by("number"))


def _members(meeting: Meeting) -> QuerySet[StaffRole, Any]:
    """Those elected to the board, whenever: who reported jäv stands in the minutes."""
    return StaffRole.objects.filter(board=meeting.board_id, role__in=BOARD_ROLES).values("user")


def unreported(meeting: Meeting, user: User) -> list[DelegatedDecision]:
    """Delegated decisions made up to the meeting's day and not reported yet, oldest first."""
    waiting = DelegatedDecision.objects.filter(
        board=meeting.board_id,
        reported_at=None,
        decision__made_on__lte=meeting.held_on,
        decision__case__in=cases(user).order_by().values("pk"),
    )
    return list(waiting.select_related("decision__case__organisation", "rule").order_by("year", "number"))


def reported(meeting: Meeting, user: User) -> list[DelegatedDecision]:
    """Those that were reported at this meeting."""
    told = meeting.reported.filter(decision__case__in=cases(user).order_by().values("pk"))
    return list(told.select_related("decision__case__organisation", "rule").order_by("year", "number"))


def planned_for(case: Case) -> QuerySet[Meeting]:
    """Planned meetings of the case's board, the next first, each with its board."""
    rows = Meeting.objects.filter(board=case.board_id, state=MeetingState.PLANNED)
    return rows.select_related("board").order_by("held_on")


def stop_day(meeting: Meeting) -> date:
    """Handlingsstopp: the last day to hand in to the meeting, so many working days before it (D-12)."""
    return dates.add_working_days(meeting.held_on, -meeting.board.agenda_stop_days)


def call_day(meeting: Meeting) -> date:
    """The last day to send the call and the papers: so many days before, never later for a weekend (D-13)."""
    return dates.previous_working_day(meeting.held_on - timedelta(days=meeting.board.call_days))


def late_for(meeting: Meeting) -> str:
    """That the handlingsstopp has been, as a sentence; empty while there is time. Nothing is refused by it."""
    stop = stop_day(meeting)
    if clock.today() <= stop:
        return ""
    day = dates.long(meeting.held_on)
    return (
        f"Handlingsstoppet till sammanträdet {day} var {dates.weekday_long(stop)}. Stäm av att handlingarna hinner ut."
    )
