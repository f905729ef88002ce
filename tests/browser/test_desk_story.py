"""The desk's story: an application comes in, is examined by two, put to others and to its applicant, and proposed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from portal import dates
from portal.demo.stories.others import CHILD, SCORES

from . import applicant, desk
from .conftest import picture
from .hours import today
from .window import Window

Person = Callable[[str], Window]
TITLE = "Läxhjälp i fyra byar"
CALL = re.compile("Tidigt och nära")
REASONS = "Projektet når barnen, men lokalerna finns redan. Vi föreslår ett lägre belopp."


def test_from_application_to_approved_proposal(person: Person) -> None:
    lead, signatory = person("sokande"), person("firmatecknare")
    plan = applicant.small_plan(TITLE, today(lead).year)
    applicant.begin_application(lead, CALL)
    applicant.write_application(lead, plan)
    applicant.submit(signatory, TITLE)
    assign_and_complete(person)
    ask_others(person)
    examine_together(person)
    hear_the_applicant(person)
    propose_twice(person)


def assign_and_complete(person: Person) -> None:
    """The head gives it to two; the officer answers about jäv, asks for more and gets it."""
    head, officer, lead = person("enhetschef"), person("handlaggare"), person("sokande")
    desk.open_case(head, TITLE)
    desk.assign(head, "Elin Sandahl", reader="Peter Wiklund")
    desk.open_case(officer, TITLE)
    desk.not_conflicted(officer)
    desk.check(officer, complete=False, note="Det saknas vem som ansvarar för vad.")
    desk.request_completion(
        officer, "Samverkansparter", "Skriv vad parterna gör", "Vi behöver se vem som ansvarar för vad."
    )
    applicant.answer_completion(lead, TITLE, "Vi har skrivit det hos parterna.")
    desk.open_case(officer, TITLE)
    desk.check(officer, complete=True, note="Komplett efter komplettering.")
    picture(officer, "arende-kontrollerat.png")
    desk.move(officer, "Börja bereda", "Beredningen har börjat.")


def ask_others(person: Person) -> None:
    """Remiss to two: one answers by the link in the mail, the other is not waited for."""
    officer = person("handlaggare")
    due_on = dates.next_working_day(today(officer) + timedelta(days=20))
    whom = (("Bergby kommun", "registrator.bergby@example.se"), ("Elevrådet i Bergby", "elevradet.bergby@example.se"))
    desk.ask_others(officer, "Finns lokaler i byarna?", due_on, *whom)
    officer.open("/demo/mejl/")
    first = officer.page.get_by_role("link", name=re.compile("Remiss")).first
    officer.do(first.click)
    address = re.search(r"/yttrande/\S+", officer.text())
    assert address, f"no personal link in the mail: {officer.text()}"
    guest = officer.context.new_page()
    guest.goto(address[0])
    assert "vill ha ert yttrande" in guest.locator("h1").inner_text()
    guest.get_by_label("Ert yttrande").fill("Lokaler finns i alla fyra byarna.")
    guest.get_by_role("button", name="Skicka svaret").click()
    assert "Tack, vi har fått ert svar" in guest.locator("h1").inner_text()
    guest.close()
    desk.open_case(officer, TITLE)
    desk.tab(officer, "Bedömning")
    officer.sees("Lokaler finns i alla fyra byarna.")
    picture(officer, "arende-remiss.png")
    officer.follow(re.compile("Avsluta väntan"))
    officer.fill("Varför väntar ni inte längre?", "Elevrådet har sagt i telefon att det avstår.")
    officer.press("Avsluta väntan")
    officer.sees("Ärendet väntar inte längre på")


def examine_together(person: Person) -> None:
    """Two readers, blind until both have saved; then what they agree on."""
    officer, reader = person("handlaggare"), person("medhandlaggare")
    desk.open_case(officer, TITLE)
    desk.assess(officer, SCORES, CHILD, "Gott syfte.")
    desk.open_case(reader, TITLE)
    desk.not_conflicted(reader)
    desk.tab(reader, "Bedömning")
    assert "Gott syfte." not in reader.text()
    desk.open_case(reader, TITLE)
    desk.assess(reader, SCORES, CHILD, "Bra men dyrt.")
    desk.tab(reader, "Bedömning")
    reader.sees("Gott syfte.", "Bra men dyrt.")
    desk.open_case(officer, TITLE)
    desk.agree(officer, "Vi är överens: ett lägre belopp.")


def hear_the_applicant(person: Person) -> None:
    """Less than was applied for is proposed, so the applicant reads why and answers first."""
    officer, lead = person("handlaggare"), person("sokande")
    desk.open_case(officer, TITLE)
    desk.write_proposal(officer, kind="Bifall", share="30", cap="20 000", reasons=REASONS)
    officer.sees("Kommunicera underlaget med sökanden innan du föreslår ett lägre belopp")
    desk.let_applicant_read(officer, "Vi tänker föreslå ett lägre belopp, eftersom lokalerna finns redan.")
    lead.open("/mina-sidor/").follow(re.compile("Läs och svara"))
    lead.sees("lokalerna finns redan")
    lead.pick("Har ni synpunkter?", "Ja, vi har synpunkter")
    lead.fill("Synpunkter", "Lokalerna är för små för fyra grupper.")
    lead.press("Skicka svaret")
    lead.sees("Svaret är skickat", "Lokalerna är för små")
    picture(lead, "underlag-besvarat.png")


def propose_twice(person: Person) -> None:
    """The chef sends it back once, with a reason, and approves it the second time."""
    officer, head = person("handlaggare"), person("enhetschef")
    desk.open_case(officer, TITLE)
    desk.hand_over(officer)
    desk.open_case(head, TITLE)
    desk.not_conflicted(head)
    desk.begin(head, "Skicka tillbaka förslaget")
    head.fill("Varför?", "Svara på det som sökanden säger om lokalerna.")
    head.press("Skicka tillbaka förslaget")
    head.sees("Förslaget är skickat tillbaka.")
    desk.open_case(officer, TITLE)
    more = f"{REASONS} Sökanden menar att lokalerna är små. Det ändrar inte vår bedömning."
    desk.write_proposal(officer, kind="Bifall", share="30", cap="20 000", reasons=more)
    desk.hand_over(officer)
    desk.open_case(head, TITLE)
    desk.move(head, "Godkänn förslaget", "Förslaget är godkänt.")
    desk.tab(head, "Historik")
    head.sees("skickade tillbaka förslaget", "skickade ärendet på remiss till Bergby kommun", "lämnade synpunkter")
    picture(head, "arende-historik.png")
