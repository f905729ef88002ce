"""The effektkedja as it is frozen, told in words, drawn, and printed with a text for who does not see it."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.template.loader import render_to_string

from applications.documents import effect_chain, receipt
from applications.documents.contents import contents
from applications.models import ApplicationVersion
from applications.models.effect_chain import chain_of
from portal import clock, pdf
from tests import factories
from tests.factories.scenes import stage, take

__all__ = ["stage", "take"]


@pytest.fixture(scope="module")
def version(stage: None) -> ApplicationVersion:
    return factories.submitted_application().versions.get()


def figures(element: Any) -> list[str]:
    """The texts of all figures under an element of the tag tree."""
    if not isinstance(element, pikepdf.Dictionary):
        return []
    kids = element.get("/K", [])
    inside = kids if isinstance(kids, pikepdf.Array) else [kids]
    own = [str(element.get("/Alt", ""))] if element.get("/S") == "/Figure" else []
    return own + [text for kid in inside for text in figures(kid)]


def test_the_frozen_chain_is_the_same_as_the_live_one(version: ApplicationVersion) -> None:
    live, frozen = chain_of(version.application), effect_chain.thawed(version.data)
    assert [(node.code, node.text, node.measures) for node in live.nodes] == [
        (node.code, node.text, node.measures) for node in frozen.nodes
    ]
    assert [len(node.leads_to) for node in live.nodes] == [len(node.leads_to) for node in frozen.nodes]


def test_the_words_say_all_that_the_picture_shows(version: ApplicationVersion) -> None:
    part = next(part for part in version.data["sections"] if part["key"] == "effektkedja")
    assert [row["label"] for row in part["rows"]][:3] == ["Resurs R1", "Aktivitet A1", "Prestation Pr1"]
    assert part["rows"][-1]["label"] == "Effekt E3: lång sikt, samhället"
    assert "Leder till: Pr1 Ett beskrivet arbetssätt" in part["rows"][1]["value"]
    assert (
        "Mått: Andel familjer som säger att stödet hjälpte (nuläge: Okänt, mål: 80 procent," in part["rows"][3]["value"]
    )


def test_the_picture_is_read_from_what_was_frozen(version: ApplicationVersion) -> None:
    svg = effect_chain.drawing(effect_chain.thawed(version.data))
    assert svg.count("flow__tip") == sum(len(node["leads_to"]) for node in version.data["effect_chain"])
    assert "en resurs, en aktivitet, en prestation, tre effekter" in svg and "A1 leder till Pr1." in svg


def test_what_was_sent_before_there_were_chains_has_no_picture() -> None:
    assert effect_chain.drawing(effect_chain.thawed({})) == ""


def test_a_call_without_the_section_freezes_no_chain(stage: None) -> None:
    row = factories.draft_application(factories.call(sections=["sokande", "projekt", "villkor"]))
    assert contents(row)["effect_chain"] == []


def test_the_receipt_prints_it_lying_and_tagged_as_a_figure(version: ApplicationVersion) -> None:
    html = render_to_string("pdf/receipt.html", {"r": receipt.view(version)})
    made = pdf.render_with_warnings(html, title="Mottagningsbevis", created=clock.now())
    assert made.warnings == ()
    with pikepdf.open(BytesIO(made.data)) as document:
        told = [text for text in figures(document.Root.StructTreeRoot.K[0]) if text.startswith("Effektkedjan")]
        shapes = ["lying" if page.mediabox[2] > page.mediabox[3] else "upright" for page in document.pages]
    assert len(told) == 1 and "tre effekter" in told[0]
    assert shapes.count("lying") == 1 and shapes[-1] == "upright"
