"""The decision and the receipt as they come out: what stands on them, how they are tagged, that text stays text."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from portal import pdf
from portal.templatetags.documents import halves
from tests import pdf_text
from tests.portal.pdf import samples
from tests.portal.pdf.documents import decision, receipt

PRINTED = json.loads((Path(__file__).parents[2] / "fixtures" / "orebro_budget.json").read_text())["printed"]

ATTACKS = (
    '<img src="file:///etc/passwd">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="file:///etc/passwd">a</a>',
    '<svg><image href="http://127.0.0.1:9/a.png"/></svg>',
    "<style>@import url(http://127.0.0.1:9/a.css);</style>",
    '"><p style="background:url(http://127.0.0.1:9/)">',
    "{% include 'pdf/base.html' %}{{ d }}",
    "</title><base href=file:///etc/>",
)


@pytest.fixture(scope="module")
def granted() -> pdf.Rendered:
    return decision(samples.granted())


def spaced(amount: int) -> str:
    return f"{amount:,}".replace(",", " ")


def with_everywhere(value: Any, attack: str) -> Any:
    """The same shape with the attack behind every text in it, but for the checked logo."""
    if isinstance(value, str):
        return value + attack
    if isinstance(value, dict):
        return {key: each if key == "logo_svg" else with_everywhere(each, attack) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(with_everywhere(each, attack) for each in value)
    return value


def test_every_printed_figure_of_the_orebro_budget_stands_in_the_decision(granted: pdf.Rendered) -> None:
    text = pdf_text.text(granted.data)
    for table in PRINTED.values():
        for figures in table.values():
            assert " ".join(spaced(figure) for figure in figures) in text


def test_the_first_page_answers_what_how_much_until_when_by_whom_and_what_to_do(granted: pdf.Rendered) -> None:
    first = pdf_text.pages(granted.data)[0]
    for answer in (
        "Ni får stöd till Kraftsamling barn och unga",
        "högst 800 609 kronor",
        "1 augusti 2024 – 1 augusti 2026",
        "Regional tillväxtnämnd beslutar",
        "§ 47, 14 maj 2024",
        "Godkänn villkoren senast 11 juni 2024",
    ):
        assert answer in first


def test_each_page_has_the_documents_own_foot() -> None:
    long = pdf_text.pages(decision(samples.granted_with_many_conditions()).data)
    other = pdf_text.pages(decision(samples.granted(dnr="MRU 2026-00123", title="Steget före")).data)
    assert len(long) >= 3
    for number, page in enumerate(long, start=1):
        assert "23RS10970 · Beslut, Kraftsamling barn och unga" in page
        assert f"Sida {number} ({len(long)})" in page
    assert all("MRU 2026-00123 · Beslut, Steget före" in page for page in other)


@pytest.mark.parametrize(
    "rendered",
    [
        pytest.param(lambda: decision(samples.granted()), id="bifall"),
        pytest.param(lambda: decision(samples.granted_with_many_conditions()), id="bifall, long"),
        pytest.param(lambda: decision(samples.refused()), id="avslag"),
        pytest.param(lambda: receipt(samples.receipt()), id="receipt"),
        pytest.param(lambda: receipt(samples.receipt(budget=None, attachments=[], sections=[])), id="receipt, bare"),
    ],
)
def test_weasyprint_has_nothing_to_complain_about(rendered: Any) -> None:
    assert rendered().warnings == ()


def test_a_refusal_has_reasons_and_appeal_but_no_budget_and_no_conditions() -> None:
    text = pdf_text.text(decision(samples.refused()).data)
    for part in ("att avslå ansökan", "Skäl för beslutet", "Så överklagar ni", "Förvaltningsrätten i Karlstad"):
        assert part in text
    for part in ("Budget och finansiering", "Villkor", "Rapporter", "Utbetalning"):
        assert part not in text


def test_a_long_decision_keeps_every_condition_in_order() -> None:
    text = pdf_text.text(decision(samples.granted_with_many_conditions(12)).data)
    places = [text.index(f"Villkor nummer {number}:") for number in range(1, 13)]
    assert places == sorted(places)
    assert "Delegationsbeslut 3/2024, enligt delegationsordningen punkt 4.2" in text
    assert "Željko Šimić" in text


def test_only_our_typeface_is_embedded(granted: pdf.Rendered) -> None:
    for data in (granted.data, decision(samples.granted_with_many_conditions()).data):
        with pikepdf.open(BytesIO(data)) as document:
            names = {str(font.BaseFont) for page in document.pages for font in page.Resources.Font.values()}
        assert names and all("Source-Sans-3" in name for name in names)


def test_the_receipt_tells_what_came_in_and_how_to_check_it() -> None:
    view = samples.receipt()
    text = pdf_text.text(receipt(view).data)
    assert "22 november 2026 kl. 13.37" in text
    assert view["content_hash"] in text
    assert "avsiktsförklaring.pdf 214 kB" in text
    assert view["attachments"][0][2] in text.replace(" ", "")
    assert "2 900 757" in text


def test_tables_lists_and_headings_are_tagged_for_a_reader(granted: pdf.Rendered) -> None:
    with pikepdf.open(BytesIO(granted.data)) as document:
        elements = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        scopes = [str(each.A.Scope) for each in elements if each.S == "/TH"]
        lists = [str(each.A.ListNumbering) for each in elements if each.S == "/L"]
        figures = [str(each.Alt) for each in elements if each.S == "/Figure"]
        headings = [str(each.S) for each in elements if str(each.S) in ("/H1", "/H2", "/H3")]
        outline = [str(item.title) for item in document.open_outline().root[0].children]
        streams = b"".join(page.Contents.read_bytes() for page in document.pages)
    assert set(scopes) == {"/Row", "/Column"}
    assert set(lists) == {"/Decimal", "/Disc"}
    assert figures == ["Region Älvlands märke"]
    assert headings[0] == "/H1" and headings.count("/H1") == 1
    assert outline[:3] == ["Regional tillväxtnämnd beslutar", "Skäl för beslutet", "Budget och finansiering"]
    assert streams.count(b"/Subtype /Footer") == 2 * 2
    assert b"/ActualText" in streams


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_in_any_field_is_printed_and_never_obeyed(attack: str) -> None:
    for data in (
        decision(with_everywhere(samples.granted(), attack)).data,
        receipt(with_everywhere(samples.receipt(), attack)).data,
    ):
        with pikepdf.open(BytesIO(data)) as document:
            assert "/Names" not in document.Root or "/EmbeddedFiles" not in document.Root.Names
            assert all("/Annots" not in page for page in document.pages)
        assert attack.split()[0] in pdf_text.text(data)


def test_an_authority_without_a_logo_still_has_a_letterhead() -> None:
    view = samples.granted(authority={**samples.AUTHORITY, "logo_svg": ""})
    assert "Region Älvland" in pdf_text.pages(decision(view).data)[0]


def test_a_logo_that_was_never_checked_stops_the_document() -> None:
    hostile = samples.LOGO.replace("</svg>", '<image href="file:///etc/passwd"/></svg>')
    with pytest.raises(ValueError, match="Ta bort elementet image"):
        decision(samples.granted(authority={**samples.AUTHORITY, "logo_svg": hostile}))


@pytest.mark.parametrize(
    ("facts", "columns"),
    [([], []), ([1], [[1]]), ([1, 2], [[1], [2]]), ([1, 2, 3], [[1, 2], [3]])],
)
def test_facts_fall_in_two_columns_read_downwards(facts: list[int], columns: list[list[int]]) -> None:
    assert halves(facts) == columns
