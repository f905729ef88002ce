"""A board takes over from another: open matters go to the new one, decided ones keep the old (domain.md §9 case 45)."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from applications.enums import ApplicationState as A
from applications.enums import ProjectState
from applications.lifecycle import engine
from applications.lifecycle.engine import NotYours
from applications.models import Case, FundingSource, Programme
from portal import clock, dates
from portal.accounts.models import Board, StaffRole, User

from ..enums import MeetingState
from ..models import AgendaItem, Meeting
from .meetings import next_number

# Over and done with, or decided without a project that goes on: what is left to do is the old board's.
KEPT = Q(application__state=A.CLOSED) | Q(application__state=A.DECIDED) & (
    Q(project=None) | Q(project__state=ProjectState.SETTLED)
)


def open_cases(board: Board, on: date) -> QuerySet[Case]:
    """What goes to the successor: matters that are not decided, and projects that go on.

    A matter on the agenda of a meeting before `on` was decided there by the old board, also before it is registered.
    """
    taken_up = AgendaItem.objects.filter(meeting__board=board, meeting__held_on__lt=on, decision=None).values("case")
    return Case.objects.filter(board=board).exclude(KEPT).exclude(pk__in=taken_up, application__state=A.ON_AGENDA)


@transaction.atomic
def hand_over(board: Board, *, successor: Board, on: date, by: User) -> Board:
    """Let another board take over from the first day `on` (a local date).

    Consequences: the old board ends the day before and names its successor; who has a role at the old board gets the
    same at the new one from that day, and keeps the old for what was decided there; on the day, or at once when it has
    come, `take_over` moves what is open. The new board decides its own delegation, so that is not copied.
    Raises NotYours, ValidationError per field.
    """
    if not by.has_perm("portal.manage_people"):
        raise NotYours(f"{by} does not keep the boards")
    boards = {row.pk: row for row in Board.objects.select_for_update().filter(pk__in=(board.pk, successor.pk))}
    board, successor = boards[board.pk], boards[successor.pk]
    _check(board, successor, on)
    board.successor, board.valid_to = successor, on - timedelta(days=1)
    board.version += 1
    board.save(update_fields=["successor", "valid_to", "version"])
    for role in StaffRole.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), board=board):
        held = StaffRole.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), board=successor)
        if not held.filter(user=role.user_id, role=role.role).exists():
            start = max(on, role.valid_from)
            StaffRole.objects.create(
                user_id=role.user_id,
                role=role.role,
                board=successor,
                unit_id=role.unit_id,
                valid_from=start,
                valid_to=role.valid_to,
            )
    if on <= clock.today():
        take_over(board)
    return board


def _check(board: Board, successor: Board, on: date) -> None:
    if successor.pk == board.pk:
        raise ValidationError({"successor": "En nämnd kan inte ta över från sig själv."})
    if board.successor_id is not None:
        raise ValidationError({"successor": f"{board.successor} har redan tagit över."})
    if successor.successor_id is not None or (successor.valid_to is not None and successor.valid_to < on):
        raise ValidationError({"successor": "Välj en nämnd som finns kvar efter den dagen."})
    if on <= board.valid_from:
        raise ValidationError({"on": "Dagen måste ligga efter nämndens första dag."})
    if on < successor.valid_from:
        raise ValidationError({"on": f"{successor} finns först från {dates.long(successor.valid_from)}."})


@transaction.atomic
def take_over(board: Board) -> int:
    """Move what is open to the successor, once its day has come; returns how many cases. May run twice, or late.

    Consequences: open cases and drafts get the new board, and those without a number get it from the new board's
    series; planned meetings from the day on, programmes and money go along. Decisions and earmarks keep the old board
    as they were made, and so do cases that are decided and have no project going on.
    """
    board = Board.objects.select_for_update().get(pk=board.pk)
    successor = board.successor
    if successor is None or board.valid_to is None or board.valid_to >= clock.today():
        return 0
    on = board.valid_to + timedelta(days=1)
    ids = list(open_cases(board, on).values_list("pk", flat=True))
    engine.lock_cases(ids)
    moved = open_cases(board, on).filter(pk__in=ids).values_list("pk", flat=True)
    count = Case.objects.filter(pk__in=list(moved)).update(board=successor)
    for meeting in Meeting.objects.filter(board=board, state=MeetingState.PLANNED, held_on__gte=on):
        _move_meeting(meeting, successor)
    Programme.objects.filter(board=board).update(board=successor)
    FundingSource.objects.filter(board=board).update(board=successor)
    return count


def _move_meeting(meeting: Meeting, successor: Board) -> None:
    """To the new board; when it sits on that day already, the matters go on its agenda after its own."""
    there = Meeting.objects.filter(board=successor, held_on=meeting.held_on).first()
    if there is None:
        Meeting.objects.filter(pk=meeting.pk).update(board=successor)
        return
    for number, item in enumerate(meeting.items.order_by("number"), next_number(there)):
        item.meeting, item.number = there, number
        item.save(update_fields=["meeting", "number"])
    meeting.delete()


def due() -> QuerySet[Board]:
    """Boards that have ended and named who takes over."""
    return Board.objects.filter(successor__isnull=False, valid_to__lt=clock.today())
