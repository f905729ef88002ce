"""Gates of ending a project early that ask the authority's own tables: the meeting and the delegation order."""

from typing import Any

from applications.enums import DecisionKind
from applications.lifecycle.registry import Missing, gate
from applications.models import EarlyClose
from portal import clock, dates

from ..models import AgendaItem, DelegationRule


def open_item(closing: EarlyClose) -> AgendaItem | None:
    """The matter on an agenda that has not been decided."""
    items = AgendaItem.objects.filter(early_close=closing, decision=None).select_related("meeting")
    return items.order_by("-meeting__held_on").first()


@gate("closing_meeting_has_been_held", holds="Sammanträdet är hållet")
def closing_meeting_has_been_held(closing: EarlyClose, by: Any) -> list[Missing]:
    item = open_item(closing)
    if item is None:
        return [Missing("Ärendet står inte på någon föredragningslista.", "sammantraden")]
    if clock.today() < item.meeting.held_on:
        return [Missing(f"Nämnden sammanträder {dates.weekday_long(item.meeting.held_on)}.")]
    return []


def covering_rule(closing: EarlyClose, by: Any) -> DelegationRule | None:
    """The point of the delegation order that lets `by` end projects early today (kommunallagen 7:5)."""
    board = closing.case.board_id
    roles = [role for role, own in by.valid_roles if own == board]
    rules = DelegationRule.objects.filter(board=board, kind=DecisionKind.EARLY_CLOSE, role__in=roles)
    return rules.valid_on(clock.today()).order_by("-own_limit", "point").first()


@gate("delegation_covers_closing", holds="Delegationen räcker")
def delegation_covers_closing(closing: EarlyClose, by: Any) -> list[Missing]:
    """Money is not what is decided here; who proposed decides only where the rule lets proposals of one's own be."""
    rule = covering_rule(closing, by)
    if rule is None:
        return [Missing("Din delegation omfattar inte avslut i förtid. Nämnden måste besluta.")]
    if closing.proposed_by_id == by.pk and not rule.own_limit:
        return [Missing("Du har själv lämnat förslaget. En annan person måste besluta.")]
    return []
