"""Each refusal of a file says in Swedish how to mend it; what is what it says it is comes in."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from portal.files import office, pdfs
from portal.files.checks import PROGRAM, TYPES, WEB_PAGE, check

from . import made
from .made import JPG, PNG, docx, odf, packed, pdf, xlsx

NAMES = "PDF, Word (docx), Excel (xlsx), OpenDocument (odt, ods), PNG eller JPG"
Make = Callable[[], bytes]


def refusal(name: str, data: bytes) -> tuple[str, str]:
    """(code, sentence) of the refusal, which must come."""
    with pytest.raises(ValidationError) as refused:
        check(SimpleUploadedFile(name, data))
    return str(refused.value.code), refused.value.messages[0]


@pytest.mark.parametrize(
    ("name", "make", "kind"),
    [
        ("Intyg.pdf", pdf, "application/pdf"),
        ("INTYG.PDF", pdf, "application/pdf"),
        ("handbok.pdf", made.speaking_of_scripts, "application/pdf"),
        ("bild.png", lambda: PNG, "image/png"),
        ("bild.jpg", lambda: JPG, "image/jpeg"),
        ("bild.jpeg", lambda: JPG, "image/jpeg"),
        ("brev.docx", docx, TYPES[".docx"]),
        ("tabell.xlsx", xlsx, TYPES[".xlsx"]),
        ("brev.odt", odf, TYPES[".odt"]),
        ("tabell.ods", lambda: odf(".ods"), TYPES[".ods"]),
    ],
)
def test_a_file_of_each_kind_comes_in(name: str, make: Make, kind: str) -> None:
    upload = SimpleUploadedFile(name, make(), content_type="application/octet-stream")
    assert check(upload) == kind
    assert upload.tell() == 0, "whoever stores it reads from the beginning"


def test_an_empty_file() -> None:
    assert refusal("tom.pdf", b"") == ("empty", "Filen är tom. Kontrollera att du valde rätt fil.")


@override_settings(MAX_UPLOAD_BYTES=2 * 1024 * 1024)
def test_a_file_that_is_too_large() -> None:
    code, told = refusal("stor.pdf", b"%PDF-1.7" + b"0" * (2 * 1024 * 1024))
    assert code == "too_large"
    assert told.startswith("Filen är 2,1 MB. Högst 2 MB får plats.")
    assert "Dela upp den" in told


@override_settings(MAX_UPLOAD_BYTES=len(PNG))
def test_the_largest_file_that_fits() -> None:
    assert check(SimpleUploadedFile("bild.png", PNG)) == "image/png"


@pytest.mark.parametrize("name", ["program.exe", "sida.html", "bild.svg", "utan", ".pdf", "a.pdf.js"])
def test_a_file_of_another_kind(name: str) -> None:
    assert refusal(name, b"<svg/>") == (
        "type",
        f"Vi kan inte ta emot filer av det slaget. Spara filen som {NAMES}.",
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("brev.doc", "spara den som docx"),
        ("TABELL.XLS", "spara den som xlsx"),
        ("brev.docm", "utan makron"),
        ("bok.xlsm", "utan makron"),
        ("visning.pptx", "Spara den som PDF"),
        ("foto.heic", "Spara den som JPG"),
        ("allt.zip", "Packa upp dem"),
    ],
)
def test_what_people_have_instead_is_told_how_to_make_ours(name: str, told: str) -> None:
    assert told in refusal(name, b"x")[1]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("beslut.pdf", b"MZ\x90\0", PROGRAM),
        ("bild.png", b"\x7fELF\x02", PROGRAM),
        ("skript.docx", b"#!/bin/sh\nrm", PROGRAM),
        ("sida.pdf", b"<html><script>alert(1)</script></html>", WEB_PAGE),
        ("sida.pdf", b"\xef\xbb\xbf  <!DOCTYPE html>", WEB_PAGE),
        ("bild.png", b"<svg onload='x'/>", WEB_PAGE),
        ("bild.jpg", b'<?xml version="1.0"?><svg/>', WEB_PAGE),
    ],
)
def test_a_disguise_is_told_for_what_it_is(name: str, data: bytes, told: str) -> None:
    assert refusal(name, data) == ("type", told)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("bild.pdf", lambda: PNG),
        ("bild.png", lambda: JPG),
        ("brev.docx", lambda: b"PK\x03\x04 not a zip at all"),
        ("brev.docx", xlsx),
        ("tabell.xlsx", docx),
        ("brev.odt", lambda: odf(".ods")),
        ("brev.odt", docx),
        ("brev.docx", pdf),
        ("halv.pdf", lambda: pdf()[:60]),
        ("sen.pdf", lambda: b"text first\n" + pdf()),
    ],
)
def test_a_file_that_is_not_what_its_name_says(name: str, make: Make) -> None:
    code, told = refusal(name, make())
    assert code == "type"
    assert told == (
        f"Filen ser inte ut att vara av det slag som namnet säger. Spara den på nytt som {NAMES} och lägg in den igen."
    )


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("låst.pdf", lambda: pdf(password="hemligt")),
        ("låst.docx", lambda: made.COMPOUND),
        ("låst.xlsx", lambda: made.COMPOUND),
        ("låst.odt", made.locked_zip),
        ("låst.odt", made.locked_odf),
        ("låst.odt", lambda: odf(more={"encrypted-package": "x"})),
    ],
)
def test_a_file_with_a_password(name: str, make: Make) -> None:
    assert refusal(name, make()) == (
        "locked",
        "Filen är låst med lösenord. Spara den utan lösenord och lägg in den igen.",
    )


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("makro.docx", lambda: docx({"word/vbaProject.bin": "x"})),
        ("makro.docx", lambda: docx({"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"})),
        ("makro.xlsx", lambda: xlsx({"xl/vbaProject.bin": "x"})),
        ("makro.xlsx", lambda: xlsx({"xl/macrosheets/sheet1.xml": "x"})),
        ("makro.odt", lambda: odf(more={"Basic/script-lc.xml": "x"})),
        ("makro.odt", lambda: odf(more={"Scripts/python/hej.py": "x"})),
    ],
)
def test_a_file_with_macros(name: str, make: Make) -> None:
    assert refusal(name, make()) == ("macro", office.MACRO)


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("opened", pdfs.SCRIPT),
        ("named", pdfs.SCRIPT),
        ("page", pdfs.SCRIPT),
        ("form", pdfs.SCRIPT),
        ("chain", pdfs.SCRIPT),
        ("launch", pdfs.STARTS),
    ],
)
def test_a_pdf_that_runs_something(where: str, told: str) -> None:
    assert refusal("blankett.pdf", made.running(where)) == ("script", told)


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("liten.docx", made.burst_zip, "bomb"),
        ("liten.docx", made.overlapping, "bomb"),
        ("liten.png", lambda: made.claiming(30_000, 30_000), "too_many_pixels"),
        ("trasig.png", lambda: PNG[:20], "broken"),
    ],
)
def test_a_small_file_that_unpacks_to_a_large_one(name: str, make: Make, code: str) -> None:
    data = make()
    assert len(data) < 1024 * 1024
    found, told = refusal(name, data)
    assert (found, told.endswith("lägg in den igen.")) == (code, True)


def test_a_pdf_is_not_unpacked_beyond_reason() -> None:
    """What lies in the part that would fill the memory is not there: nothing it says is run or shown."""
    data = made.bursting()
    assert len(data) < 400_000
    check(SimpleUploadedFile("liten.pdf", data))


def test_too_many_parts_are_not_counted_one_by_one() -> None:
    many = packed({f"word/{number}.xml": "" for number in range(office.MOST_PARTS + 1)})
    assert refusal("många.docx", many)[0] == "bomb"


def test_a_pdf_without_pages() -> None:
    code, told = refusal("utan.pdf", pdf(pages=0))
    assert (code, told) == ("broken", "Filen har inga sidor. Spara den på nytt och lägg in den igen.")
