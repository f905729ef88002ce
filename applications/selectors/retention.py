"""How long the handlingar of a case are kept, and by which decision (arkivlagen 1990:782, domain.md §2.4).

This only tells. Nothing is deleted by it: weeding out, with its own log of what was deleted by which rule, is work of
its own that is not built, and no rule is an order to do it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from portal import clock
from portal.accounts.models import Board

from ..enums import ApplicationState, DocumentKind, RetentionAction
from ..models import CallVersion, Case, RetentionRule, TransitionLog

Rules = Mapping[str, RetentionRule]
KEPT = "Bevaras"


def rules_of(board_id: UUID) -> dict[str, RetentionRule]:
    """Kind → rule of the board; a board that has taken over says the last word. Two queries."""
    heirs = dict(Board.objects.exclude(successor=None).values_list("pk", "successor"))
    line = [board_id]
    while (heir := heirs.get(line[-1])) is not None and heir not in line:
        line.append(heir)
    rows = RetentionRule.objects.filter(board__in=line)
    return {row.kind: row for row in sorted(rows, key=lambda row: line.index(row.board_id))}


def closed_on(case: Case) -> date | None:
    """The local day on which the case was closed; None while it is open. At most one query."""
    application = getattr(case, "application", None)
    if application is None or application.state != ApplicationState.CLOSED:
        return None
    closed = TransitionLog.objects.filter(case=case, machine="application", to_state=ApplicationState.CLOSED).latest(
        "at"
    )
    return clock.local(closed.at).date()


def told(kind: str, rules: Rules, closed: date | None) -> str:
    """Bevaras, Gallras 2036 enligt …, or before the case is closed how long after. Without a rule it is kept.

    Years are whole calendar years after the one in which the case was closed: closed in 2025 and ten years is 2036.
    """
    rule = rules.get(kind)
    if rule is None or rule.action == RetentionAction.KEEP or rule.years is None:
        return KEPT
    if closed is None:
        return f"Gallras {rule.years} år efter avslut enligt {rule.basis}"
    return f"Gallras {closed.year + 1 + rule.years} enligt {rule.basis}"


def kinds(boards: Iterable[UUID]) -> dict[str, str]:
    """What there can be a rule for at the boards: the portal's own documents, and what their calls ask for."""
    found = {str(value): str(label) for value, label in DocumentKind.choices}
    rows = CallVersion.objects.filter(call__programme__board__in=list(boards))
    for asked in rows.order_by("published_at").values_list("attachment_kinds", flat=True):
        found |= {row["key"]: f"Bilaga: {row['label']}" for row in asked}
    return found
