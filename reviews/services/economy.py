"""The economist's own part of a case, and whether the support is state aid (domain.md §3.8)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotReady, NotYours, StaleVersion
from applications.lifecycle.gates.grant import conflict_answered
from applications.models import Case
from portal import clock
from portal.accounts.models import User

from ..enums import StateAid
from ..models import EconomyReview, StateAidReview
from ..selectors.readers import READ_IN

WHY = "Skriv varför."


@transaction.atomic
def review(case: Case, *, supports: bool, opinion: str, version: int | None, by: User) -> EconomyReview:
    """Keep what the economist says: whether she supports that money is given, and why.

    Raises NotYours, NotReady while the jäv question is open, MovedOn when the proposal has been approved, StaleVersion,
    or ValidationError without reasons.
    """
    case = _open(case, "reviews.review_economy", "Spara yttrandet", by)
    if not opinion.strip():
        raise ValidationError({"opinion": WHY})
    found = EconomyReview.objects.select_for_update().filter(case=case).first()
    row = found or EconomyReview(case=case, version=0)
    _keep(row, version, by)
    row.supports, row.opinion = supports, opinion.strip()
    row.save()
    return row


@transaction.atomic
def judge_aid(case: Case, *, kind: str, reason: str, version: int | None, by: User) -> StateAidReview:
    """Keep whether the support is state aid, and of which kind: by the officer or the economist. Raises as `review`."""
    case = _open(case, "reviews.judge_state_aid", "Spara bedömningen av statsstöd", by)
    faults = {} if kind in StateAid.values else {"kind": "Välj vilket slags stöd det är."}
    if not reason.strip():
        faults["reason"] = WHY
    if faults:
        raise ValidationError(faults)
    found = StateAidReview.objects.select_for_update().filter(case=case).first()
    row = found or StateAidReview(case=case, version=0)
    _keep(row, version, by)
    row.kind, row.reason = kind, reason.strip()
    row.save()
    return row


def _open(case: Case, permission: str, act: str, by: User) -> Case:
    """The case, locked, before its proposal is approved."""
    case = engine.lock(case)
    if not by.has_perm(permission, case):
        raise NotYours(f"{by} does not write this in {case}")
    if missing := conflict_answered(case.application, by):
        raise NotReady(list(missing))
    if case.application.state not in READ_IN:
        raise MovedOn(case.application.get_state_display(), act)
    return case


def _keep(row: Any, version: int | None, by: User) -> None:
    """Check the version that was read, and say who writes now. Raises StaleVersion."""
    if version is not None and row.version and row.version != version:
        raise StaleVersion
    row.written_by, row.written_at = by, clock.now()
    row.version += 1
