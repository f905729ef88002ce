"""Messages in a case, between the applicant and the desk, with files; never changed once they are sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from portal import clock
from portal.accounts.models import User
from portal.files import storing

from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotYours
from ..models import Case, CaseMessage, MessageFile
from ..models.message import LONGEST_MESSAGE
from ..notifications import messages as notices

MOST_FILES = 5


@transaction.atomic
def from_applicant(
    case: Case, *, text: str, files: Sequence[UploadedFile[Any]] = (), key: UUID, by: User
) -> CaseMessage:
    """Write to whoever handles the case, from the day something has come in in it.

    Consequences: the message and its files are handlingar of the case; what the other side has written counts as read;
    mail to the officer. The same `key` once more gives the message that is there. Raises NotYours, MovedOn for a case
    that is the applicant's own, ValidationError for no words, too many, or a file.
    """
    if not by.has_perm("applications.message_authority", case):
        raise NotYours(f"{by} does not write for {case}")
    return _send(case, text, files, key, by, from_applicant=True)


@transaction.atomic
def to_applicant(case: Case, *, text: str, files: Sequence[UploadedFile[Any]] = (), key: UUID, by: User) -> CaseMessage:
    """Write to the applicant. Consequences and refusals as of `from_applicant`; the jävig are NotYours."""
    _require_desk(case, by)
    return _send(case, text, files, key, by, from_applicant=False)


def _require_desk(case: Case, by: User) -> None:
    is_hidden = case.conflicts.filter(user=by, is_conflicted=True).exists()
    if is_hidden or not by.has_perm("applications.message_applicant", case):
        raise NotYours(f"{by} does not write to the applicant of {case}")


def _send(
    case: Case, text: str, files: Sequence[UploadedFile[Any]], key: UUID, by: User, *, from_applicant: bool
) -> CaseMessage:
    engine.lock_cases([case.pk])
    if case.shared_at is None:
        raise MovedOn("Utkast", "Skicka meddelandet")
    there = CaseMessage.objects.filter(author=by, key=key).first()
    if there is not None:
        if there.case_id != case.pk:
            raise NotYours("the key is of another case")
        return there
    words = _checked(text, files)
    last: int | None = case.messages.aggregate(last=Max("number"))["last"]
    message = CaseMessage.objects.create(
        case=case,
        number=(last or 0) + 1,
        from_applicant=from_applicant,
        author=by,
        text=words,
        key=key,
        sent_at=clock.now(),
    )
    _keep(message, files, by)
    _mark(case, by, of_applicant=not from_applicant)
    notices.sent(message)
    return message


def _checked(text: str, files: Sequence[UploadedFile[Any]]) -> str:
    words = text.replace("\r\n", "\n").replace("\0", "").strip()
    faults: dict[str, str] = {}
    if not words:
        faults["text"] = "Skriv ett meddelande. Skickar ni en fil, skriv vad den är."
    elif len(words) > LONGEST_MESSAGE:
        faults["text"] = f"Skriv högst {LONGEST_MESSAGE} tecken. Nu är det {len(words)}."
    if len(files) > MOST_FILES:
        faults["files"] = f"Skicka högst {MOST_FILES} filer på en gång, och resten i ett meddelande till."
    if faults:
        raise ValidationError(faults)
    return words


def _keep(message: CaseMessage, files: Sequence[UploadedFile[Any]], by: User) -> None:
    """Each file through the checks of uploads, the same once. Raises ValidationError that names the file."""
    faults: list[str] = []
    seen: set[str] = set()
    for upload in files:
        try:
            file = storing.store_upload(upload, by=by)
        except ValidationError as refused:
            faults += [f"{upload.name}: {text}" for text in refused.messages]
            continue
        if file.sha256 in seen:
            storing.delete(file)
            continue
        seen.add(file.sha256)
        storing.move_to_record(file)
        MessageFile.objects.create(message=message, file=file)
    if faults:
        raise ValidationError({"files": faults})


@transaction.atomic
def read(case: Case, *, by: User) -> int:
    """Say that what the other side has written is read; how many that was. Raises NotYours."""
    ours = by.has_perm("applications.message_authority", case)
    if not ours:
        _require_desk(case, by)
    engine.lock_cases([case.pk])
    return _mark(case, by, of_applicant=not ours)


def _mark(case: Case, by: User, *, of_applicant: bool) -> int:
    unread = CaseMessage.objects.filter(case=case, from_applicant=of_applicant, read_at=None)
    return unread.update(read_at=clock.now(), read_by=by)
