"""Signatures: given on exactly this content, cancelled when it changes, taken back before it is sent in."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock, signing
from portal.accounts.models import User
from portal.signing import InPage, Proof, ToSign

from ..documents import to_sign
from ..documents.to_sign import Statement
from ..enums import ApplicationState, SignaturePurpose
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotReady, NotYours
from ..lifecycle.registry import Missing
from ..models import Application, Case, Notice, Signature
from ..notifications import signing as notices
from . import awaiting

CHANGED = "Innehållet har ändrats sedan du läste det. Läs igenom det som nu står och skriv under igen."


def give(case: Case, statement: Statement, *, by: User, proof: Proof | None, seen: str = "") -> Signature:
    """Keep `by`'s signature on the statement; one on the same content that stands is given back.

    `proof` is what another service answered; without it the page was the place to sign. `seen` is the hash of what the
    page showed. The caller holds the case's lock. Raises ValidationError when it showed something else, NotSigned, and
    NotReady for a person who is not known surely enough (CallVersion.loa).
    """
    if seen and seen != statement.sha256:
        raise ValidationError(CHANGED)
    there = case.signatures.filter(
        purpose=statement.purpose,
        object_id=statement.object_id,
        signer=by,
        content_sha256=statement.sha256,
        cancelled_at=None,
    ).first()
    if there is not None:
        return there
    proof = proof or _in_page(statement, by)
    needed = case.application.call_version.loa
    if proof.loa < needed:
        text = (
            f"Underskriften kräver en e-legitimation på tillitsnivå {needed}. Den du använde har nivå {proof.loa}. "
            "Skriv under igen med en annan e-legitimation."
        )
        raise NotReady([Missing(text)])
    return Signature.objects.create(
        case=case,
        purpose=statement.purpose,
        object_id=statement.object_id,
        signer=by,
        text=statement.text,
        content_sha256=statement.sha256,
        method=proof.method,
        loa=proof.loa,
        reference=proof.reference,
        signed_at=clock.now(),
    )


def _in_page(statement: Statement, by: User) -> Proof:
    signer = signing.chosen()
    if not isinstance(signer, InPage):
        raise NotReady([Missing("Underskriften görs med e-legitimation. Gå till sidan och skriv under där.")])
    return signer.sign(ToSign(by, statement.text, statement.sha256))


def standing(application: Application) -> list[Signature]:
    """All signatures on the draft that have not been cancelled, whoever gave them."""
    rows = Signature.objects.filter(
        purpose=SignaturePurpose.APPLICATION, object_id=application.pk, cancelled_at=None
    ).select_related("signer")
    return list(rows)


def content_changed(application: Application) -> None:
    """Something in the draft was saved: signatures on other words than the present ones are cancelled, and told.

    Only where several sign; a single signature sends the application in at once. The caller holds the case's lock.
    """
    if application.state != ApplicationState.DRAFT or not application.call_version.two_signatures:
        return
    if given := standing(application):
        # Read anew: rows that were prefetched before the change are not what stands now.
        fresh = Application.objects.get(pk=application.pk)
        cancel_other_than(to_sign.application(fresh).sha256, given, application=fresh)


def cancel_other_than(sha256: str, given: Iterable[Signature], *, application: Application) -> None:
    """Cancel those of another content, and tell those who had given them."""
    for signature in given:
        if signature.content_sha256 != sha256:
            _cancel(signature)
            notices.cancelled(signature, application)
    awaiting.let_go(application)


def cancel_all(application: Application) -> None:
    """The draft is taken away: nobody needs to be told. The caller holds the case's lock."""
    for signature in standing(application):
        _cancel(signature)
    awaiting.let_go(application)


def standing_on(statement: Statement) -> list[Signature]:
    """Those that stand on exactly these words, oldest first."""
    rows = Signature.objects.filter(
        purpose=statement.purpose,
        object_id=statement.object_id,
        content_sha256=statement.sha256,
        cancelled_at=None,
    )
    return list(rows.select_related("signer").order_by("signed_at", "id"))


def cancel_standing(statement: Statement) -> None:
    """Signatures on other words about the same thing fall. The caller holds the case's lock."""
    rows = Signature.objects.filter(purpose=statement.purpose, object_id=statement.object_id, cancelled_at=None)
    for signature in rows.exclude(content_sha256=statement.sha256):
        _cancel(signature)


def cancel_by(statement: Statement, person: User) -> None:
    """The person's own signature on these words falls. The caller holds the case's lock."""
    for signature in standing_on(statement):
        if signature.signer_id == person.pk:
            _cancel(signature)


def cancel_all_of(purpose: SignaturePurpose, object_id: UUID) -> None:
    """What was to be signed is not asked for any longer. The caller holds the case's lock."""
    for signature in Signature.objects.filter(purpose=purpose, object_id=object_id, cancelled_at=None):
        _cancel(signature)


def _cancel(signature: Signature) -> None:
    signature.cancelled_at = clock.now()
    signature.save(update_fields=["cancelled_at"])


@transaction.atomic
def withdraw(application: Application, *, by: User) -> Application:
    """Take one's own signature back before the application is sent in. Raises NotYours, MovedOn, NotReady."""
    application = engine.lock(application)
    engine.perform(application, "withdraw_signature", by=by)
    for signature in standing(application):
        if signature.signer_id == by.pk:
            _cancel(signature)
    awaiting.let_go(application)
    return application


@transaction.atomic
def ask(application: Application, *, by: User) -> list[Notice]:
    """Ask those who may bind the organisation to read and sign, at most once a day; gives the mails that are new.

    Raises NotYours, MovedOn, or NotReady while something is left to write.
    """
    if not by.has_perm("applications.write_case", application):
        raise NotYours(f"{by} does not write in {application}")
    application = engine.lock(application)
    if application.state != ApplicationState.DRAFT:
        raise MovedOn(application.get_state_display(), "Be om underskrift")
    if missing := engine.missing_for(application, "sign", by=by):
        raise NotReady(missing)
    return notices.asked(application, by=by)
