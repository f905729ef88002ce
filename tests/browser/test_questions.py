"""A call's own questions in the window: written by the head, shown and hidden by the script, all there without one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from . import applicant
from .conftest import OpenWindow, picture
from .window import Window

TITLE = "Fritids för tolvåringar"
CALL = re.compile(r"Rusta barn och unga, våren (?!2024)\d{4}")
ASKED, HANGING, NUMBER = "Behöver ni en lokal?", "Ritning", "Hur stor?"
SECTION = "Annat offentligt stöd"
NARROW = {"width": 320, "height": 800}


def write_question(head: Window, label: str, kind: str, **more: str) -> None:
    head.follow("Lägg till en fråga")
    head.fill("Fråga", label)
    head.pick("Typ av svar", kind)
    head.choose("Del av ansökan", SECTION)
    if "choices" in more:
        head.fill("Svar att välja bland", more["choices"])
    if "when" in more:
        head.choose("När frågan ställs", more["when"])
    head.fill("Vad ändras?", f"Ny fråga: {label}")
    head.press("Spara frågan")
    head.sees("Frågan är sparad.", label)


@pytest.fixture
def asked(window: OpenWindow) -> OpenWindow:
    """The head has added three questions, two of which hang on the first."""
    head = window("enhetschef")
    head.open("/admin/").follow("Utlysningar").follow(CALL).follow("Egna frågor")
    write_question(head, ASKED, "Val: ett av flera svar som du skriver", choices="Ja\nNej")
    write_question(head, NUMBER, "Tal", when="Om svaret är ”Ja”")
    write_question(head, HANGING, "Fil", when="Om svaret är ”Ja”")
    for width, size in (("320", NARROW), ("1280", {"width": 1280, "height": 900})):
        head.page.set_viewport_size(size)
        head.inspect()
        picture(head, f"egna-fragor-{width}.png")
    head.follow(ASKED)
    picture(head, "egen-fraga-1280.png")
    return window


def test_what_hangs_on_an_answer_is_shown_with_it_and_what_was_typed_is_kept(asked: OpenWindow) -> None:
    lead = asked("sokande")
    applicant.open_draft(lead, TITLE)
    lead.follow(SECTION)
    expect(lead.field(NUMBER)).to_be_hidden()
    expect(lead.field(HANGING)).to_be_hidden()
    lead.pick(ASKED, "Ja")
    lead.inspect()
    lead.fill(NUMBER, "stor")
    lead.field(HANGING).set_input_files(applicant.CERTIFICATE)
    picture(lead, "fragor-1280.png")
    lead.press(applicant.NEXT)
    lead.told(lead.field(NUMBER), "Skriv ett tal med siffror, till exempel 12 eller 12,5.")
    lead.sees(applicant.CERTIFICATE["name"])
    lead.page.set_viewport_size(NARROW)
    lead.inspect()
    picture(lead, "fragor-fel-320.png")
    lead.pick(ASKED, "Nej")
    expect(lead.field(NUMBER)).to_be_hidden()
    lead.press("Spara och gå till delarna")
    lead.follow(SECTION)
    assert not lead.summary().is_visible()
    expect(lead.field(NUMBER)).to_be_hidden()
    lead.pick(ASKED, "Ja")
    assert lead.field(NUMBER).input_value() == "stor"


def test_without_a_script_every_question_is_there_and_says_when(asked: OpenWindow) -> None:
    lead = asked("sokande", scripts=False)
    applicant.open_draft(lead, TITLE)
    lead.follow(SECTION)
    lead.sees(f"Svara bara om ni svarade ”Ja” på ”{ASKED}”.")
    lead.pick(ASKED, "Ja")
    lead.fill(NUMBER, "62,5")
    lead.field(HANGING).set_input_files(applicant.CERTIFICATE)
    lead.press(applicant.NEXT)
    lead.open("/mina-sidor/")
    applicant.open_draft(lead, TITLE)
    lead.follow(SECTION)
    assert lead.field(NUMBER).input_value() == "62,5"
    lead.press(re.compile("Ta bort"))
    lead.sees(f"{applicant.CERTIFICATE['name']} är borttagen.")
