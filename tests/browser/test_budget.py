"""The budget while one types: figures follow, nothing typed is touched, and a spreadsheet comes in by paste or file."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Locator, expect

from . import applicant
from .applicant import cell, small_plan
from .conftest import OpenWindow, picture
from .hours import today
from .window import Window

CALL = re.compile(r"Rusta barn och unga, våren (?!2024)\d{4}")
TITLE = "Läsa högt på bussen"
NARROW = {"width": 320, "height": 800}
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def begun(me: Window) -> int:
    """A draft that has come as far as its budget, which is open in the window; the year that it has."""
    plan = small_plan(TITLE, today(me.open("/")).year)
    applicant.begin_application(me, CALL)
    me.follow("Projektet")
    applicant.write_project(me, plan)
    me.press("Spara och gå till delarna").follow("Budget och finansiering")
    return plan.start.year


def row(me: Window, key: str) -> Locator:
    return me.page.locator(f"#rad-{key}")


def told(me: Window) -> Locator:
    return me.page.locator("[data-budget-told]")


def figures(me: Window) -> list[str]:
    """Every computed figure in the page."""
    return me.page.locator("[id^=ruta-].num, #rad-skillnad td, #budget-andel, [id^=kostar-]").all_inner_texts()


def test_the_figures_follow_and_are_those_of_the_saved_page(window: OpenWindow) -> None:
    me = window("sokande")
    year = begun(me)
    travel = cell(me, "Resor och logi", year)
    travel.fill("3000")
    expect(row(me, "cost_sum")).to_contain_text("3 000")
    expect(told(me)).to_contain_text(f"{year}: 3 000 kr saknas i finansieringen")
    expect(travel).to_be_focused()
    expect(travel).to_have_value("3000")

    # A fault waits until the cell is left, and goes when it is mended.
    travel.fill("3 tusen")
    expect(told(me)).to_contain_text("har belopp som vi inte kan läsa")
    error = me.page.locator(f"#id_kostnad-resor-{year}_error")
    expect(error).to_have_count(0)
    me.page.keyboard.press("Tab")
    expect(error).to_have_text("Skriv beloppet i kronor med siffror, till exempel 250 000.")
    expect(travel).to_have_value("3 tusen")
    expect(travel).to_have_attribute("aria-invalid", "true")
    me.inspect()
    travel.fill("3 000,50")
    expect(error).to_have_count(0)

    # Rows of staff take over the cells, and give them back.
    me.page.locator("#lon > summary").click()
    role = me.page.locator("#ny-roll")
    for label, text in (("Roll", "Projektledare"), ("Del av heltid, i procent", "50")):
        me.fill(label, text, within=role)
    me.fill("Månadslön på heltid, i kronor", "40 000", within=role)
    me.fill("Lönebikostnader, i procent av lönen", "40", within=role)
    me.fill(f"Månader {year}", "6,5", within=role)
    expect(row(me, "kostnad-personal")).to_contain_text("182 000")
    expect(role).to_contain_text("Tillsammans 182 000 kr.")
    expect(cell(me, "Egen personal", year)).to_have_count(0)
    me.fill(f"Månader {year}", "13", within=role)
    me.page.keyboard.press("Tab")
    expect(role).to_contain_text("Ett år har 12 månader. Skriv 12 eller mindre.")
    me.fill(f"Månader {year}", "6,5", within=role)
    expect(row(me, "kostnad-personal")).to_contain_text("182 000")
    me.inspect()
    me.page.set_viewport_size(NARROW)
    assert me.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    picture(me, "budget-320.png")
    me.page.set_viewport_size({"width": 1280, "height": 900})
    live = figures(me)
    me.press("Räkna om")
    saved = figures(me)
    assert saved[: len(live)] == live or sorted(set(live) - set(saved)) == []
    me.press("Ta bort Projektledare")
    expect(cell(me, "Egen personal", year)).to_have_value(re.compile(r"182\s000"))


def test_amounts_come_in_by_paste_and_by_file(window: OpenWindow, tmp_path: Path) -> None:
    me = window("sokande")
    year = begun(me)
    cell(me, "Egen personal", year).focus()
    me.page.evaluate(PASTE, "60 000\n7500,50\n3000\n1\n")
    assert [cell(me, name, year).input_value() for name in applicant.LABELS.values()] == ["60 000", "7500,50", "3000"]
    expect(row(me, "cost_sum")).to_contain_text("83 335")
    me.press("Räkna om")

    with me.page.expect_download() as fetched:
        me.page.get_by_role("link", name="Hämta budgeten som Excel-fil").click()
    path = tmp_path / "budget.xlsx"
    fetched.value.save_as(path)
    book = load_workbook(path)
    page = book["Budget"]
    where = {str(cells[0].value): cells[0].row for cells in page.iter_rows()}
    page.cell(where["Externa tjänster"], 3).value = 8000
    page.cell(where["Resor och logi"], 3).value = "tre tusen"
    book.save(path)
    me.follow("läs in den här")
    me.page.set_input_files("#fil", path)
    me.press("Visa vad som ändras")
    expect(me.page.get_by_role("row", name=f"Externa tjänster, {year}")).to_contain_text("8 000")
    expect(me.page.locator(".import-faults")).to_contain_text(f"Blad Budget, cell C{where['Resor och logi']}: Skriv")
    me.press("Använd de här beloppen")
    expect(cell(me, "Externa tjänster", year)).to_have_value(re.compile(r"8\s000"))
    expect(cell(me, "Resor och logi", year)).to_have_value(re.compile(r"3\s000"))
