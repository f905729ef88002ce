"""Signing in another service: sent away with the text, back once with an answer (domain.md §2.7)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from portal import clock, signing
from portal.accounts.models import User
from portal.signing import Away, NotSigned, Proof, ToSign

from ..documents.to_sign import Statement
from ..enums import SignaturePurpose
from ..lifecycle import engine
from ..lifecycle.engine import MoveRefused, NotYours
from ..models import Application, Case, Claim, Decision, SigningOrder
from ..notifications import telling
from . import accepting, advances, claiming, completing, submitting, withdrawing

LASTING = timedelta(minutes=15)
EXPIRED = "Det tog för lång tid, så underskriften hann inte bli klar. Inget är undertecknat. Försök igen."
USED = "Den underskriften är redan avslutad utan att något blev undertecknat. Börja om här."


def is_away() -> bool:
    """People sign in another service, so an act that is signed begins with `begin`."""
    return isinstance(signing.chosen(), Away)


@transaction.atomic
def begin(
    obj: models.Model, move: str, statement: Statement, *, by: User, values: Mapping[str, str] | None = None
) -> str:
    """Ask who, when and whether for the move that will be signed, and give the address to send the person to.

    The address back holds a token that works once, for this person, thing and content, within fifteen minutes.
    `values` are what the act needs besides. Raises NotYours, MovedOn, NotReady.
    """
    engine.check(obj, move, by=by)
    signer = signing.chosen()
    assert isinstance(signer, Away)  # the caller asks `is_away`
    token = secrets.token_urlsafe(32)
    now = clock.now()
    case: Case = obj.case  # type: ignore[attr-defined]  # all that is signed belongs to a case
    SigningOrder.objects.create(
        case=case,
        purpose=statement.purpose,
        object_id=statement.object_id,
        signer=by,
        text=statement.text,
        content_sha256=statement.sha256,
        token_sha256=_hash(token),
        values=dict(values or {}),
        asked_at=now,
        expires_at=now + LASTING,
    )
    back = telling.address("applications:signing_return", token)
    return signer.leave_for(ToSign(by, statement.text, statement.sha256), back=back)


@transaction.atomic
def finish(token: str, *, answer: Mapping[str, str], by: User) -> SigningOrder:
    """Read the answer, keep the signature and do what it was for; `failure` of the order says why not, in Swedish.

    Coming back again gives the order as it ended, and nothing is done twice. Raises NotYours for a token that is
    unknown or another person's.
    """
    rows = SigningOrder.objects.select_for_update(of=("self",)).filter(token_sha256=_hash(token), signer=by)
    order = rows.first()
    if order is None:
        raise NotYours("no such order of this person's")
    if order.ended_at is not None:
        return order
    order.ended_at = clock.now()
    order.failure = _try(order, answer, by)[:400]
    order.save(update_fields=["ended_at", "failure"])
    return order


def _try(order: SigningOrder, answer: Mapping[str, str], by: User) -> str:
    """Why it was not signed; empty when it was."""
    if clock.now() > order.expires_at:
        return EXPIRED
    signer = signing.chosen()
    if not isinstance(signer, Away):  # the settings were changed meanwhile
        return USED
    try:
        proof = signer.returned(ToSign(by, order.text, order.content_sha256), answer)
        with transaction.atomic():
            ACTS[SignaturePurpose(order.purpose)](order, by, proof)
    except ValidationError as refused:
        return " ".join(refused.messages)
    except (NotSigned, MoveRefused) as refused:
        return str(refused)
    return ""


def _application(order: SigningOrder, by: User, proof: Proof) -> Any:
    row = Application.objects.get(pk=order.object_id)
    return submitting.sign(row, by=by, proof=proof, seen=order.content_sha256)


def _acceptance(order: SigningOrder, by: User, proof: Proof) -> Any:
    project = Decision.objects.get(pk=order.object_id).project
    number, kind = order.values.get("bankgiro", ""), order.values.get("account_kind", "")
    return accepting.accept(project, bankgiro=number, kind=kind, by=by, proof=proof, seen=order.content_sha256)


def _claim(order: SigningOrder, by: User, proof: Proof) -> Any:
    row = Claim.objects.filter(pk=order.object_id).first()
    if row is not None and not row.is_advance:
        return claiming.submit(row, by=by, proof=proof, seen=order.content_sha256)
    purpose = order.values.get("purpose", "")
    return advances.request(order.case.project, purpose=purpose, by=by, proof=proof, seen=order.content_sha256)


def _completion(order: SigningOrder, by: User, proof: Proof) -> Any:
    row = Application.objects.get(case=order.case_id)
    return completing.hand_in(row, by=by, proof=proof, seen=order.content_sha256)


def _withdrawal(order: SigningOrder, by: User, proof: Proof) -> Any:
    row, reason = Application.objects.get(pk=order.object_id), order.values.get("reason", "")
    return withdrawing.withdraw(row, reason=reason, by=by, proof=proof, seen=order.content_sha256)


Act = Callable[[SigningOrder, User, Proof], Any]
ACTS: dict[SignaturePurpose, Act] = {
    SignaturePurpose.APPLICATION: _application,
    SignaturePurpose.COMPLETION: _completion,
    SignaturePurpose.WITHDRAWAL: _withdrawal,
    SignaturePurpose.ACCEPTANCE: _acceptance,
    SignaturePurpose.CLAIM: _claim,
}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
