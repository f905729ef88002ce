"""Which inriktningsbeslut a proposal may lean on, and what it leans on in sentences."""

from uuid import UUID

from django.db.models import QuerySet

from applications.documents import leaning
from applications.models import Case, PolicyDecision
from portal.accounts.models import Board

from ..models import Memo


def lineage(board_id: UUID) -> set[UUID]:
    """The board and those that it has taken over from, however far back. One query."""
    heirs = dict(Board.objects.exclude(successor=None).values_list("pk", "successor"))
    found = {board_id}
    while more := {old for old, heir in heirs.items() if heir in found and old not in found}:
        found |= more
    return found


def choosable(case: Case) -> QuerySet[PolicyDecision]:
    """Inriktningsbeslut of the case's board and its predecessors, the latest first."""
    return PolicyDecision.objects.filter(board__in=lineage(case.board_id)).select_related("board")


def policies_of(memo: Memo) -> list[str]:
    """Which earlier decisions the proposal leans on, a sentence for each. One query."""
    return leaning.policies(memo.policies.select_related("board"), memo.case.board_id)


def forum_of(memo: Memo) -> list[str]:
    """When the programme's forum discussed the case, and what it said."""
    return leaning.forum(memo.case.programme.forum_name, memo.forum_on, memo.forum_note)
