"""Files that answer a call's own questions: they come with their section's form, each checked by itself."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest

from .. import questions
from ..forms.faces import Face
from ..models import Application, Attachment
from ..services import attaching
from . import doors
from .answers import Tried, attempt

REMOVE = "ta_bort_fil"


def keep(request: HttpRequest, row: Application, face: Face) -> dict[str, list[str]]:
    """Keep each file that can be kept; why the others were not, by the question's key."""
    failed: dict[str, list[str]] = {}
    for key, upload in _sent(request, face):
        tried = _one(request, row, key, upload)
        if not tried.is_done:
            failed.setdefault(key, []).extend(f"{upload.name}: {line.text}" for line in tried.errors)
    return failed


def not_kept(request: HttpRequest, face: Face) -> None:
    """The section could not be saved, and a browser does not choose a file again by itself."""
    for key, upload in _sent(request, face):
        assert face.questions is not None  # only its controls send files
        face.questions.file_errors.setdefault(key, []).append(f"{upload.name} är inte inlagd. Välj filen igen.")


def remove(request: HttpRequest, row: Application, section: str) -> None:
    """Take away the file whose button was pressed. Raises Http404 for a file of another application or section."""
    pressed = request.POST.get(REMOVE)
    if pressed is None:
        return
    files = Attachment.objects.select_related("file", "application").filter(application=row)
    found = next((one for one in files if str(one.pk) == pressed), None)
    lies_in = found and (questions.section_of(row.call_version, found.kind) or questions.ATTACHMENTS)
    if found is None or lies_in != section:
        raise Http404(pressed)
    tried = attempt(lambda: attaching.remove_attachment(found, by=doors.person(request)))
    if tried.is_done:
        messages.success(request, f"{found.file} är borttagen.")
    for line in tried.errors:
        messages.error(request, line.text)


def _sent(request: HttpRequest, face: Face) -> list[tuple[str, UploadedFile]]:
    controls = face.questions.file_controls if face.questions else {}
    return [(row.key, upload) for name, row in controls.items() for upload in request.FILES.getlist(name)]


def _one(request: HttpRequest, row: Application, key: str, upload: UploadedFile) -> Tried:
    kind = questions.attachment_kind(key)
    return attempt(lambda: attaching.add_attachment(row, kind=kind, upload=upload, by=doors.person(request)))
