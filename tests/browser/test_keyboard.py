"""By keyboard alone: signing in, saving a section, mending what is wrong, leaping over the head of the page."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from portal.demo.accounts import PASSWORD

from . import applicant, desk
from .conftest import OpenWindow
from .window import Window

DRAFT = "Fritids för tolvåringar"
LONGEST = 150  # presses of Tab that any control lies within


def tab_to(me: Window, target: Locator) -> None:
    """Press Tab until the target has the focus; each stop on the way can be seen to have it."""
    for _ in range(LONGEST):
        me.page.keyboard.press("Tab")
        focused = me.page.locator(":focus")
        assert focused.count() == 1, f"the page ends before {target}"
        assert focused.evaluate("element => getComputedStyle(element).outlineStyle !== 'none'"), (
            f"the focus cannot be seen on {focused.evaluate('element => element.outerHTML.slice(0, 200)')}"
        )
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{LONGEST} presses of Tab do not reach {target}")


def type_in(me: Window, label: str, text: str) -> None:
    tab_to(me, me.field(label))
    me.page.keyboard.press("Control+A")
    me.page.keyboard.type(text)


def sign_in(me: Window, person: str) -> None:
    me.open("/logga-in/")
    type_in(me, "E-postadress", f"{person}@example.se")
    type_in(me, "Lösenord", PASSWORD)
    me.do(lambda: me.page.keyboard.press("Enter"))


def test_the_skip_link_leads_past_the_head(window: OpenWindow) -> None:
    for path, me in (("/", window()), ("/admin/", window("handlaggare")), ("/mina-sidor/", window("sokande"))):
        me.open(path)
        me.page.keyboard.press("Tab")
        expect(me.page.locator(":focus")).to_have_text("Hoppa till innehållet")
        expect(me.page.locator(":focus")).to_be_in_viewport()
        me.page.keyboard.press("Enter")
        expect(me.page.locator("main")).to_be_focused()


def test_an_applicant_signs_in_and_saves_a_section(window: OpenWindow) -> None:
    me = window()
    sign_in(me, "sokande")
    link = me.page.get_by_role("link", name=re.compile(rf"^Öppna ansökan\s*:.*{DRAFT}"))
    tab_to(me, link)
    me.do(lambda: me.page.keyboard.press("Enter"))
    tab_to(me, me.page.get_by_role("link", name="Mål och uppföljning", exact=True))
    me.do(lambda: me.page.keyboard.press("Enter"))
    type_in(me, "Projektmål", "Alla sju byar har öppet två kvällar i veckan.")
    tab_to(me, me.page.get_by_role("button", name="Spara och fortsätt"))
    me.do(lambda: me.page.keyboard.press("Enter"))
    assert me.heading == "Effektkedja"
    me.open("/mina-sidor/")
    applicant.open_draft(me, DRAFT)
    me.follow("Mål och uppföljning")
    assert me.field("Projektmål").input_value() == "Alla sju byar har öppet två kvällar i veckan."


def test_enter_in_a_field_saves_and_stays(window: OpenWindow) -> None:
    """The first button of the form must not be one that takes a row away."""
    me = window("sokande")
    applicant.open_draft(me, DRAFT)
    me.follow("Samverkansparter")
    parties = me.field("Organisationens namn").count()
    me.field("Organisationens namn").first.focus()
    me.do(lambda: me.page.keyboard.press("Enter"))
    assert me.heading == "Samverkansparter"
    assert me.field("Organisationens namn").count() == parties


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(window: OpenWindow) -> None:
    me = window("sokande")
    applicant.open_draft(me, DRAFT)
    me.follow("Sökande")
    me.fill("Kontots nummer", "5050-1056")
    me.field("Kontots nummer").focus()
    me.do(lambda: me.page.keyboard.press("Enter"))
    expect(me.summary()).to_be_focused()
    assert me.page.title().startswith("Fel: ")
    me.page.keyboard.press("Tab")
    me.page.keyboard.press("Enter")
    expect(me.field("Kontots nummer")).to_be_focused()


def test_an_officer_makes_the_formal_check(window: OpenWindow) -> None:
    me = window()
    sign_in(me, "handlaggare")
    desk.open_case(me, "Läsa högt hemma")
    desk.begin(me, "Gör formell kontroll")
    answers = me.page.get_by_role("group", name="Kom ansökan in i tid?")
    tab_to(me, answers.get_by_role("radio", checked=True))
    me.page.keyboard.press("ArrowDown")  # from the last to the first
    expect(answers.get_by_label("Ja", exact=True)).to_be_checked()
    tab_to(me, me.page.get_by_role("button", name="Spara", exact=True))
    me.do(lambda: me.page.keyboard.press("Enter"))
    me.sees("Den formella kontrollen är sparad.")


def test_the_menu_of_a_narrow_window_opens_and_closes(window: OpenWindow) -> None:
    me = window("sokande", viewport={"width": 320, "height": 800})
    tab_to(me, me.page.get_by_role("button", name="Meny"))
    me.page.keyboard.press("Enter")
    way = me.page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Mina sidor")
    expect(way).to_be_visible()
    me.inspect()
    me.page.keyboard.press("Escape")
    expect(way).to_be_hidden()
