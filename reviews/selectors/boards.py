"""The boards as a timeline: who took over from whom, and what each has now."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import Board, User


@dataclass(frozen=True)
class BoardLine:
    """A board in its place: when it is one, and how many programmes it has now."""

    board: Board
    programmes: int
    has_ended: bool
    is_coming: bool
    is_mine: bool


def lines_of(user: User) -> list[list[BoardLine]]:
    """Each line of predecessors and successors by time, those that still decide first. One query.

    Boards and their years are public; `is_mine` says where the person has a role today.
    """
    boards = {
        board.pk: board
        for board in Board.objects.select_related("successor")
        .annotate(programme_count=Count("programmes", distinct=True))
        .order_by("name", "pk")
    }
    before: dict[UUID, list[Board]] = {}
    for board in boards.values():
        if board.successor_id is not None:
            before.setdefault(board.successor_id, []).append(board)
    mine, today = user.boards_as(*StaffRoleName), clock.today()
    last = [board for board in boards.values() if board.successor_id not in boards]
    last.sort(key=lambda board: (board.valid_to is not None and board.valid_to < today, board.name))
    return [
        [
            BoardLine(
                board,
                programmes=board.programme_count,  # type: ignore[attr-defined]  # annotated above
                has_ended=board.valid_to is not None and board.valid_to < today,
                is_coming=board.valid_from > today,
                is_mine=board.pk in mine,
            )
            for board in _with_those_before(end, before)
        ]
        for end in last
    ]


def _with_those_before(board: Board, before: dict[UUID, list[Board]]) -> Iterator[Board]:
    for earlier in sorted(before.get(board.pk, []), key=lambda row: row.valid_from):
        yield from _with_those_before(earlier, before)
    yield board
