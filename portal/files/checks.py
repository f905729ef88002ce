"""May this file be taken in? Size, emptiness, and type by content, with Swedish errors (domain.md §3.0)."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

ODF = "application/vnd.oasis.opendocument"
OOXML = "application/vnd.openxmlformats-officedocument"
# Extension → content type that we serve. What is inside must agree with the extension.
TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": f"{OOXML}.wordprocessingml.document",
    ".xlsx": f"{OOXML}.spreadsheetml.sheet",
    ".odt": f"{ODF}.text",
    ".ods": f"{ODF}.spreadsheet",
}
NAMES = "PDF, Word (docx), Excel (xlsx), OpenDocument (odt, ods), PNG eller JPG"
OFFICE_PART = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
# An encrypted Office file is no zip but an old compound file with this beginning.
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
LOCKED = "Filen är låst med lösenord. Spara den utan lösenord och lägg in den igen."
DOCTORED = (
    "Filen ser inte ut att vara av det slag som namnet säger. Spara den på nytt som {names} och lägg in den igen."
)


def check(upload: UploadedFile) -> str:
    """Return the content type to store. Raises ValidationError that says how to mend it."""
    size = upload.size or 0
    if size == 0:
        raise ValidationError("Filen är tom. Kontrollera att du valde rätt fil.", code="empty")
    if size > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        raise ValidationError(
            f"Filen är {_megabytes(size)} MB. Högst {limit} MB får plats. "
            "Dela upp den eller spara den med mindre bilder.",
            code="too_large",
        )
    extension = PurePosixPath((upload.name or "").lower()).suffix
    if extension not in TYPES:
        raise ValidationError(f"Vi kan inte ta emot filer av det slaget. Spara filen som {NAMES}.", code="type")
    upload.seek(0)
    _check_content(upload, extension)
    upload.seek(0)
    return TYPES[extension]


def _megabytes(size: int) -> str:
    """Megabytes with one decimal, rounded up, so that a file over the limit never seems to fit."""
    tenths = -(-size * 10 // (1024 * 1024))
    return f"{tenths // 10},{tenths % 10}".removesuffix(",0")


def _check_content(upload: UploadedFile, extension: str) -> None:
    stream: BinaryIO = upload.file  # type: ignore[assignment]  # Django's handlers give bytes
    head = stream.read(8192)
    stream.seek(0)
    if head.startswith(COMPOUND):
        raise ValidationError(LOCKED, code="locked")
    if extension == ".pdf":
        _check_pdf(stream)
    elif extension in OFFICE_PART or extension in {".odt", ".ods"}:
        _check_zip(stream, extension)
    elif not any(found.mime_type == TYPES[extension] for found in _guesses(head)):
        raise ValidationError(DOCTORED.format(names=NAMES), code="type")


def _guesses(head: bytes) -> Iterator[puremagic.PureMagicWithConfidence]:
    try:
        yield from puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return


def _check_pdf(stream: BinaryIO) -> None:
    import pikepdf  # loaded when the first PDF comes, not in every web worker

    try:
        with pikepdf.open(stream) as pdf:
            if not len(pdf.pages):
                raise ValidationError("Filen har inga sidor. Spara den på nytt och lägg in den igen.", code="broken")
    except pikepdf.PasswordError as fault:
        raise ValidationError(LOCKED, code="locked") from fault
    except pikepdf.PdfError as fault:
        raise ValidationError(DOCTORED.format(names=NAMES), code="type") from fault


def _small(archive: zipfile.ZipFile, name: str) -> str:
    """A short text in an archive; one that would unpack to more than that is not what it says it is."""
    if archive.getinfo(name).file_size > 200:
        return ""
    return archive.read(name).decode(errors="replace")


def _check_zip(stream: BinaryIO, extension: str) -> None:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            if any(name.endswith(("vbaProject.bin", "Basic/script-lc.xml")) for name in names):
                raise ValidationError(
                    "Filen innehåller makron. Spara den utan makron och lägg in den igen.", code="macro"
                )
            if extension in OFFICE_PART:
                fits = OFFICE_PART[extension] in names
            else:
                fits = "mimetype" in names and _small(archive, "mimetype") == TYPES[extension]
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as fault:
        raise ValidationError(DOCTORED.format(names=NAMES), code="type") from fault
    except RuntimeError as fault:  # zipfile's answer to an encrypted member
        raise ValidationError(LOCKED, code="locked") from fault
    if not fits:
        raise ValidationError(DOCTORED.format(names=NAMES), code="type")
