"""What is inside an Office or OpenDocument file: is it one, is it locked, does it run anything, does it burst."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import PurePosixPath
from typing import BinaryIO

from django.core.exceptions import ValidationError

ODF = "application/vnd.oasis.opendocument"
OOXML = "application/vnd.openxmlformats-officedocument"
TYPES = {
    ".docx": f"{OOXML}.wordprocessingml.document",
    ".xlsx": f"{OOXML}.spreadsheetml.sheet",
    ".odt": f"{ODF}.text",
    ".ods": f"{ODF}.spreadsheet",
}
MAIN_PART = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
MANIFEST = "META-INF/manifest.xml"
KINDS = "[Content_Types].xml"
# A text with pictures is some MB unpacked; a sheet of a whole ledger perhaps a hundred.
MOST_UNPACKED = 400 * 1024 * 1024
MOST_PARTS = 10_000
LONGEST_LIST = 2 * 1024 * 1024  # of a part that lists the others

LOCKED = "Filen är låst med lösenord. Spara den utan lösenord och lägg in den igen."
MACRO = (
    "Filen innehåller makron, små program som körs när den öppnas. Spara den utan makron, eller som PDF, och lägg in "
    "den igen."
)
BOMB = "Filen är mycket större uppackad än den ser ut. Öppna den, spara den på nytt och lägg in den igen."
BROKEN = "Filen går inte att läsa. Öppna den, spara den på nytt och lägg in den igen."


def check(stream: BinaryIO, extension: str) -> bool:
    """Whether it is what its ending says. Raises ValidationError for a lock, macros, too much inside, or damage."""
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            _require_bounded(parts, stream)
            names = {part.filename for part in parts}
            if _is_locked(archive, names):
                raise ValidationError(LOCKED, code="locked")
            if _runs_something(archive, names):
                raise ValidationError(MACRO, code="macro")
            if extension in MAIN_PART:
                return MAIN_PART[extension] in names
            return _text(archive, "mimetype", 200).strip() == TYPES[extension]
    except zipfile.BadZipFile:
        return False
    except (zlib.error, EOFError, ValueError, NotImplementedError, OSError) as fault:
        raise ValidationError(BROKEN, code="broken") from fault
    except RuntimeError as fault:  # zipfile's answer to an encrypted member
        raise ValidationError(LOCKED, code="locked") from fault


def _require_bounded(parts: list[zipfile.ZipInfo], stream: BinaryIO) -> None:
    """A little file that would fill somebody's disk, also one whose parts share the same bytes."""
    size = stream.seek(0, 2)
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or packed > size:
        raise ValidationError(BOMB, code="bomb")


def _is_locked(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """OpenDocument encrypts its parts and says so in the list of them; newer ones the whole as one part."""
    if "encrypted-package" in names or any(part.flag_bits & 1 for part in archive.infolist()):
        return True
    return "manifest:encryption-data" in _text(archive, MANIFEST, LONGEST_LIST)


def _runs_something(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Macros of Visual Basic, the sheets that were macros before it, and the scripts of OpenDocument."""
    for name in names - {"", "/"}:
        path = PurePosixPath(name)
        if path.name.lower() in {"vbaproject.bin", "vbadata.xml"} or "macrosheets" in path.parts:
            return True
        if path.parts[:1] and path.parts[0] in {"Basic", "Scripts"} and not name.endswith("/"):
            return True
    return "macroEnabled" in _text(archive, KINDS, LONGEST_LIST)


def _text(archive: zipfile.ZipFile, name: str, longest: int) -> str:
    """A part as text; nothing when it is not there, and no more than so much of it."""
    if name not in archive.namelist():
        return ""
    with archive.open(name) as part:
        return part.read(longest).decode("utf-8", "replace")
