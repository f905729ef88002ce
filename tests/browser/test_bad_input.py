"""Bad input: a Swedish sentence that says how to mend it, at the field and in the summary, and nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from portal.demo.stories import kraftsamling

from . import applicant, desk
from .applicant import NEXT, Plan, cell
from .conftest import OpenWindow
from .hours import day_in, pass_until, today
from .window import Window

Person = Callable[[str], Window]
DRAFT = "Fritids för tolvåringar"  # the example data's draft: texts, but neither budget nor papers


@pytest.fixture
def draft(person: Person) -> Window:
    """The project lead at the list of the draft's sections."""
    lead = person("sokande")
    applicant.open_draft(lead, DRAFT)
    return lead


def plan_of(me: Window) -> Plan:
    """What the draft still needs."""
    year = today(me).year
    words = replace(kraftsamling.TEXT, title=DRAFT)
    amounts = (kraftsamling.COSTS, kraftsamling.OWN_MONEY, kraftsamling.APPLIED)
    return Plan(words, date(year + 1, 3, 1), date(year + 3, 2, 28), *amounts)


def complete(me: Window) -> None:
    """From the list of sections to a draft that can be sent in."""
    me.follow("Budget och finansiering")
    applicant.write_from_budget(me, plan_of(me))
    me.sees("Allt är klart.")


# What does not parse, or breaks a rule


def test_a_wrong_check_digit(draft: Window) -> None:
    draft.follow("Sökande")
    draft.fill("Kontots nummer", "5050-1056")
    draft.fill("Förvaltning eller enhet", "Kultur och fritid")
    draft.press(NEXT)
    draft.told(draft.field("Kontots nummer"), "Bankgironumret stämmer inte. Kontrollera siffrorna.")
    assert draft.field("Kontots nummer").input_value() == "5050-1056"
    assert draft.field("Förvaltning eller enhet").input_value() == "Kultur och fritid"
    draft.follow("Tillbaka till delarna").follow("Sökande")
    assert draft.field("Kontots nummer").input_value() == "5050-1056"


def test_a_partys_wrong_check_digit(draft: Window) -> None:
    draft.follow("Samverkansparter")
    number = draft.field("Organisationsnummer").first
    number.fill("802555-1239")
    draft.press(NEXT)
    draft.told(draft.field("Organisationsnummer").first, re.compile("Organisationsnumret stämmer inte"))
    assert draft.field("Organisationsnummer").first.input_value() == "802555-1239"


def test_a_day_that_does_not_exist(draft: Window) -> None:
    draft.follow("Projektet")
    draft.fill("Projektet börjar", "2027-02-30")
    draft.fill("Problemet", "Bussen går inte.")
    draft.press(NEXT)
    draft.told(draft.field("Projektet börjar"), re.compile("2027-02-30 finns inte"))
    assert draft.field("Projektet börjar").input_value() == "2027-02-30"
    assert draft.field("Problemet").input_value() == "Bussen går inte."


def test_a_period_beyond_the_limit(draft: Window) -> None:
    year = today(draft).year + 1
    draft.follow("Projektet")
    draft.fill("Projektet slutar", f"{year + 3}-06-30")
    draft.press(NEXT)
    draft.told(draft.field("Projektet slutar"), re.compile("Projektet får vara högst 3 år"))
    assert draft.field("Projektet slutar").input_value() == f"{year + 3}-06-30"


def test_a_text_that_is_too_long_is_kept_whole(draft: Window) -> None:
    draft.follow("Projektet")
    draft.fill("Sammanfattning", "å" * 1140)
    draft.press(NEXT)
    draft.told(draft.field("Sammanfattning"), re.compile("Ta bort minst 140 tecken"))
    assert draft.field("Sammanfattning").input_value() == "å" * 1140


def test_a_year_that_does_not_balance(draft: Window) -> None:
    plan = plan_of(draft)
    draft.follow("Budget och finansiering")
    applicant.write_budget(draft, plan)
    cell(draft, "Det ni söker av oss", plan.years[1]).fill("381 000,42")
    draft.press(NEXT)
    assert draft.heading == "Budget och finansiering"
    wrong = cell(draft, "Region Örebro län", plan.years[1])
    link = draft.summary().get_by_role("link", name=re.compile(rf"{plan.years[1]} går inte ihop.*300,?0?0?\s*kr"))
    assert link.get_attribute("href") == f"#{wrong.get_attribute('id')}"
    draft.sees("saknas i finansieringen")
    applicant.write_row(draft, "Det ni söker av oss", plan.years, plan.applied)
    draft.press(NEXT)
    assert draft.heading == "Statligt stöd"


def test_an_amount_in_words_stays_in_its_cell(draft: Window) -> None:
    year = plan_of(draft).years[0]
    draft.follow("Budget och finansiering")
    cell(draft, "Egen personal", year).fill("en halv miljon")
    cell(draft, "Resor och logi", year).fill("10 000,50")
    draft.press("Räkna om")
    draft.told(cell(draft, "Egen personal", year), re.compile("Skriv beloppet i kronor med siffror"))
    assert cell(draft, "Egen personal", year).input_value() == "en halv miljon"
    assert cell(draft, "Resor och logi", year).input_value() == "10 000,50".replace(" ", "\u00a0")


def test_more_than_the_call_pays(draft: Window) -> None:
    plan = plan_of(draft)
    draft.follow("Budget och finansiering")
    applicant.write_budget(draft, replace(plan, own_money=plan.applied, applied=plan.own_money))
    draft.press(NEXT)
    assert draft.heading == "Budget och finansiering"
    draft.told(cell(draft, "Det ni söker av oss", plan.years[0]), re.compile("50 %"))


# Files


