"""Signing an application and sending it in: received, frozen with its hash, registered, receipted."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock
from portal.accounts.models import User
from portal.files import storing
from portal.look.words import too_long
from portal.signing import Proof

from .. import findings, questions
from ..documents import contents, making, to_sign
from ..enums import ApplicationState, DocumentKind, RuleLevel
from ..lifecycle import engine
from ..lifecycle.engine import SYSTEM, MovedOn, NotReady, NotYours
from ..lifecycle.gates.signing import those_needed_have_signed
from ..lifecycle.registry import machine_of
from ..models import Application, ApplicationVersion, along
from ..notifications import applications as notices
from ..notifications import signing as notices_of_signing
from . import awaiting, signing
from .registering import register

SCHEMA = "1"
LONGEST_COMMENT = 1000  # signs of what is said about a warning


def freeze(application: Application, *, at: datetime, by: User, receipt: str = "") -> ApplicationVersion:
    """Keep everything that was sent as the next version, with the SHA-256 of its canonical JSON; owe the receipt.

    The receipt is called `receipt` where what is sent is no application and no completion.

    From here on the case bears the application's name, at the desk too.
    """
    application.case.title = application.title
    application.case.save(update_fields=["title"])
    data = contents.contents(application)
    version = ApplicationVersion.objects.create(
        application=application,
        number=application.versions.count() + 1,
        data=data,
        schema=SCHEMA,
        sha256=contents.sha256(data),
        received_at=at,
        submitted_by=by,
    )
    title = "Kvittens på ansökan" if version.number == 1 else f"Kvittens på komplettering, version {version.number}"
    making.owe(application.case, DocumentKind.RECEIPT, title=receipt or title, version=version)
    return version


@transaction.atomic
def read_warnings(
    application: Application, *, keys: Collection[str], by: User, comments: Mapping[str, str] | None = None
) -> Application:
    """Keep which of the warnings of now the applicant has ticked or commented (domain.md §3.0), by their keys.

    What is not there is not kept. Raises NotYours, MovedOn when the application has been sent in, or ValidationError
    for a comment that is too long.
    """
    if not by.has_perm("applications.write_case", application):
        raise NotYours(f"{by} does not write in {application}")
    application = engine.lock(application)
    if application.state != ApplicationState.DRAFT:
        raise MovedOn(application.get_state_display(), "Spara")
    there = [row.key for row in findings.of_application(application) if row.level == RuleLevel.WARNING]
    told = {key: text.replace("\r\n", "\n").replace("\0", "").strip() for key, text in (comments or {}).items()}
    if long := next((text for text in told.values() if len(text) > LONGEST_COMMENT), ""):
        raise ValidationError(too_long(len(long), LONGEST_COMMENT))
    application.warnings_read = [key for key in there if key in keys]
    application.warning_comments = {key: told[key] for key in there if told.get(key)}
    application.save(update_fields=["warnings_read", "warning_comments"])
    signing.content_changed(application)
    return application


@transaction.atomic
def submit(application: Application, *, by: User, proof: Proof | None = None, seen: str = "") -> ApplicationVersion:
    """Sign and send in, where one signature is enough; as `sign`. Raises NotReady while one more is needed."""
    version = sign(application, by=by, proof=proof, seen=seen)
    if version is None:
        raise NotReady(engine.missing_for(application, "submit", by=by))
    return version


@transaction.atomic
def sign(
    application: Application, *, by: User, proof: Proof | None = None, seen: str = ""
) -> ApplicationVersion | None:
    """Sign; the signature that completes those needed sends the application in (domain.md §7.2, D-01, D-02).

    None while another signatory is awaited: then those are told. A call after it was sent in gives its first version.
    `proof` and `seen` are as in `signing.give`.

    Consequences of sending in: state submitted, then registered by the system; received at the server's time
    (förvaltningslagen 22 §) in the window that is open, or flagged as late in the last one that closed, never refused
    for it (domain.md §9 cases 3 and 11); case registered with dnr; version 1 frozen with its hash; attachments moved to
    the record; receipt as PDF and mail B-01.
    Raises NotYours, MovedOn, NotReady, NotSigned, or ValidationError when the page showed something else.
    """
    application = engine.lock(application)
    if application.state != ApplicationState.DRAFT:
        if not engine.may(application, machine_of(application).moves["submit"], by):
            raise NotYours(f"{by} may not submit {application}")
        return application.versions.get(number=1)
    along.hold(application)
    engine.check(application, "sign", by=by)
    statement = to_sign.application(application)
    signing.cancel_other_than(statement.sha256, signing.standing(application), application=application)
    signature = signing.give(application.case, statement, by=by, proof=proof, seen=seen)
    if those_needed_have_signed(application, by):
        engine.perform(application, "sign", by=by)
        awaiting.owe(application)
        notices_of_signing.awaited(signature, application)
        return None
    return _receive(application, by=by)


def _receive(application: Application, *, by: User) -> ApplicationVersion:
    now = clock.now()
    window = application.call.window_of(now)
    assert window is not None  # the gate call_has_opened
    register(application.case, at=now)
    engine.perform(
        application,
        "submit",
        by=by,
        shared_at=now,
        submitted_by=by,
        window=window,
        is_late=not window.is_open_at(now),
    )
    move_to_record(application)
    version = freeze(application, at=now, by=by)
    engine.perform(application, "register", by=SYSTEM)
    awaiting.settle(application.case)
    notices.received(version)
    return version


def move_to_record(application: Application) -> None:
    """The files that are sent in are allmänna handlingar from now on."""
    for attachment in questions.counted(application, application.attachments.all()):
        storing.move_to_record(attachment.file)
