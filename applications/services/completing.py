"""Asking for completion and answering it: only what is named opens, and a new version is frozen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from portal import clock, dates
from portal.accounts.models import User
from portal.files import storing
from portal.signing import Proof

from .. import questions, reminders
from ..documents import contents, named_fields, to_sign
from ..documents.to_sign import Statement
from ..enums import ApplicationState, ObligationKind, SignaturePurpose
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotReady, NotYours
from ..lifecycle.gates.completion import QUESTION, kind_of, open_request
from ..lifecycle.gates.signing import needed
from ..lifecycle.registry import Missing
from ..models import (
    Application,
    ApplicationVersion,
    Attachment,
    CompletionItem,
    CompletionRequest,
    Obligation,
    SectionDraft,
)
from ..notifications import applications as notices
from ..sections import SECTIONS
from . import attaching, parties, signing, snapshots
from .submitting import freeze

SHORTEST_WORKING_DAYS = 5  # domain.md §3.3
CONSEQUENCE = (
    "Om ni inte kompletterar senast {day} kan vi besluta att inte ta upp ansökan till prövning, eller pröva den på de "
    "uppgifter som finns."
)
COMPANIONS = {"municipalities": ("municipality_roles",)}  # columns that follow with a named one
MOST_FILES = 10


@dataclass(frozen=True)
class Given:
    """What was given to one item. `values` are columns, `own` the answer to a question of the call's own, `unparsed`
    what could not be read, by control; `controls` are those that were shown."""

    answer: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    own: str | None = None
    unparsed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    controls: tuple[str, ...] = ()


@transaction.atomic
def request(
    application: Application,
    *,
    items: Sequence[Mapping[str, str]],
    due_on: date,
    why: str,
    by: User,
    is_formal: bool = False,
) -> CompletionRequest:
    """Ask for what is missing (förvaltningslagen 20 §, D-06). An item names its section, `text`, and perhaps a `field`.

    Consequences: state completion; the named fields, and the sections without one, open for the applicant, with what
    stands there kept beside; an obligation with reminders; mail B-04. A due day that is no working day moves to the
    next. A formal request says what follows otherwise. Raises NotYours, MovedOn, NotReady, and ValidationError for no
    items, a field that is not there or stands twice, or a due day that is too near.
    """
    application = engine.lock(application)
    if not items:
        raise ValidationError({"items": "Skriv minst en sak som saknas."})
    first = dates.add_working_days(clock.today(), SHORTEST_WORKING_DAYS)
    if due_on < first:
        raise ValidationError(
            {"due_on": f"Ge minst fem arbetsdagar. Första möjliga dag är {dates.weekday_long(first)}."}
        )
    rows = [_item(application, given) for given in items]
    named = [(row.section, row.field) for row in rows if row.field]
    if len(named) > len(set(named)):
        raise ValidationError({"items": "Samma fält står på två rader. Skriv allt om det på en rad."})
    asked_in = application.state
    engine.perform(application, "request_completion", by=by)
    last_day = dates.legal_deadline(due_on)
    asked = CompletionRequest.objects.create(
        case=application.case,
        asked_by=by,
        asked_in=asked_in,
        due_on=last_day,
        why=why,
        is_formal=is_formal,
        consequence=CONSEQUENCE.format(day=dates.long(last_day)) if is_formal else "",
        before=snapshots.take(application),
    )
    for row in rows:
        row.request = asked
    CompletionItem.objects.bulk_create(rows)
    obligation = Obligation.objects.create(
        case=application.case,
        kind=ObligationKind.COMPLETION,
        number=application.case.completions.count(),
        due_on=asked.due_on,
    )
    reminders.schedule(obligation, application.call_version)
    notices.completion_requested(asked)
    return asked


def _item(application: Application, given: Mapping[str, str]) -> CompletionItem:
    section, name = given["section"], given.get("field", "")
    if not name:
        return CompletionItem(section=section, text=given["text"])
    labels = named_fields.of_section(application, section)
    if name not in labels:
        raise ValidationError({"items": "Fältet finns inte i den delen av ansökan. Välj ett annat."})
    words = named_fields.words(application, section, name)
    return CompletionItem(section=section, field=name, label=labels[name], before=words, text=given["text"])


# The applicant answers


@transaction.atomic
def answer(
    application: Application,
    *,
    answers: Mapping[int, str] | None = None,
    given: Mapping[int, Given] | None = None,
    by: User,
) -> CompletionRequest:
    """Save what was given, item by item; handing in is another step. Only the named field of an item is written.

    `answers` are texts alone, `given` with what was written in the fields. An empty text never wipes out one that is
    there: two people may answer from pages opened at different times. What cannot be read is kept as typed.
    Raises NotYours, or MovedOn when nothing is asked.
    """
    application, asked = _open(application, by)
    told = {pk: Given(text) for pk, text in (answers or {}).items()} | dict(given or {})
    columns: set[str] = set()
    for item in asked.items.all():
        if (new := told.get(item.pk)) is None:
            continue
        columns |= _write(application, item, new)
        _keep_unread(application, item, new, by)
        if new.answer.strip():
            item.answer = new.answer
            item.save(update_fields=["answer"])
    if columns:
        application.saved_at = clock.now()
        application.version += 1
        application.save(update_fields=[*columns, "saved_at", "version"])
    return asked


def _open(application: Application, by: User) -> tuple[Application, CompletionRequest]:
    if not by.has_perm("applications.answer_completion", application):
        raise NotYours(f"{by} may not answer for {application}")
    application = engine.lock(application)
    asked = open_request(application)
    if asked is None:
        raise MovedOn(application.get_state_display(), "Svara")
    return application, asked


def _write(application: Application, item: CompletionItem, new: Given) -> set[str]:
    """Set what the item's field says; gives the columns that are to be written."""
    if item.field.startswith(QUESTION) and new.own is not None:
        kept = application.answers | {item.field.removeprefix(QUESTION): new.own}
        application.answers = {key: text for key, text in kept.items() if text}
        return {"answers"}
    own = {item.field, *COMPANIONS.get(item.field, ())} & {*SECTIONS[item.section].fields, "municipality_roles"}
    columns = {name for name in own if name in new.values}
    for name in columns:
        setattr(application, name, new.values[name])
    return columns


