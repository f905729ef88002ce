"""Each refusal of a file says in Swedish how to mend it; what is what it says it is comes in."""

import io
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from portal.files.checks import TYPES, check

NAMES = "PDF, Word (docx), Excel (xlsx), OpenDocument (odt, ods), PNG eller JPG"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f0005000"
    "1ff56c72fef0000000049454e44ae426082"
)
JPG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504


def pdf(*, pages: int = 1, password: str = "") -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    out = io.BytesIO()
    locked = pikepdf.Encryption(user=password, owner=password) if password else False
    document.save(out, encryption=locked)
    return out.getvalue()


def packed(**parts: str) -> bytes:
    """A zip of the given parts; two underscores stand for the slash and one at the end for nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return out.getvalue()


def docx(**more: str) -> bytes:
    return packed(word__document_dot_xml="<w/>", **more)


def locked_zip() -> bytes:
    """A zip whose member says that it is encrypted, as an archive with a password does."""
    data = bytearray(packed(mimetype=TYPES[".odt"]))
    data[6] |= 1  # the flag in the member's own head
    data[data.rindex(b"PK\x01\x02") + 8] |= 1  # and in the list at the end
    return bytes(data)


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
        ("bild.png", lambda: PNG, "image/png"),
        ("bild.jpg", lambda: JPG, "image/jpeg"),
        ("bild.jpeg", lambda: JPG, "image/jpeg"),
        ("brev.docx", docx, TYPES[".docx"]),
        ("tabell.xlsx", lambda: packed(xl__workbook_dot_xml="<x/>"), TYPES[".xlsx"]),
        ("brev.odt", lambda: packed(mimetype=TYPES[".odt"]), TYPES[".odt"]),
        ("tabell.ods", lambda: packed(mimetype=TYPES[".ods"]), TYPES[".ods"]),
    ],
)
def test_a_file_of_each_kind_comes_in(name: str, make: Callable[[], bytes], kind: str) -> None:
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


@pytest.mark.parametrize(
    "name", ["program.exe", "sida.html", "bild.svg", "arkiv.zip", "utan", "brev.doc", ".pdf", "a.pdf.js"]
)
def test_a_file_of_another_kind(name: str) -> None:
    assert refusal(name, b"<svg/>") == (
        "type",
        f"Vi kan inte ta emot filer av det slaget. Spara filen som {NAMES}.",
    )


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("sida.pdf", lambda: b"<html><script>alert(1)</script></html>"),
        ("bild.pdf", lambda: PNG),
        ("sida.png", lambda: b"<svg onload='x'/>"),
        ("bild.png", lambda: JPG),
        ("brev.docx", lambda: b"PK\x03\x04 not a zip at all"),
        ("brev.docx", lambda: packed(xl__workbook_dot_xml="<x/>")),
        ("tabell.xlsx", docx),
        ("brev.odt", lambda: packed(mimetype=TYPES[".ods"])),
        ("brev.odt", docx),
        ("brev.docx", pdf),
        ("halv.pdf", lambda: pdf()[:60]),
    ],
)
def test_a_file_that_is_not_what_its_name_says(name: str, make: Callable[[], bytes]) -> None:
    code, told = refusal(name, make())
    assert code == "type"
    assert told == (
        f"Filen ser inte ut att vara av det slag som namnet säger. Spara den på nytt som {NAMES} och lägg in den igen."
    )


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("låst.pdf", lambda: pdf(password="hemligt")),
        ("låst.docx", lambda: COMPOUND),
        ("låst.xlsx", lambda: COMPOUND),
        ("låst.odt", locked_zip),
    ],
)
def test_a_file_with_a_password(name: str, make: Callable[[], bytes]) -> None:
    assert refusal(name, make()) == (
        "locked",
        "Filen är låst med lösenord. Spara den utan lösenord och lägg in den igen.",
    )


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("makro.docx", lambda: docx(word__vbaProject_dot_bin="x")),
        ("makro.xlsx", lambda: packed(xl__workbook_dot_xml="<x/>", xl__vbaProject_dot_bin="x")),
        ("makro.odt", lambda: packed(**{"mimetype": TYPES[".odt"], "Basic/script-lc.xml": "x"})),
    ],
)
def test_a_file_with_macros(name: str, make: Callable[[], bytes]) -> None:
    assert refusal(name, make()) == (
        "macro",
        "Filen innehåller makron. Spara den utan makron och lägg in den igen.",
    )


def test_a_pdf_without_pages() -> None:
    code, told = refusal("utan.pdf", pdf(pages=0))
    assert (code, told) == ("broken", "Filen har inga sidor. Spara den på nytt och lägg in den igen.")
