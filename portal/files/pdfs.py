"""What is inside a PDF: is it one, is it locked, does it run anything, and can those who listen to it read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.exceptions import ValidationError

from .office import LOCKED

if TYPE_CHECKING:
    import pikepdf

NO_PAGES = "Filen har inga sidor. Spara den på nytt och lägg in den igen."
SCRIPT = (
    "Filen innehåller skript (JavaScript), som ett ifyllbart formulär kan ha. Välj Skriv ut och spara som en ny PDF, "
    "och lägg in den."
)
STARTS = "Filen startar andra program när den öppnas. Välj Skriv ut och spara som en ny PDF, och lägg in den i stället."
TOO_MUCH = "Filen är för invecklad för att kontrolleras. Välj Skriv ut och spara som en ny PDF, och lägg in den."
MOST_OBJECTS = 350_000
DEEPEST = 40
PAGES_READ = 20  # enough to tell a scan from a text
FORMS_WITHIN = 3
MOST_MEMORY = 128 * 1024 * 1024  # of one packed part of a PDF; a little file may unpack to far more
# A quick look at an object's text; a hit is looked at properly, since a title may speak of /JS.
SUSPECT = re.compile(rb"/(?:JS|JavaScript|Launch)\b")
ACTIONS = {"/JavaScript": SCRIPT, "/Rendition": SCRIPT, "/Launch": STARTS}


class Remark(StrEnum):
    """What keeps people who listen to a page, or enlarge it, from reading a PDF (domain.md §2.6)."""

    SCANNED = "scanned"
    UNTAGGED = "untagged"
    NO_TITLE = "no_title"
    NO_LANGUAGE = "no_language"


TOLD = {
    Remark.SCANNED: (
        "Filen verkar vara inskannad. Den går inte att läsa med skärmläsare och kan inte publiceras. Lägg in "
        "originalet, sparat som PDF ur programmet som det skrevs i."
    ),
    Remark.UNTAGGED: (
        "Filen saknar taggar för rubriker, listor och tabeller. Spara den på nytt ur Word eller LibreOffice som PDF "
        "och välj taggad eller tillgänglig PDF."
    ),
    Remark.NO_TITLE: "Filen saknar titel. Skriv en under filens egenskaper och spara den som PDF på nytt.",
    Remark.NO_LANGUAGE: "Filen säger inte vilket språk den är på. Välj språk för texten och spara som PDF på nytt.",
}


def told(codes: list[str]) -> list[str]:
    """The kept remarks as sentences; one that is no longer known says nothing."""
    return [text for remark, text in TOLD.items() if remark.value in codes]


def check(stream: BinaryIO) -> bool:
    """Whether it is a PDF. Raises ValidationError for a lock, no pages, or something that runs."""
    pikepdf = _reader()
    try:
        with pikepdf.open(stream) as pdf:
            if not len(pdf.pages):
                raise ValidationError(NO_PAGES, code="broken")
            _require_quiet(pdf)
    except pikepdf.PasswordError as fault:
        raise ValidationError(LOCKED, code="locked") from fault
    except (pikepdf.PdfError, ValueError, MemoryError):
        return False
    return True


@cache
def _reader() -> ModuleType:
    """pikepdf, loaded when the first PDF comes and not in every web worker, told to unpack no more than is sound."""
    import pikepdf
    from pikepdf import settings

    settings.set_qpdf_limits(
        flate_max_memory=MOST_MEMORY, run_length_max_memory=MOST_MEMORY, png_max_memory=MOST_MEMORY
    )
    return pikepdf


def _require_quiet(pdf: pikepdf.Pdf) -> None:
    if len(pdf.objects) > MOST_OBJECTS:
        raise ValidationError(TOO_MUCH, code="too_much")
    for found in (pdf.trailer, *pdf.objects):
        if SUSPECT.search(_written(found)):
            for text in _runs(found, 0):
                raise ValidationError(text, code="script")


def _written(found: Any) -> bytes:
    """The object as it is written, without what it points at; of a stream its dictionary."""
    import pikepdf

    if not isinstance(found, pikepdf.Object):
        return b""
    return (found.stream_dict if isinstance(found, pikepdf.Stream) else found).unparse(resolved=True)


def _runs(found: Any, depth: int) -> Iterator[str]:
    """Why the object is refused, if it or anything written inside it is an action that runs."""
    import pikepdf

    if depth > DEEPEST:
        yield TOO_MUCH
        return
    if isinstance(found, pikepdf.Stream):
        found = found.stream_dict
    if isinstance(found, pikepdf.Dictionary):
        if (action := str(found.get("/S", ""))) in ACTIONS and (action != "/Rendition" or "/JS" in found):
            yield ACTIONS[action]
        elif "/JS" in found or "/JavaScript" in found:  # an action without its kind, and the list of named scripts
            yield SCRIPT
        yield from _inside((value for _, value in found.items()), depth)
    elif isinstance(found, pikepdf.Array):
        yield from _inside(found, depth)


def _inside(values: Iterable[Any], depth: int) -> Iterator[str]:
    """Of what is written in the object itself; what it points at is looked at by itself."""
    import pikepdf

    for value in values:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _runs(value, depth + 1)


# Can it be read by everybody?


def remarks(stream: BinaryIO) -> list[str]:
    """What would keep the PDF from being published so that all can read it, as codes, the gravest first."""
    pikepdf = _reader()
    try:
        with pikepdf.open(stream) as pdf:
            if not _has_text(pdf):
                return [Remark.SCANNED.value]
            root = pdf.Root
            marked = root.get("/MarkInfo", {})
            found = {
                Remark.UNTAGGED: "/StructTreeRoot" not in root or not bool(marked.get("/Marked", False)),
                Remark.NO_TITLE: not _title(pdf),
                Remark.NO_LANGUAGE: not str(root.get("/Lang", "")).strip(),
            }
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError):  # oddly made: nothing is said of it
        return []
    return [code.value for code, is_so in found.items() if is_so]


def _title(pdf: pikepdf.Pdf) -> str:
    named = str(pdf.docinfo.get("/Title", "")).strip() if "/Info" in pdf.trailer else ""
    if named:
        return named
    with pdf.open_metadata(update_docinfo=False) as metadata:
        return str(metadata.get("dc:title") or "").strip()


def _has_text(pdf: pikepdf.Pdf) -> bool:
    """Some page has a font to show text with. A scan is pictures alone."""
    return any(_shows_text(page.obj, 0) for page in list(pdf.pages)[:PAGES_READ])


def _shows_text(drawn: Any, depth: int) -> bool:
    """The page, or a form that it draws, has a font; so has a scan whose text a machine has read out."""
    import pikepdf

    resources = drawn.get("/Resources", pikepdf.Dictionary())
    if depth == 0 and "/Resources" not in drawn and "/Parent" in drawn:
        resources = drawn.Parent.get("/Resources", pikepdf.Dictionary())
    if len(resources.get("/Font", {})):
        return True
    forms = resources.get("/XObject", {})
    return depth < FORMS_WITHIN and any(
        _shows_text(form, depth + 1)
        for form in (forms[name] for name in (forms.keys() if len(forms) else ()))
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form"
    )
