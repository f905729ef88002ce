"""Planning meetings, putting matters on the agenda, and reporting delegated decisions."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from applications.lifecycle import engine
from applications.lifecycle.engine import NotYours
from applications.models import Application, Case
from portal import clock, dates
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import Board, User

from ..enums import MeetingState
from ..models import AgendaItem, Meeting


@transaction.atomic
def plan(board: Board, *, held_on: date, place: str = "", by: User) -> Meeting:
    """Plan a meeting. Raises NotYours, ValidationError for a day that has passed or is taken."""
    if board.pk not in by.boards_as(StaffRoleName.BOARD_SECRETARY):
        raise NotYours(f"{by} is no secretary of {board}")
    if held_on < clock.today():
        raise ValidationError({"held_on": f"{dates.weekday_long(held_on).capitalize()} har redan varit."})
    meeting = Meeting(board=board, held_on=held_on, place=place)
    meeting.full_clean()
    meeting.save()
    return meeting


def lock_planned(meeting: Meeting, case: Case) -> Meeting:
    """The meeting, locked and fresh. Call inside a transaction.

    Raises ValidationError for a meeting of another board than the case's, or one that is over.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.board_id != case.board_id or meeting.state != MeetingState.PLANNED:
        raise ValidationError({"meeting": "Välj ett planerat sammanträde hos ärendets nämnd."})
    return meeting


def next_number(meeting: Meeting) -> int:
    """The next number on the agenda."""
    last: int | None = meeting.items.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def put_on_agenda(application: Application, *, meeting: Meeting, by: User) -> AgendaItem:
    """Put a proposed matter on the agenda of a planned meeting of its board, next in number.

    Raises NotYours, MovedOn, NotReady, ValidationError for a meeting of another board or one that is over.
    """
    application = engine.lock(application)
    meeting = lock_planned(meeting, application.case)
    engine.perform(application, "put_on_agenda", by=by)
    return AgendaItem.objects.create(meeting=meeting, case=application.case, number=next_number(meeting))


@transaction.atomic
def hold(meeting: Meeting, *, by: User) -> Meeting:
    """The meeting has been held. Raises NotYours, MovedOn, NotReady."""
    engine.perform(meeting, "hold", by=by)
    return meeting
