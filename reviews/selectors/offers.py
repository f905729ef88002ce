"""The moves of a whole case for one person, as the engine offers them, each gate asked once for each object."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import models

from applications.lifecycle import engine
from applications.lifecycle.engine import GateResult, Offer
from applications.lifecycle.gates.completion import open_request
from applications.lifecycle.machine import Move
from applications.lifecycle.registry import GATES, machine_of, state_of
from applications.models import Application, Decision, EarlyClose, Project
from portal.accounts.models import User

from ..models import Memo

Asked = dict[tuple[str, Any], GateResult]

# Gates that ask about the person and the case alone: one answer holds for every object of the case.
ABOUT_THE_PERSON = frozenset({"conflict_answered", "not_conflicted"})
# Only one of the two ways that a decision goes can ever open.
OF_BOARD, OF_DELEGATE = (
    frozenset({"approve", "announce", "dispatch"}),
    frozenset({"dispatch_delegated", "announce_delegated"}),
)
# The same of the two ways back from a completion that nobody answered.
ENDINGS = frozenset({"end_completion", "end_completion_in_preparation"})
# Only where the decision gives less than was applied for, and only when there is a new budget to read.
NEW_BUDGET = frozenset({"approve_new_budget", "return_new_budget"})


def offered(objects: Iterable[models.Model], by: User) -> list[Offer]:
    """What `engine.offered` gives for each object of a case, with as few questions to the database as it can.

    Left out is what can never open for this object, and the memo's approval: approving the proposal makes that move
    too, so its gates stand there.
    """
    asked: Asked = {}
    found = [offer for obj in objects for offer in _of_object(obj, by, asked) if not _never_opens(offer)]
    approval = next((offer for offer in found if isinstance(offer.obj, Memo) and offer.move.name == "approve"), None)
    offers = [offer for offer in found if offer is not approval]
    return [_with_memo(offer, approval) if offer.move.name == "approve_proposal" else offer for offer in offers]


def _of_object(obj: models.Model, by: User, asked: Asked) -> list[Offer]:
    table = machine_of(obj)
    state = state_of(obj)
    offers = []
    for move in table.moves.values():
        is_now, is_ahead = state in move.sources, state in move.ahead_of
        if (is_now or is_ahead) and engine.may(obj, move, by):
            offers.append(Offer(table, move, obj, _gates(obj, move, by, asked), is_ahead and not is_now))
    return offers


def _gates(obj: models.Model, move: Move, by: User, asked: Asked) -> tuple[GateResult, ...]:
    results = []
    for name in move.when:
        key = (name, None if name in ABOUT_THE_PERSON else obj.pk)
        if key not in asked:
            asked[key] = GateResult(GATES[name].holds, tuple(GATES[name].check(obj, by)))
        results.append(asked[key])
    return tuple(results)


def _never_opens(offer: Offer) -> bool:
    decision = offer.obj
    if isinstance(decision, EarlyClose):
        # Asked for by the applicant: nobody needs a warning. Not asked for: only the board decides.
        return offer.move.name == ("warn" if decision.is_requested else "decide_by_delegation")
    if isinstance(decision, Application) and offer.move.name in ENDINGS:
        asked = open_request(decision)
        return asked is None or asked.asked_in != offer.move.to
    if isinstance(decision, Project) and offer.move.name in NEW_BUDGET:
        return decision.new_budget_id is None or decision.new_budget_approved_at is not None
    if not isinstance(decision, Decision):
        return False
    if offer.move.name == "mark_final":
        return not decision.funding_source.is_appealable
    if offer.move.name == "announce_delegated" and decision.announced_on is not None:
        return True
    return offer.move.name in (OF_BOARD if decision.is_delegated else OF_DELEGATE)


def _with_memo(offer: Offer, approval: Offer | None) -> Offer:
    if approval is None:
        return offer
    return replace(offer, gates=tuple(dict.fromkeys((*offer.gates, *approval.gates))))