def _keep_unread(application: Application, item: CompletionItem, new: Given, by: User) -> None:
    """What could not be read in the item's controls, word for word, beside what the section has of others."""
    if not new.controls:
        return
    draft = application.section_drafts.filter(section=item.section).first()
    there = dict(draft.unparsed) if draft else {}
    kept = {name: entry for name, entry in there.items() if name not in new.controls}
    kept |= {name: dict(entry) for name, entry in new.unparsed.items() if name in new.controls}
    if draft is None or kept != there:
        SectionDraft.objects.update_or_create(
            application=application,
            section=item.section,
            defaults={"unparsed": kept, "saved_at": clock.now(), "saved_by": by},
        )


@transaction.atomic
def add_file(
    application: Application, *, item: int, upload: UploadedFile[Any], by: User, key: UUID | None = None
) -> Attachment:
    """Keep a file as the answer to an item: of the kind that was asked for, else as the item's own.

    The same file twice is kept once, also when it is sent twice with the same `key` (services/attaching.py). Raises
    NotYours, MovedOn, and ValidationError that says how to mend it.
    """
    application, asked = _open(application, by)
    row = asked.items.filter(pk=item).first()
    if row is None:
        raise NotYours(f"no item {item} in {asked}")
    kind = kind_of(row)
    before = {one.pk for one in application.attachments.filter(kind=kind)}
    attachment = attaching.keep_upload(application, kind=kind, upload=upload, by=by, key=key)
    if attachment.pk in before:
        return attachment
    if (there := attaching.same_among(attachment, kind)) is not None:
        attaching.really_remove(attachment)
        return there
    if len(before) >= MOST_FILES:
        raise ValidationError(f"Högst {MOST_FILES} filer till en punkt. Ta bort någon, eller lägg ihop dem till en.")
    return attachment


@transaction.atomic
def remove_file(attachment: Attachment, *, by: User) -> None:
    """Take away a file that has not been handed in. Raises NotYours or MovedOn."""
    application, asked = _open(attachment.application, by)
    if attachment.kind not in {kind_of(item) for item in asked.items.all()}:
        raise NotYours(f"{attachment} answers no item")
    if attachment.is_sent_in:
        raise MovedOn(application.get_state_display(), "Ta bort filen")
    attaching.really_remove(attachment)


# It is handed in


