"""Nothing that is typed is lost: three write at once, one without contact, one signed out, two in the same field."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from applications.forms.fields import TextField
from portal.demo.accounts import PASSWORD
from portal.look.words import too_long

from . import applicant
from .applicant import Plan, small_plan
from .conftest import OpenWindow
from .hours import today
from .house import House
from .window import Window

CALL = re.compile("Tidigt och nära")
TITLE = "Sagor på tre språk"
SAVED = re.compile(r"Sparat \d\d\.\d\d")
NO_CONTACT = "Ingen kontakt – det du skriver finns kvar här och sparas när kontakten är tillbaka."
SUMMARY, PROBLEM = "Sammanfattning", "Problemet"
ONE, MANY, ALL = (f"Önskat läge för {who}" for who in ("individen", "organisationerna", "samhället"))


def status(me: Window) -> Locator:
    return me.page.locator("[data-save-status]")


def types(me: Window, label: str, text: str) -> None:
    """Type in a field and leave it."""
    me.fill(label, text)
    me.page.keyboard.press("Tab")


def is_saved(me: Window) -> None:
    expect(status(me)).to_have_text(SAVED)


def writes(me: Window, label: str, text: str) -> None:
    """Type, leave the field, and wait until it is saved."""
    with me.page.expect_response(lambda answer: "/falt/" in answer.url and answer.request.method == "POST"):
        types(me, label, text)
    is_saved(me)


def texts_of(me: Window, label: str) -> Locator:
    """The two texts to choose among, at a field."""
    return me.field(label).locator("xpath=ancestor::*[contains(@class, 'field')][1]").locator(".two-texts")


def choose(me: Window, label: str, button: str) -> None:
    texts_of(me, label).get_by_role("button", name=button).click()


def sign_in_again(me: Window, person: str) -> None:
    """In a window beside, as the line at the form leads to."""
    with me.context.expect_page() as opened:
        status(me).get_by_role("link", name="Logga in igen i ett nytt fönster").click()
    beside: Page = opened.value
    beside.get_by_label("E-postadress").fill(f"{person}@example.se")
    beside.get_by_label("Lösenord").fill(PASSWORD)
    beside.get_by_role("button", name="Logga in", exact=True).click()
    expect(beside.get_by_role("heading", level=1)).to_have_text("Ditt konto")
    beside.close()


def begun(lead: Window) -> Plan:
    """An application that lacks nothing, as the lead has written it."""
    plan = small_plan(TITLE, today(lead.open("/")).year)
    applicant.begin_application(lead, CALL)
    applicant.write_application(lead, plan)
    return plan


def to_project(me: Window) -> None:
    applicant.open_draft(me, TITLE)
    me.follow("Projektet")


def test_three_write_one_application_and_nothing_is_lost(window: OpenWindow, portal: House) -> None:
    lead, other, third = window("sokande"), window("medsokande"), window("ekonom.sokande")
    begun(lead)
    for me in (lead, other, third):
        to_project(me)

    # At the same time, in fields of their own.
    types(lead, PROBLEM, "Leads problem, skrivet för sig.")
    types(other, MANY, "Den andras samverkan.")
    types(third, ALL, "Det som händer sedan.")
    for me in (lead, other, third):
        is_saved(me)

    # Without contact.
    third.context.set_offline(True)
    types(third, ONE, "Skrivet på tåget, utan nät.")
    expect(status(third)).to_have_text(NO_CONTACT)
    third.context.set_offline(False)
    is_saved(third)

    # Signed out while writing.
    portal.end_session(other.context.cookies())
    types(other, MANY, "Den andras samverkan, skriven klart efter sessionens slut.")
    expect(status(other)).to_contain_text("Du är utloggad. Det du skriver finns kvar här")
    sign_in_again(other, "medsokande")
    other.page.bring_to_front()
    is_saved(other)
    other.guard.faults.clear()  # the answer that told to sign in

    # Two in the same field: the second is shown both texts and chooses.
    writes(lead, SUMMARY, "Leads sammanfattning.")
    types(other, SUMMARY, "Den andras sammanfattning.")
    expect(texts_of(other, SUMMARY)).to_contain_text("Karin Holm sparade den här texten kl.")
    expect(texts_of(other, SUMMARY)).to_contain_text("Leads sammanfattning.")
    other.inspect()
    choose(other, SUMMARY, "Behåll min")
    is_saved(other)
    types(lead, SUMMARY, "Leads andra sammanfattning.")
    expect(texts_of(lead, SUMMARY)).to_contain_text("Den andras sammanfattning.")
    choose(lead, SUMMARY, "Ta den sparade")
    expect(lead.field(SUMMARY)).to_have_value("Den andras sammanfattning.")

    # The pages that have stood open all the time are sent as wholes: nobody's text is written over.
    for me in (lead, third, other):
        me.press("Spara och gå till delarna")
    lead.follow("Projektet")
    for label, text in (
        (PROBLEM, "Leads problem, skrivet för sig."),
        (MANY, "Den andras samverkan, skriven klart efter sessionens slut."),
        (ALL, "Det som händer sedan."),
        (ONE, "Skrivet på tåget, utan nät."),
        (SUMMARY, "Den andras sammanfattning."),
    ):
        expect(lead.field(label)).to_have_value(text)

    sent = window("firmatecknare")
    number = applicant.submit(sent, TITLE)
    assert number
    lead.open("/mina-sidor/").follow(TITLE)
    lead.sees(number)


def test_a_closed_lid_and_the_back_button(window: OpenWindow, portal: House) -> None:
    """What was not sent when the window closed is offered; what is offered is used or thrown away."""
    me = window("sokande")
    applicant.open_draft(me, "Fritids för tolvåringar")
    me.follow("Projektet")
    before = me.field(PROBLEM).input_value()
    page = me.page.url
    portal.end_session(me.context.cookies())  # being offline is not enough: the browser sends the last when it can
    types(me, PROBLEM, "Skrivet när locket stängdes.")
    types(me, MANY, "Också detta.")
    expect(status(me)).to_contain_text("Du är utloggad.")
    me.page.goto("about:blank")
    me.guard.faults.clear()  # the answers that told to sign in
    me.open(page)
    me.fill("E-postadress", "sokande@example.se")
    me.fill("Lösenord", PASSWORD)
    me.press("Logga in")
    assert me.page.url == page
    offered = texts_of(me, PROBLEM)
    expect(offered).to_contain_text(re.compile(r"Det här skrev du kl\. \d\d\.\d\d men det hann inte sparas"))
    expect(me.field(PROBLEM)).to_have_value(before)
    me.inspect()
    choose(me, PROBLEM, "Använd")
    choose(me, MANY, "Släng")
    is_saved(me)
    me.reload()
    expect(me.field(PROBLEM)).to_have_value("Skrivet när locket stängdes.")
    expect(me.page.locator(".two-texts")).to_have_count(0)
    # The back button leads to the page as it was, which tells when it is older than what is saved.
    writes(me, PROBLEM, "Skrivet före knappen.")
    me.open("/mina-sidor/")
    me.page.go_back()
    expect(me.field(PROBLEM)).to_have_value("Skrivet före knappen.")


def test_signing_out_leaves_nothing_in_the_browser(window: OpenWindow) -> None:
    me = window("sokande")
    applicant.open_draft(me, "Fritids för tolvåringar")
    me.follow("Projektet")
    me.context.set_offline(True)
    types(me, PROBLEM, "Inte för nästa.")
    expect(status(me)).to_have_text(NO_CONTACT)
    assert me.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('unsaved:')).length") == 1
    me.context.set_offline(False)
    me.page.get_by_role("button", name="Logga ut").click()
    expect(me.page.get_by_role("link", name="Logga in")).to_be_visible()
    assert me.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('unsaved:')).length") == 0
    assert {cookie["name"] for cookie in me.context.cookies()} <= {"csrftoken", "sessionid"}


def test_a_fault_stands_at_the_field_when_it_has_been_left(window: OpenWindow) -> None:
    me = window("sokande")
    applicant.open_draft(me, "Fritids för tolvåringar")
    me.follow("Projektet")
    day = me.field("Projektet börjar")
    types(me, "Projektet börjar", "2027-06-31")
    expect(day).to_have_attribute("aria-invalid", "true")
    expect(me.page.locator("#id_period_start_error")).to_have_text("2027-06-31 finns inte. Juni har 30 dagar.")
    me.inspect()
    types(me, "Projektet börjar", "2027-06-30")
    expect(me.page.locator("#id_period_start_error")).to_have_count(0)
    types(me, SUMMARY, "å" * 1003)
    expect(me.page.locator("#id_summary_error")).to_have_text(too_long(1003, 1000))
    expect(me.page.locator("#id_summary_counter")).to_have_text(too_long(1003, 1000))


def test_without_a_script_what_is_posted_after_the_end_comes_back(window: OpenWindow, portal: House) -> None:
    me = window("sokande", scripts=False)
    applicant.open_draft(me, "Fritids för tolvåringar")
    me.follow("Projektet")
    me.fill(PROBLEM, "En hel kvälls arbete.")
    portal.end_session(me.context.cookies())
    me.press("Spara och gå till delarna")
    assert me.heading == "Logga in"
    me.fill("E-postadress", "sokande@example.se")
    me.fill("Lösenord", PASSWORD)
    me.press("Logga in")
    me.sees("Inte sparat än.")
    assert me.field(PROBLEM).input_value() == "En hel kvälls arbete."
    me.press("Spara och gå till delarna")
    me.follow("Projektet")
    assert me.field(PROBLEM).input_value() == "En hel kvälls arbete."


def test_the_session_is_warned_of_and_extended_by_keyboard(window: OpenWindow) -> None:
    """The clock of the page is moved, so that nobody waits for 25 minutes."""
    me = window("sokande")
    me.page.clock.install()
    me.open("/mina-sidor/")
    me.page.clock.run_for(26 * 60 * 1000)
    warning = me.page.get_by_role("alertdialog", name="Du loggas snart ut")
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("4 minuter")
    expect(me.page.locator("#h-session")).to_be_focused()
    me.page.keyboard.press("Tab")
    with me.page.expect_response(re.compile("/mitt-konto/fortsatt/")):
        me.page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    me.page.clock.run_for(26 * 60 * 1000)
    expect(warning).to_be_visible()
    me.page.keyboard.press("Escape")
    expect(warning).to_be_hidden()
    me.page.clock.run_for(5 * 60 * 1000)
    expect(me.page.get_by_role("alertdialog", name="Du är utloggad")).to_be_visible()


TEXTS = (
    "", " ", "rakt", "å ä ö", "\r\nrad\r\nrad\r\n", "rad\nrad", "\t  runt om \u00a0", "e\u0301 kombinerat", "🦔" * 7,
    "👩\u200d👧\u200d👦 familj", "\u200b nollbredd", "\ufeffbom", "\x1f\x1cstyr\x85", "a\u2028b\u2029",
    "\u3000runt\u3000", "x" * 2000, "1\r2",
)  # fmt: skip


def test_the_page_counts_as_the_server_does(window: OpenWindow) -> None:
    me = window("sokande").open("/mina-sidor/")
    field = TextField(limit=10)
    clean: Callable[[str], str] = field.to_python
    for text in TEXTS:
        length = len(clean(text))
        assert me.page.evaluate("text => portalCount.count(text)", text) == length, repr(text)
        if length > field.limit:
            told = me.page.evaluate("length => portalCount.told(length, 10)", length)
            assert told == too_long(length, field.limit)
