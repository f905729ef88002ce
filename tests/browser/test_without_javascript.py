"""Everything works without JavaScript: a whole application, written, mended and sent in."""

from __future__ import annotations

import re

from . import applicant
from .conftest import OpenWindow
from .hours import today

TITLE = "Bokbussen stannar"
CALL = re.compile("Tidigt och nära")


def test_an_application_is_written_and_sent_in(window: OpenWindow) -> None:
    lead = window("sokande", scripts=False)
    applicant.begin_application(lead, CALL)
    applicant.write_application(lead, applicant.small_plan(TITLE, today(lead).year))
    lead.sees("Allt är klart.")
    signatory = window("firmatecknare", scripts=False)
    applicant.submit(signatory, TITLE)
    assert signatory.heading == "Ansökan har kommit in"


def test_faults_are_told_rows_come_and_go_and_sums_are_counted(window: OpenWindow) -> None:
    lead = window("sokande", scripts=False)
    applicant.open_draft(lead, "Fritids för tolvåringar")
    lead.follow("Samverkansparter").press("Lägg till en part")
    row = lead.page.locator("#ny-rad")
    lead.fill("Organisationens namn", "Byalaget", within=row)
    lead.fill("Organisationsnummer", "802555-1230", within=row)
    lead.press("Spara och fortsätt")
    assert lead.summary().is_visible()
    assert lead.field("Organisationsnummer", within=lead.page.locator("#ny-rad")).input_value() == "802555-1230"
    lead.press("Ta bort Byalaget")
    assert not lead.summary().is_visible()
    lead.follow("Tillbaka till delarna").follow("Budget och finansiering")
    year = today(lead).year + 1
    applicant.cell(lead, "Egen personal", year).fill("100 000")
    lead.press("Räkna om")
    lead.sees("21 390")