def test_a_file_of_the_wrong_kind(draft: Window) -> None:
    draft.follow("Bilagor")
    applicant.add_certificate(draft, FilePayload(name="Intyg.exe", mimeType="application/octet-stream", buffer=b"MZ"))
    expect(draft.page.locator(".file--failed")).to_contain_text("Vi kan inte ta emot filer")


def test_a_file_that_is_not_what_its_name_says(draft: Window) -> None:
    draft.follow("Bilagor")
    applicant.add_certificate(draft, FilePayload(name="Intyg.pdf", mimeType="application/pdf", buffer=b"not a PDF"))
    expect(draft.page.locator(".file--failed")).to_contain_text("Filen ser inte ut att vara")


def test_a_file_that_is_too_large(draft: Window, tmp_path: Path) -> None:
    large = tmp_path / "Intyg.pdf"
    large.write_bytes(applicant.PDF + b"%" * (26 * 1024 * 1024))
    draft.follow("Bilagor")
    applicant.add_certificate(draft, large)
    expect(draft.page.locator(".file--failed")).to_contain_text("Högst 25 MB får plats")


# Two windows


def test_two_people_in_the_same_section(draft: Window, person: Person) -> None:
    """The second to save sees what the first saved beside the text that stays in the form, and can save again."""
    other = person("medsokande")
    applicant.open_draft(other, DRAFT)
    for me in (draft, other):
        me.follow("Mål och uppföljning")
    other.fill("Projektmål", "Yusufs mål.")
    other.press(NEXT)
    draft.fill("Projektmål", "Karins mål.")
    draft.press(NEXT)
    assert draft.summary().is_visible()
    draft.sees("Yusuf Demir sparade det här kl.", "Yusufs mål.")
    assert draft.field("Projektmål").input_value() == "Karins mål."
    draft.pick("Projektmål", re.compile("^Behåll min"))
    draft.press("Spara det jag har valt")
    draft.open(draft.path).follow("Tillbaka till delarna").follow("Mål och uppföljning")
    assert draft.field("Projektmål").input_value() == "Karins mål."


def test_a_section_saved_after_the_application_was_sent_in(draft: Window, person: Person) -> None:
    complete(draft)
    applicant.open_draft(draft, DRAFT)
    draft.follow("Mål och uppföljning")
    applicant.submit(person("firmatecknare"), DRAFT)
    draft.fill("Projektmål", "Ett mål till.")
    draft.press(NEXT)
    draft.sees("Läget är ”Registrerad”", "Ladda om sidan")
    assert draft.field("Projektmål").input_value() == "Ett mål till."


def test_the_same_application_sent_in_from_two_windows(draft: Window, window: OpenWindow) -> None:
    """One application, one number: the second post leads to the same receipt."""
    complete(draft)
    first, second = window("firmatecknare"), window("firmatecknare")
    for me in (first, second):
        applicant.open_draft(me, DRAFT)
        me.follow("Granska ansökan")
    numbers = set()
    for me in (first, second):
        me.press("Skicka in ansökan")
        numbers.add(me.page.locator(".receipt__no b").inner_text())
    assert len(numbers) == 1
    first.open("/mina-sidor/")
    assert first.page.get_by_role("link", name=DRAFT, exact=True).count() == 1


def test_a_move_made_in_another_window(window: OpenWindow) -> None:
    """The officer's page tells that the state has moved on, and what was written stands there."""
    first, second = window("handlaggare"), window("handlaggare")
    for me in (first, second):
        desk.open_case(me, "Läsa högt hemma")
    desk.begin(first, "Begär komplettering")
    first.fill("Varför behöver vi det?", "Vi behöver veta mer.")
    item = first.page.get_by_role("group", name="Sak 1")
    first.choose("Det som öppnas", "Hela delen: Samverkansparter", within=item)
    first.fill("Vad som saknas", "Skriv vad föreningen gör.", within=item)
    desk.request_completion(second, "Projektet", "Skriv hur många barn ni når.", "Vi behöver veta hur många.")
    first.press("Begär komplettering", status=409)
    first.sees("Läget är ”Kompletteras”")
    assert first.field("Varför behöver vi det?").input_value() == "Vi behöver veta mer."


# Too much, too late


def test_a_proposal_beyond_the_cap(person: Person) -> None:
    """Saved as it is written, and the move to the head stands closed with how to mend it."""
    officer = person("handlaggare")
    desk.open_case(officer, "Läsa högt hemma")
    desk.check(officer, complete=True, note="")
    desk.move(officer, "Börja bereda", "Beredningen har börjat.")
    desk.begin(officer, "Skriv förslag")
    officer.pick("Förslag", "Bifall")
    officer.fill("Andel av kostnaderna, procent", "95")
    officer.fill("Högst, kronor", "9 000 000")
    officer.press("Spara")
    closed = officer.page.locator(".move--closed").filter(has_text="Lämna förslag till chef")
    assert "Föreslå högst så mycket" in closed.inner_text()


def test_an_application_that_comes_late(draft: Window, person: Person, window: OpenWindow) -> None:
    complete(draft)
    closes = draft.open("/").page.get_by_role("listitem").filter(has_text="Rusta barn och unga, våren")
    pass_until(window(), closing_day(closes.inner_text()))
    signatory = person("firmatecknare")
    applicant.open_draft(signatory, DRAFT)
    signatory.follow("Granska ansökan").sees("Skickar ni in nu tas ansökan emot, men den räknas som sen.")
    signatory.press("Skicka in ansökan")
    assert signatory.heading == "Ansökan har kommit in"


def closing_day(told: str) -> date:
    """The day after the one that the call's row tells."""
    return day_in(told[told.index("till och med") :]) + timedelta(days=1)
