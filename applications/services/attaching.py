"""Files of an application: each put in and taken away by itself, kept once however often it is sent."""

from __future__ import annotations

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum

from portal.accounts.models import User
from portal.files import checks, pdfs, pictures, storing
from portal.files.models import StoredFile

from .. import questions
from ..lifecycle.engine import MovedOn
from ..models import Application, Attachment
from . import drafting, signing

PDF = checks.TYPES[".pdf"]
ELSEWHERE = "Filen är redan inlagd på ett annat ställe. Välj den en gång till om den ska vara med här också."


def keep_upload(
    application: Application, *, kind: str, upload: UploadedFile[Any], by: User, key: UUID | None = None
) -> Attachment:
    """Check and keep one file as an attachment of the kind. WHO and WHEN are the caller's, who has locked the row.

    `key` is what the browser named its choice: the same once more gives the attachment that is there, so that a
    sending whose answer was lost can be done again. Consequences: where a scanner is configured the file is owed a
    scan; a PDF of a kind that is published is looked at once for what keeps people from reading it. Raises
    ValidationError that says how to mend it: by the file itself, or when the application has no room for it (bytes).
    """
    if key is not None and (there := StoredFile.objects.filter(uploaded_by=by, upload_key=key).first()):
        found = application.attachments.filter(file=there).first()
        if found is None:
            raise ValidationError(ELSEWHERE, code="elsewhere")
        return found
    if kind in application.call_version.figure_kinds:
        pictures.check(upload)
    _require_room(application, upload)
    file = storing.store_upload(upload, by=by, upload_key=key)
    return Attachment.objects.create(
        application=application, kind=kind, file=file, added_by=by, remarks=_remarks(application, kind, file, upload)
    )


def _require_room(application: Application, upload: UploadedFile[Any]) -> None:
    there = application.attachments.aggregate(size=Sum("file__size"))["size"] or 0
    limit = settings.MAX_APPLICATION_BYTES
    if there + (upload.size or 0) > limit:
        room = max(0, limit - there)
        told = f"{checks.megabytes(room)} MB" if room else "inget"
        raise ValidationError(
            f"Alla filer i ansökan får tillsammans vara högst {limit // (1024 * 1024)} MB, och {told} är kvar. Ta bort "
            "någon fil, eller spara den här med mindre bilder.",
            code="no_room",
        )


def _remarks(application: Application, kind: str, file: StoredFile, upload: UploadedFile[Any]) -> list[str]:
    if file.content_type != PDF or kind not in application.call_version.published_kinds:
        return []
    upload.seek(0)
    return pdfs.remarks(cast(BinaryIO, upload.file))


@transaction.atomic
def add_attachment(
    application: Application, *, kind: str, upload: UploadedFile[Any], by: User, key: UUID | None = None
) -> Attachment:
    """Check and keep one file in a section that is open: an ordinary attachment, or the answer to a question of the
    call's own.

    The same file twice as an answer is kept once, since its form may be sent twice. Consequences as of `keep_upload`;
    signatures on the draft fall. Raises ValidationError that says how to mend it, NotYours or MovedOn. A picture that
    is to be shown must be one, pixel by pixel.
    """
    section = questions.section_of(application.call_version, kind)
    if section is None:
        raise ValidationError("Frågan som filen svarar på finns inte längre. Läs sidan på nytt.")
    application = drafting.open_section(application, section, None, by)
    before = set(application.attachments.values_list("pk", flat=True))
    attachment = keep_upload(application, kind=kind, upload=upload, by=by, key=key)
    if attachment.pk in before:
        return attachment
    if questions.key_of(kind) is not None and (there := same_among(attachment, kind)):
        really_remove(attachment)
        return there
    signing.content_changed(application)
    return attachment


def same_among(attachment: Attachment, kind: str | None = None) -> Attachment | None:
    """Another attachment of the application with the same bytes, of the kind or of any; the oldest."""
    rows = Attachment.objects.filter(application=attachment.application_id, file__sha256=attachment.file.sha256)
    if kind is not None:
        rows = rows.filter(kind=kind)
    return rows.exclude(pk=attachment.pk).select_related("file").first()


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User) -> None:
    """Take a file away that has not been sent in. What has been stays (allmän handling): MovedOn.

    Consequences: the bytes are gone when this has committed; signatures on the draft fall. Raises NotYours or MovedOn.
    """
    application = attachment.application
    section = questions.section_of(application.call_version, attachment.kind) or questions.ATTACHMENTS
    application = drafting.open_section(application, section, None, by)
    if attachment.is_sent_in:
        raise MovedOn(application.get_state_display(), "Ta bort bilagan")
    really_remove(attachment)
    signing.content_changed(application)


def really_remove(attachment: Attachment) -> None:
    """A draft's file, which is the applicant's own, is gone."""
    file = attachment.file
    attachment.delete()
    storing.delete(file)
