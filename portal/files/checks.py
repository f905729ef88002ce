"""May this file be taken in? Size, emptiness, and type by content, with Swedish errors (domain.md §3.0)."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from . import office, pdfs, pictures

# Extension → content type that we serve. What is inside must agree with the extension.
TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    **office.TYPES,
}
NAMES = "PDF, Word (docx), Excel (xlsx), OpenDocument (odt, ods), PNG eller JPG"
# What people have when it is of another kind, and how it is made into one of ours.
OTHERWISE = {
    ".doc": "Filen är i Words gamla format. Öppna den, spara den som docx eller PDF och lägg in den igen.",
    ".xls": "Filen är i Excels gamla format. Öppna den, spara den som xlsx och lägg in den igen.",
    ".docm": "Filen är ett Worddokument med makron. Spara den som docx utan makron och lägg in den igen.",
    ".xlsm": "Filen är en Excelbok med makron. Spara den som xlsx utan makron och lägg in den igen.",
    ".ppt": "Vi kan inte ta emot presentationer. Spara den som PDF och lägg in den igen.",
    ".pptx": "Vi kan inte ta emot presentationer. Spara den som PDF och lägg in den igen.",
    ".heic": "Bilden är i telefonens eget format. Spara den som JPG och lägg in den igen.",
    ".zip": "Vi kan inte ta emot filer som är packade ihop. Packa upp dem och lägg in dem en och en.",
}
# An encrypted Office file is no zip but an old compound file with this beginning.
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
LOCKED = office.LOCKED
DOCTORED = (
    "Filen ser inte ut att vara av det slag som namnet säger. Spara den på nytt som {names} och lägg in den igen."
)
# What a file begins with that is something else than its name says: then it is told what it is.
PROGRAM = "Filen är ett program, inte ett dokument. Kontrollera att du valde rätt fil."
WEB_PAGE = "Filen är en webbsida eller en SVG-bild, vad den än heter. Spara den som PDF eller PNG och lägg in den igen."
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
MARKS = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<!--")


def check(upload: UploadedFile) -> str:
    """Return the content type to store. Raises ValidationError that says how to mend it."""
    size = upload.size or 0
    if size == 0:
        raise ValidationError("Filen är tom. Kontrollera att du valde rätt fil.", code="empty")
    if size > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        raise ValidationError(
            f"Filen är {megabytes(size)} MB. Högst {limit} MB får plats. "
            "Dela upp den eller spara den med mindre bilder.",
            code="too_large",
        )
    extension = extension_of(upload.name or "")
    if extension not in TYPES:
        other = OTHERWISE.get(extension, f"Vi kan inte ta emot filer av det slaget. Spara filen som {NAMES}.")
        raise ValidationError(other, code="type")
    upload.seek(0)
    try:
        _check_content(upload, extension)
    finally:
        upload.seek(0)
    return TYPES[extension]


def extension_of(name: str) -> str:
    return PurePosixPath(name.lower().strip()).suffix


def megabytes(size: int) -> str:
    """Megabytes with one decimal, rounded up, so that a file over the limit never seems to fit."""
    tenths = -(-size * 10 // (1024 * 1024))
    return f"{tenths // 10},{tenths % 10}".removesuffix(",0")


def _check_content(upload: UploadedFile, extension: str) -> None:
    stream: BinaryIO = upload.file  # type: ignore[assignment]  # Django's handlers give bytes
    head = stream.read(8192)
    stream.seek(0)
    _refuse_disguise(head)
    if extension == ".pdf":
        fits = head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-") and pdfs.check(stream)
    elif extension in office.TYPES:
        if head.startswith(COMPOUND):
            raise ValidationError(LOCKED, code="locked")
        fits = office.check(stream, extension)
    else:
        fits = any(found.mime_type == TYPES[extension] for found in _guesses(head))
        if fits:
            pictures.check_size(stream)
    if not fits:
        raise ValidationError(DOCTORED.format(names=NAMES), code="type")


def _refuse_disguise(head: bytes) -> None:
    if head.startswith(PROGRAMS):
        raise ValidationError(PROGRAM, code="type")
    if head.lstrip(b"\xef\xbb\xbf\r\n\t ").lower().startswith(MARKS):
        raise ValidationError(WEB_PAGE, code="type")


def _guesses(head: bytes) -> Iterator[puremagic.PureMagicWithConfidence]:
    try:
        yield from puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return
