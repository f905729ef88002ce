"""What is the same for everything decided for the board: the number of the year, the words, the row to report."""

from typing import Any
from uuid import UUID

from django.db.models import Max

from portal import clock
from portal.accounts.models import Board, User

from ..models import DelegatedDecision, DelegationRule


def begin(board_id: UUID, rule: DelegationRule, *, by: User) -> tuple[DelegatedDecision, dict[str, Any]]:
    """The board's next delegated decision, not saved, and the columns of the decision it is about.

    Locks the board, so that numbers leave no gaps. Call inside a transaction; save the row with its decision.
    """
    board = Board.objects.select_for_update().get(pk=board_id)
    today = clock.today()
    last = DelegatedDecision.objects.filter(board=board, year=today.year).aggregate(last=Max("number"))["last"]
    row = DelegatedDecision(rule=rule, board=board, year=today.year, number=(last or 0) + 1)
    columns = {
        "is_delegated": True,
        "made_on": today,
        "paragraph": f"{row}, punkt {rule.point}",
        "decided_by": f"{by.name}, {by.title.lower() or 'på delegation'}",
    }
    return row, columns
