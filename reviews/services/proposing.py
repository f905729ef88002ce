"""The proposal: written by the officer, handed to the head of unit, approved or sent back."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.enums import ApplicationState
from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, StaleVersion
from applications.models import Case
from portal import clock
from portal.accounts.models import User

from ..enums import MemoState
from ..models import Memo
from .checking import require_officer

FIELDS = ("kind", "share", "cap", "reasons", "conditions")


@transaction.atomic
def save(case: Case, *, values: Mapping[str, Any], version: int | None, by: User) -> Memo:
    """Save the proposal's draft. share is a fraction, cap kronor. Raises NotYours, NotReady, MovedOn, StaleVersion."""
    case = engine.lock(case)
    require_officer(case, by)
    if case.application.state != ApplicationState.PREPARATION:
        raise MovedOn(case.application.get_state_display(), "Spara förslaget")
    memo = Memo.objects.select_for_update().filter(case=case).first() or Memo(case=case, version=0)
    if memo.version and memo.state != MemoState.DRAFT:
        raise MovedOn(memo.get_state_display(), "Spara förslaget")
    if version is not None and memo.version and memo.version != version:
        raise StaleVersion
    for field in FIELDS:
        if field in values:
            setattr(memo, field, values[field])
    if memo.cap is not None and memo.cap != memo.cap.to_integral_value():
        raise ValidationError({"cap": "Skriv det högsta beloppet i hela kronor."})
    memo.saved_at = clock.now()
    memo.version += 1
    memo.full_clean(exclude=["case", "proposed_by", "approved_by"])
    memo.save()
    return memo


@transaction.atomic
def submit(memo: Memo, *, by: User) -> Memo:
    """Hand the proposal to the head of unit. Raises NotYours, MovedOn, NotReady."""
    memo = engine.lock(memo)
    engine.perform(memo, "submit", by=by, proposed_by=by)
    return memo


@transaction.atomic
def send_back(memo: Memo, *, reason: str, by: User) -> Memo:
    """The head sends it back with a reason; the officer may write again."""
    memo = engine.lock(memo)
    engine.perform(memo, "return", by=by, reason=reason)
    return memo


@transaction.atomic
def approve(memo: Memo, *, by: User) -> Memo:
    """The head approves: the memo is approved and the application's proposal is ready (domain.md §7.2)."""
    memo = engine.lock(memo)
    engine.perform(memo, "approve", by=by, approved_by=by)
    application = engine.lock(memo.case.application)
    engine.perform(application, "approve_proposal", by=by)
    return memo
