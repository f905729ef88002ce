"""A refusal on delegation: applied for, examined, decided by the officer, sent, and reported to the board."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from portal.demo.stories.others import CHILD, SCORES, WEAK

from . import applicant, desk
from .conftest import OpenWindow
from .hours import pass_until, today
from .window import Window

TITLE = "Sagor i tre bibliotek"
CALL = re.compile("Tidigt och nära")
BOARD = "Folkhälsonämnd"


def test_an_officer_refuses_within_the_delegation(person: Callable[[str], Window], window: OpenWindow) -> None:
    lead, signatory, officer, head = (
        person(name) for name in ("sokande", "firmatecknare", "handlaggare", "enhetschef")
    )
    applicant.begin_application(lead, CALL)
    applicant.write_application(lead, applicant.small_plan(TITLE, today(lead).year))
    applicant.submit(signatory, TITLE)
    desk.open_case(head, TITLE)
    desk.assign(head, "Elin Sandahl")
    propose_refusal(officer, head)
    desk.open_case(officer, TITLE)
    desk.begin(officer, "Besluta på delegation")
    officer.sees("anmäls till nämnden")
    officer.press("Besluta på delegation")
    officer.sees("Beslutet är fattat.")
    dispatch(person("registrator"))
    read_refusal(lead)
    report_to_board(person("namndsekreterare"), window())
    tell_of_appeal(person("namndsekreterare"), lead)


def propose_refusal(officer: Window, head: Window) -> None:
    desk.open_case(officer, TITLE)
    desk.not_conflicted(officer)
    desk.check(officer, complete=True, note="")
    desk.move(officer, "Börja bereda", "Beredningen har börjat.")
    desk.assess(officer, SCORES, CHILD, "Ett gott syfte utan plan för fortsättningen.")
    desk.propose(officer, kind="Avslag", reasons=WEAK)
    desk.open_case(head, TITLE)
    desk.not_conflicted(head)
    desk.move(head, "Godkänn förslaget", "Förslaget är godkänt.")


def dispatch(registrar: Window) -> None:
    desk.open_case(registrar, TITLE)
    desk.until_made(registrar, "Expediera beslutet")
    desk.move(registrar, "Expediera beslutet", "Beslutet är expedierat.")


def read_refusal(lead: Window) -> None:
    """The outcome, the reasons and the letter."""
    applicant.open_case(lead, TITLE)
    lead.sees("Vi avslog ansökan", "hur arbetet ska leva vidare efter projektet")
    assert lead.pdf(re.compile("Beslut: .*PDF")).startswith(b"%PDF")


def report_to_board(secretary: Window, clock: Window) -> None:
    """Listed at the board's next meeting, reported when it has been held, and gone from the list then."""
    held_on = today(secretary) + timedelta(days=14)
    desk.plan_meeting(secretary, BOARD, held_on)
    secretary.sees(TITLE)
    pass_until(clock, held_on)
    desk.hold_meeting(secretary, held_on)
    desk.begin(secretary, "Anmäl delegationsbesluten")
    secretary.press("Anmäl delegationsbesluten")
    secretary.sees("är anmälda", "Anmälda vid sammanträdet", TITLE)
    assert not secretary.has("link", re.compile("Anmäl delegationsbesluten"))


def tell_of_appeal(secretary: Window, lead: Window) -> None:
    """With the minutes on the notice board the time to appeal begins, and the applicant sees its last day."""
    desk.open_case(secretary, TITLE)
    desk.begin(secretary, "Registrera anslag")
    secretary.press("Registrera anslag")
    secretary.sees("Anslaget är registrerat.")
    applicant.open_case(lead, TITLE)
    lead.sees("Kan överklagas till och med")
