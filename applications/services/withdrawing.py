"""Taking an application back: signed by the applicant, or registered from a letter (domain.md §7.2, B-10)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from portal import clock
from portal.accounts.models import User
from portal.files import storing
from portal.signing import Proof

from .. import reminders
from ..documents import making, to_sign, withdrawal
from ..documents.to_sign import Statement
from ..enums import CaseSource, DocumentKind
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotYours
from ..lifecycle.gates.completion import open_request
from ..lifecycle.gates.signing import needed
from ..lifecycle.registry import machine_of
from ..models import Application, Signature, Withdrawal
from ..notifications import withdrawals as notices
from . import completing, funds, signing

LONGEST_REASON = 1000


def statement(application: Application, reason: str = "") -> Statement:
    """What is signed: the words with the reason as it will be kept."""
    return to_sign.withdrawal(application, reason=_trimmed(reason))


@transaction.atomic
def withdraw(
    application: Application, *, reason: str = "", by: User, proof: Proof | None = None, seen: str = ""
) -> Withdrawal:
    """Take the application back before the board has decided (domain.md §9 case 6). A second click does nothing more.

    Where two sign together the first only signs, and the others are told; `done_at` is set by the last.
    Consequences: state withdrawn; an open request for completion ends and what was never handed in is taken back;
    what is owed is cancelled with its reminders; money that the proposal held is let go; the page
    that was signed is kept as a document; mail B-10 to both sides. What came in stays (allmän handling).
    Raises NotYours, MovedOn, NotReady, NotSigned, and ValidationError for too long a reason.
    """
    application = engine.lock(application)
    there = Withdrawal.objects.filter(case=application.case_id).first()
    if there is not None and there.done_at is not None:
        if not engine.may(application, machine_of(application).moves["withdraw"], by):
            raise NotYours(f"{by} may not withdraw {application}")
        return there
    engine.check(application, "withdraw", by=by)
    reason = _checked(reason)
    words = statement(application, reason)
    signing.cancel_standing(words)
    signature = signing.give(application.case, words, by=by, proof=proof, seen=seen)
    row, _ = Withdrawal.objects.update_or_create(
        case=application.case, defaults={"reason": reason}, create_defaults={"reason": reason, "asked_by": by}
    )
    signed = signing.standing_on(words)
    if len({one.signer_id for one in signed if _may_sign(one, application)}) < needed(application):
        notices.awaited(signature, application)
        return row
    engine.perform(application, "withdraw", by=by, reason=reason[:400])
    return _done(application, row, words, signed, by)


def _may_sign(signature: Signature, application: Application) -> bool:
    return signature.signer.has_perm("applications.withdraw_application", application)


@transaction.atomic
def register(
    application: Application, *, reason: str = "", source: CaseSource, upload: UploadedFile[Any], by: User
) -> Withdrawal:
    """Register that the applicant, who does not use the portal, has taken the application back by letter or e-mail.

    Consequences as of `withdraw`; the letter is kept in the record. Raises NotYours, MovedOn, NotReady, and
    ValidationError for the file or the reason.
    """
    application = engine.lock(application)
    engine.check(application, "register_withdrawal", by=by)
    if source == CaseSource.PORTAL:
        raise ValidationError({"source": "Välj hur återtagandet kom in."})
    reason = _checked(reason)
    file = storing.store_upload(upload, by=by)
    storing.move_to_record(file)
    Withdrawal.objects.filter(case=application.case_id, done_at=None).delete()
    row = Withdrawal.objects.create(case=application.case, reason=reason, source=source, file=file, asked_by=by)
    engine.perform(application, "register_withdrawal", by=by, reason=reason[:400])
    return _done(application, row, statement(application, reason), [], by)


@transaction.atomic
def take_back_signature(application: Application, *, by: User) -> None:
    """One's own signature on a withdrawal that waits for another's. Raises NotYours, or MovedOn when there is none."""
    if not by.has_perm("applications.withdraw_application", application):
        raise NotYours(f"{by} may not withdraw {application}")
    application = engine.lock(application)
    row = Withdrawal.objects.filter(case=application.case_id, done_at=None).first()
    if row is None:
        raise MovedOn(application.get_state_display(), "Ta tillbaka underskriften")
    words = statement(application, row.reason)
    signing.cancel_by(words, by)
    if not signing.standing_on(words):
        row.delete()


def _trimmed(reason: str) -> str:
    return reason.replace("\r\n", "\n").strip()


def _checked(reason: str) -> str:
    text = _trimmed(reason)
    if len(text) > LONGEST_REASON:
        raise ValidationError({"reason": f"Skriv högst {LONGEST_REASON} tecken. Nu är det {len(text)}."})
    return text


def _done(application: Application, row: Withdrawal, words: Statement, signed: list[Signature], by: User) -> Withdrawal:
    now = clock.now()
    if (asked := open_request(application)) is not None:
        completing.take_back(application, asked)
    for obligation in application.case.obligations.filter(fulfilled_at=None, cancelled_at=None):
        obligation.cancelled_at = now
        obligation.save(update_fields=["cancelled_at"])
        reminders.cancel(obligation)
    funds.release(application.case, by=by, note="Ansökan är återtagen")
    row.done_at = now
    row.frozen = withdrawal.freeze(application, row, words, signed)
    row.save(update_fields=["done_at", "frozen"])
    title = f"Återtagande av ansökan {application.case.title}"
    making.owe(application.case, DocumentKind.WITHDRAWAL, title=title, withdrawal=row)
    notices.withdrawn(row, application)
    return row