def needs_signature(application: Application) -> bool:
    """Money or parties are other than in what was sent last (domain.md §3.3)."""
    sent = application.versions.order_by("number").last()
    if sent is None:
        return True
    now = json.loads(contents.canonical(contents.money_and_parties(application)))
    return any(now[key] != sent.data.get(key) for key in now)


def statement(application: Application) -> Statement | None:
    """What is signed when the completion is handed in; None where nobody needs to sign."""
    asked = open_request(application)
    if asked is None or not needs_signature(application):
        return None
    return to_sign.completion(application, asked)


@transaction.atomic
def hand_in(
    application: Application, *, by: User, proof: Proof | None = None, seen: str = ""
) -> ApplicationVersion | None:
    """Hand in the completion. Late answers are received and marked (domain.md §9 case 36).

    Where money or parties have changed it is signed as the application was; None while another signatory is awaited.
    Consequences: state back to where it was asked; next version frozen with receipt; obligation fulfilled, reminders
    cancelled; mail B-06 to both sides. Raises NotYours, MovedOn, NotReady, NotSigned, ValidationError.
    """
    application = engine.lock(application)
    asked = open_request(application)
    in_preparation = asked is not None and asked.asked_in == ApplicationState.PREPARATION
    move = "answer_completion_in_preparation" if in_preparation else "answer_completion"
    engine.check(application, move, by=by)
    assert asked is not None  # the gate has just seen it
    if (to_be_signed := statement(application)) is not None and not _sign(application, to_be_signed, by, proof, seen):
        return None
    now = clock.now()
    engine.perform(application, move, by=by)
    for attachment in questions.counted(application, unsent_attachments(application)):
        storing.move_to_record(attachment.file)
    asked.items.update(answered_at=now, answered_by=by)
    _close(asked, now, by)
    version = freeze(application, at=now, by=by)
    notices.completion_received(asked)
    return version


def _sign(application: Application, words: Statement, by: User, proof: Proof | None, seen: str) -> bool:
    """Sign; whether those needed have signed these words. Signatures on others fall."""
    if not by.has_perm("applications.submit_application", application):
        text = (
            "Pengar eller parter har ändrats. Därför ska den som får skriva under för er lämna kompletteringen. "
            "Allt är sparat, så be hen öppna sidan."
        )
        raise NotReady([Missing(text, "skriv-under")])
    signing.cancel_standing(words)
    signing.give(application.case, words, by=by, proof=proof, seen=seen)
    rows = signing.standing_on(words)
    return len({row.signer_id for row in rows}) >= needed(application)


@transaction.atomic
def end(application: Application, *, by: User) -> Application:
    """Go on without an answer when the time is over (domain.md §7.2). Late papers may still come in by other ways.

    Consequences: state back to where it was asked; edits that were never handed in are taken back and their files
    removed, since they are the applicant's own; obligation cancelled with its reminders.
    Raises NotYours, MovedOn, NotReady.
    """
    application = engine.lock(application)
    asked = open_request(application)
    in_preparation = asked is not None and asked.asked_in == ApplicationState.PREPARATION
    engine.perform(application, "end_completion_in_preparation" if in_preparation else "end_completion", by=by)
    assert asked is not None  # the gate has just seen it
    take_back(application, asked)
    return application


def take_back(application: Application, asked: CompletionRequest) -> None:
    """The request ends without an answer: what was never handed in is the applicant's own, and is gone."""
    for attachment in unsent_attachments(application):
        file = attachment.file
        attachment.delete()
        storing.delete(file)
    parties.put_back(application, asked.before)
    asked.items.update(answer="")
    signing.cancel_all_of(SignaturePurpose.COMPLETION, asked.pk)
    _close(asked, clock.now(), None)


def unsent_attachments(application: Application) -> list[Attachment]:
    """Files put in since the request and not handed in yet: still the applicant's own."""
    return list(application.attachments.filter(file__key__startswith="draft/").select_related("file"))


def _close(asked: CompletionRequest, at: datetime, by: User | None) -> None:
    asked.answered_at = at
    asked.answered_by = by
    asked.save(update_fields=["answered_at", "answered_by"])
    for obligation in asked.case.obligations.filter(kind=ObligationKind.COMPLETION, fulfilled_at=None):
        if by is None:
            obligation.cancelled_at = at
        else:
            obligation.fulfilled_at = at
        obligation.save(update_fields=["fulfilled_at", "cancelled_at"])
        reminders.cancel(obligation)
