"""The renderer: the same bytes twice, a closed door, and errors that a worker survives."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta, timezone
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from portal import pdf
from tests import pdf_text
from tests.portal.pdf.documents import page
from tests.portal.pdf.samples import CREATED

PROJECT = Path(pdf.__file__).parents[2]
SECRET = "HEMLIGT-MEN-PLANTERAT"


def render(body: str, **options: object) -> bytes:
    return pdf.render(page(body), **{"title": "Prov", "created": CREATED, **options})


@pytest.fixture
def secret(tmp_path: Path) -> str:
    """The address of a planted file that no document may carry."""
    planted = tmp_path / "secret.txt"
    planted.write_text(SECRET)
    return planted.as_uri()


def test_the_same_arguments_give_the_same_bytes() -> None:
    attached = [pdf.Attached("b.json", b"{}", "Två"), pdf.Attached("a.json", b'{"a": 1}', "Ett")]
    first = render("<p>Text</p>", attachments=attached)
    assert render("<p>Text</p>", attachments=attached) == first
    assert render("<p>Text</p>", attachments=attached[::-1]) == first
    same_instant = CREATED.astimezone(timezone(timedelta(hours=2)))
    assert render("<p>Text</p>", attachments=attached, created=same_instant) == first


def test_the_authoritys_colour_is_the_documents_and_no_other_text_comes_with_it() -> None:
    body = '<div class="decision"><h2>Beslut</h2><p>Text</p></div>'
    own, red = render(body), render(body, brand="#b40037")
    assert own != red == render(body, brand="#b40037")
    assert render(body, brand="#14534a") == own  # the portal's own
    with pytest.raises(ValueError, match="brand"):
        render(body, brand="red; } * { color: white")


def test_another_process_gives_the_same_bytes() -> None:
    script = (
        "import sys; from datetime import UTC, datetime; from portal import pdf;"
        "created = datetime(2024, 5, 14, 9, 30, tzinfo=UTC);"
        "sys.stdout.buffer.write(pdf.render(sys.argv[1], title='Prov', created=created,"
        "attachments=[pdf.Attached('a.json', b'{}', 'Ett')]))"
    )
    command = [sys.executable, "-c", script, page("<p>Text</p>")]
    environment = {
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "LANG": "C",
        "PYTHONPATH": str(PROJECT),
    }
    other = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60).stdout
    assert other == render("<p>Text</p>", attachments=[pdf.Attached("a.json", b"{}", "Ett")])


def test_importing_the_package_loads_no_weasyprint() -> None:
    command = [sys.executable, "-c", "import portal.pdf, portal.pdf.svg, sys; sys.exit('weasyprint' in sys.modules)"]
    subprocess.run(command, cwd=PROJECT, check=True, timeout=60)


def test_the_file_carries_title_language_dates_and_both_marks() -> None:
    with pikepdf.open(BytesIO(render("<p>Text</p>", title="Beslut: Åkes å\x0b"))) as document:
        packet = document.Root.Metadata.read_bytes().decode()
        assert document.Root.Lang == "sv"
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.docinfo.Title == "Beslut: Åkes å"
        assert document.docinfo.CreationDate == "D:20240514093000Z"
    assert 'pdfaid:part="3" pdfaid:conformance="A"' in packet
    assert 'pdfuaid:part="1"' in packet
    assert "Beslut: Åkes å<" in packet


def test_an_attachment_lies_in_the_file_once_with_its_relationship_and_our_date() -> None:
    data = render("<p>Text</p>", attachments=[pdf.Attached("beslut.json", b'{"dnr": "1"}', "Beslutet som data")])
    with pikepdf.open(BytesIO(data)) as document:
        (listed,) = document.Root.AF
        attached = document.attachments["beslut.json"]
        assert listed.AFRelationship == "/Data"
        assert listed.Desc == "Beslutet som data"
        assert attached.get_file().read_bytes() == b'{"dnr": "1"}'
        assert attached.get_file().mime_type == "application/json"
        assert listed.EF.F.Params.ModDate == "D:20240514093000Z"


def test_page_count() -> None:
    assert pdf.page_count(render("<p>Ett</p>")) == 1
    assert pdf.page_count(render('<p>Ett</p><h2 style="break-before: page">Två</h2>')) == 2


def test_a_link_says_its_text_and_a_change_of_language_is_kept() -> None:
    data = render('<p><a href="https://example.se/">Mina sidor</a> <span lang="en">good morning</span></p>')
    with pikepdf.open(BytesIO(data)) as document:
        (link,) = document.pages[0].Annots
        assert link.Contents == "Mina sidor"
        languages = [
            str(each.Lang) for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/Lang" in each
        ]
    assert "en" in languages


@pytest.mark.parametrize(
    "body",
    [
        '<img src="{}" alt="x">',
        '<p style="background: url({})">x</p>',
        '<ul><li style="list-style-image: url({})">x</li></ul>',
        '<object data="{}">x</object>',
        '<embed src="{}">',
        '<svg viewBox="0 0 9 9"><title>x</title><image href="{}" width="9" height="9"/></svg>',
        '<a rel="attachment" href="{}">x</a>',
        '<a href="{}">x</a>',
        '<style>@import url("{}");</style>',
        "<style>@font-face {{ font-family: x; src: url({}) }} p {{ font-family: x }}</style>",
        '<link rel="attachment" href="{}">',
        '<link rel="stylesheet" href="{}">',
        '<base href="{}">',
        '<svg viewBox="0 0 9 9"><title>x</title><style>@import "{}";</style></svg>',
    ],
)
def test_a_hostile_page_fetches_nothing(body: str, secret: str) -> None:
    for address in (secret, "http://127.0.0.1:9/x.png"):
        if address.startswith("http") and body == '<a href="{}">x</a>':
            continue  # a link out into the world is only a link
        with pytest.raises(pdf.RenderError):
            render(body.format(address))
    assert render("<p>Nästa</p>")  # and the next document is none the worse


def test_a_picture_inside_an_address_of_its_own_is_refused() -> None:
    with pytest.raises(pdf.RenderError, match="outside the package"):
        render('<img alt="x" src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E">')


def test_our_own_files_cannot_be_attached_by_a_page() -> None:
    with pytest.raises(pdf.RenderError, match="attaches"):
        render('<a rel="attachment" href="/pdf/pdf.css">x</a>')


@pytest.mark.parametrize(
    "body",
    [
        '<iframe src="{}"></iframe>',
        '<p style="content: url({})">x</p>',
        '<svg viewBox="0 0 9 9"><title>x</title><use href="{}#a"/></svg>',
        '<video src="{}"></video>',
    ],
)
def test_what_weasyprint_never_fetches_is_only_left_out(body: str, secret: str) -> None:
    data = render(body.format(secret))
    assert SECRET not in pdf_text.text(data)
    with pikepdf.open(BytesIO(data)) as document:
        assert not document.attachments


def test_a_page_without_language_or_with_a_failed_picture_is_an_error() -> None:
    with pytest.raises(pdf.RenderError, match="lang"):
        pdf.render(page("<p>x</p>", lang=""), title="Prov", created=CREATED)
    with pytest.raises(pdf.RenderError, match="Failed to load image"):
        render('<img src="/fonts/source-sans-3-latin-400-normal.woff2" alt="no picture">')


def test_a_character_that_no_font_draws_becomes_a_question_mark_with_a_warning() -> None:
    done = pdf.render_with_warnings(page("<p>Barn \U0010fffd unga</p>"), title="Prov", created=CREATED)
    assert any("U+10FFFD" in warning for warning in done.warnings)
    assert done.data == render("<p>Barn ? unga</p>")


def test_rare_hyphens_spaces_and_control_characters_become_plain() -> None:
    assert render("<p>a\u2011b\u202fc\u0007\ufeff</p>") == render("<p>a-b\u00a0c</p>")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"created": CREATED.replace(tzinfo=None)}, "aware"),
        ({"title": " "}, "title"),
        ({"attachments": [pdf.Attached("a", b"1", ""), pdf.Attached("a", b"2", "")]}, "same name"),
    ],
)
def test_a_wrong_call_is_told_apart_from_a_bad_page(options: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        render("<p>x</p>", **options)
