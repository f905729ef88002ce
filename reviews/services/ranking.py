"""Putting an application elsewhere in the order of its call than its assessments do, with why (domain.md §3.8)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotReady, NotYours, StaleVersion
from applications.lifecycle.gates.grant import conflict_answered
from applications.models import Call, Case
from portal import clock
from portal.accounts.models import User

from ..models import RankOrder
from ..selectors.ranking import RANKED

TAKEN = "Ett annat ärende är redan flyttat till den platsen. Välj en annan plats."


@transaction.atomic
def place(case: Case, *, position: int | None, reason: str, version: int | None, by: User) -> RankOrder | None:
    """Put a case at a place of its own, 1 first; None lets it stand where its assessments put it again.

    The board is bound by neither: the order is material for whoever proposes (kommunallagen 6:38).
    Raises NotYours, NotReady while the jäv question is open, MovedOn when it is decided, StaleVersion, or
    ValidationError per field.
    """
    case = engine.lock(case)
    if not by.has_perm("reviews.place_in_order", case):
        raise NotYours(f"{by} does not order {case}")
    application = case.application
    if missing := conflict_answered(application, by):
        raise NotReady(list(missing))
    if application.state not in RANKED:
        raise MovedOn(application.get_state_display(), "Flytta")
    Call.objects.select_for_update(of=("self",)).get(pk=application.call_id)  # one at a time puts a case in its place
    found = RankOrder.objects.select_for_update().filter(case=case).first()
    if version is not None and (found.version if found else 0) != version:
        raise StaleVersion
    if position is None:
        if found is not None:
            found.delete()
        return None
    if position < 1:
        raise ValidationError({"position": "Skriv 1 eller mer."})
    if not reason.strip():
        raise ValidationError({"reason": "Skriv varför."})
    if RankOrder.objects.filter(call=application.call_id, position=position).exclude(case=case).exists():
        raise ValidationError({"position": TAKEN})
    row = found or RankOrder(case=case, call_id=application.call_id, version=0)
    row.position, row.reason = position, reason.strip()
    row.placed_by, row.placed_at = by, clock.now()
    row.version += 1
    row.save()
    return row
