"""By keyboard alone, with and without JavaScript: an application from the list of calls to the receipt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from . import applicant
from .by_keyboard import KeyboardWindow
from .conftest import OpenWindow
from .hours import today

TITLE = "Sagor utan mus"
CALL = re.compile("Tidigt och nära")
DRAFT = "Fritids för tolvåringar"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
RING = "<!doctype html><style>:focus { outline: 3px solid #17221f } a { margin: 8px }</style>"
WRONG = {
    "nothing shows it": '<style>[href="#b"]:focus { outline: none }</style>{a}{b}',
    "nothing shows it ": '<style>[href="#b"]:focus { outline-color: transparent }</style>{a}{b}',
    "has the tabindex 1": '{a}<a href="#b" tabindex="1">B</a>',
    "cannot be seen": '{a}<a href="#b" style="position: absolute; left: -900px">B</a>',
    "lies under": '{a}{b}<div style="position: fixed; inset: 0 0 50% 0; background: white"></div>',
    "of four sides": '{a}<p style="overflow: hidden; width: 60px"><a href="#b" style="margin: 0">B</a></p>',
    "for the eye": '<p style="display: flex; flex-direction: row-reverse">{a}{b}</p>',
    "for the eye ": '<p style="display: flex; flex-direction: column-reverse">{a}{b}</p>',
    "does not come to": '{a}{b}<button tabindex="-1">C</button><details><summary tabindex="-1">D</summary></details>',
}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_an_application_is_written_and_sent_in_by_keys(window: OpenWindow, scripts: bool) -> None:
    lead = window("sokande", kind=KeyboardWindow, scripts=scripts)
    plan = applicant.small_plan(TITLE, today(lead).year)
    twice = [*plan.text.risks, plan.text.risks[0]]  # so that there is a warning to stand by
    applicant.begin_application(lead, CALL)
    applicant.write_application(lead, replace(plan, text=replace(plan.text, risks=twice)))
    applicant.stand_by_warnings(lead)
    lead.sees("Allt är klart.")
    signatory = window("firmatecknare", kind=KeyboardWindow, scripts=scripts)
    applicant.submit(signatory, TITLE)
    assert signatory.heading == "Ansökan har kommit in"


@pytest.mark.parametrize(
    ("scripts", "viewport"), [(True, WIDE), (False, WIDE), (True, NARROW)], ids=["scripts", "no-scripts", "narrow"]
)
def test_tab_comes_to_every_control_of_each_part_in_the_order_one_reads(
    window: OpenWindow, scripts: bool, viewport: dict[str, int]
) -> None:
    """The list of parts, each part, and the review."""
    me = window("sokande", kind=KeyboardWindow, scripts=scripts, viewport=viewport)
    applicant.open_draft(me, DRAFT)
    parts = me.page.locator("main .task__name, main a:has-text('Granska ansökan')")
    paths = [me.path, *dict.fromkeys(one.get_attribute("href") or "" for one in parts.all())]
    assert len(paths) > 15, paths
    for path in paths:
        me.open(path)
        me.tab_through()


@pytest.fixture
def loose(chromium: Browser) -> Iterator[KeyboardWindow]:
    """A window that has no portal to look at."""
    one = KeyboardWindow(chromium, "http://localhost")
    yield one
    one.close()


def show(me: KeyboardWindow, body: str) -> None:
    links = {"a": '<a href="#a">A</a>', "b": '<a href="#b">B</a>'}
    for name, link in links.items():
        body = body.replace(f"{{{name}}}", link)
    me.page.set_content(RING + body)


@pytest.mark.parametrize("told", WRONG)
def test_a_planted_fault_is_told(loose: KeyboardWindow, told: str) -> None:
    show(loose, WRONG[told])
    with pytest.raises(AssertionError, match=told.strip()):
        loose.tab_through()


def test_a_page_without_faults_is_let_through(loose: KeyboardWindow) -> None:
    show(loose, '{a}{b}<p><input type="radio" name="c"><input type="radio" name="c"><select></select></p>')
    loose.tab_through()


def test_what_no_key_reaches_is_told(loose: KeyboardWindow) -> None:
    show(loose, '{a}<button tabindex="-1">C</button>{b}')
    with pytest.raises(AssertionError, match="does not reach"):
        loose.reach(loose.page.get_by_role("button"))


def test_a_focus_that_is_lost_is_told(loose: KeyboardWindow) -> None:
    show(loose, "{a}{b}")
    loose.reach(loose.page.get_by_text("A"))
    loose.page.evaluate("() => document.activeElement.remove()")
    with pytest.raises(AssertionError, match="was lost"):
        loose.reach(loose.page.get_by_text("B"))
