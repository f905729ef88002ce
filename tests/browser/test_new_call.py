"""A head copies a call, changes who it is for and how much, and opens it; whoever applies meets the new rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from portal import dates

from . import applicant
from .applicant import NEXT, REGION, Plan, cell, typed
from .hours import today
from .window import Window

ORIGINAL = "Sociala investeringar"
COPY = "Sociala investeringar för de yngsta"
TITLE = "Sagor på väg"
PAYER, PAYER_ORGNR = "Norra Älvens kommunalförbund", "222000-9001"


def plan_of(me: Window) -> Plan:
    """Forty percent of a small cost, for the ages and places of the original call."""
    plan = applicant.small_plan(TITLE, today(me).year)
    return replace(plan, text=replace(plan.text, areas=["God och jämlik hälsa"], municipalities=["Bengtsfors", "Åmål"]))


def test_a_copied_call_has_rules_of_its_own(person: Callable[[str], Window]) -> None:
    lead, signatory, head = person("sokande"), person("firmatecknare"), person("enhetschef")
    send_in(lead, signatory)
    copy(head)
    change_rules(head)
    open_now(head)
    meet_new_rules(lead)
    change_the_original(head)


def send_in(lead: Window, signatory: Window) -> None:
    """An application in the original call, under its rules."""
    plan = plan_of(lead)
    applicant.begin_application(lead, ORIGINAL)
    lead.follow("Sökande")
    applicant.write_applicant(lead)
    lead.press(NEXT)
    lead.press(NEXT)  # nobody else to talk to
    applicant.write_parties(lead, plan.text)
    lead.press(NEXT)
    applicant.write_project(lead, plan)
    lead.fill("Vad i arbetet är nytt, och vad behöver ni ta reda på?", "Om sagor på väg når dem som inte läser.")
    lead.fill("Hur kan fler i Västra Götaland ha nytta av det ni lär er?", "Vi skriver en handbok.")
    lead.press(NEXT)
    applicant.write_target(lead, plan.text)
    lead.press(NEXT)
    applicant.write_anchoring(lead, plan.text)
    lead.press(NEXT)
    applicant.write_goals(lead, plan.text)
    lead.press(NEXT)
    applicant.write_chain(lead, plan.text)
    lead.press(NEXT)
    applicant.write_carrying_out(lead, plan.text)
    lead.press(NEXT)
    applicant.write_organisation(lead, plan.text)
    lead.press(NEXT)
    applicant.write_risks(lead, plan.text)
    lead.press(NEXT)
    lead.press(NEXT)  # no other projects
    applicant.write_budget(lead, plan)
    details = lead.page.locator("#ny-rad")
    lead.fill("Vem som betalar", PAYER, within=details)
    lead.fill("Organisationsnummer", PAYER_ORGNR, within=details)
    lead.press(NEXT)
    lead.pick("Säljer ni något eller konkurrerar på en marknad i projektet?", "Nej")
    lead.pick("Får något företag en fördel av projektet?", "Nej")
    lead.press(NEXT)
    lead.pick("Har ni fått eller sökt annat offentligt stöd för projektet?", "Nej")
    lead.tick("Vi intygar att samma kostnad inte betalas två gånger")
    lead.press(NEXT)
    if lead.has("heading", re.compile("Intyg om medfinansiering")):
        applicant.add_certificate(lead)
    lead.tick("Alla bilagor är inlagda")
    lead.press(NEXT)
    lead.tick("Vi har läst hur ni använder personuppgifter")
    lead.tick("Vi godkänner de allmänna villkoren")
    lead.press(NEXT)
    lead.sees("Allt är klart.")
    applicant.submit(signatory, TITLE)


def to_call(head: Window, name: str) -> None:
    """From the menu's list of calls to the dossier."""
    head.open("/admin/applications/call/").follow(name)


def copy(head: Window) -> None:
    to_call(head, ORIGINAL)
    head.sees("Högst 50 % av projektets totala kostnad.", "barn och unga 0–15 år")
    head.follow(re.compile("Kopiera"), within=head.region("Vad du kan göra"))
    head.fill("Den nya utlysningens namn", COPY)
    head.press("Kopiera utlysningen")
    head.sees("Utlysningen är inte publicerad. Bara ni som sköter den ser den.", "Utlysningen har ingen ansökningstid.")


def change_rules(head: Window) -> None:
    """In words and figures: no code, no lists in brackets."""
    head.follow(re.compile("Ändra reglerna"), within=head.region("Vad du kan göra"))
    head.fill("Äldsta ålder", "tolv")
    head.press("Spara reglerna")
    head.told(head.field("Äldsta ålder"), "Skriv ett helt tal med siffror.")
    head.fill("Äldsta ålder", "12")
    head.fill("Största andel, procent", "40")
    head.press("Spara reglerna")
    head.sees("Högst 40 % av projektets totala kostnad.", "barn och unga 0–12 år")


def open_now(head: Window) -> None:
    """Seen as an applicant first, then given a time and published."""
    head.follow("Ansökan, förhandsvisning")
    head.sees("Förhandsvisning.")
    head.follow("Projektet")
    head.sees("Förhandsvisning.", "Vad i arbetet är nytt")
    head.follow("Tillbaka till delarna").follow("Tillbaka till utlysningen")
    head.follow(re.compile("Ny ansökningstid"), within=head.region("Vad du kan göra"))
    day = today(head)
    head.fill("Öppnar, dag", day.isoformat())
    head.fill("Stänger, dag", (day + timedelta(60)).isoformat())
    head.fill("Stänger, klockslag", "12.00")
    head.press("Lägg till tiden")
    head.follow(re.compile("Publicera"), within=head.region("Vad du kan göra"))
    head.press("Publicera")
    closes = dates.long(day + timedelta(60))
    head.sees(f"Utlysningen är öppen till och med {closes} kl.\u00a012.00.")
    head.sees("Inget. Den som uppfyller reglerna kan skicka in nu.")


def meet_new_rules(lead: Window) -> None:
    """On the call's page, at the age and in the budget."""
    lead.open("/").follow(COPY)
    lead.sees("barn och unga 0–12 år", "Högst 40 % av projektets totala kostnad.")
    lead.follow("Börja ansökan")
    lead.pick("Vilken organisation gäller det?", REGION)
    lead.press("Börja skriva")
    year = today(lead).year + 1
    lead.follow("Projektet")
    lead.fill("Projektet börjar", date(year, 2, 1).isoformat())
    lead.fill("Projektet slutar", date(year, 11, 30).isoformat())
    lead.press("Spara och gå till delarna").follow("Målgruppen")
    lead.fill("Yngsta ålder", "10")
    lead.fill("Äldsta ålder", "15")
    lead.press(NEXT)
    assert "Satsningen gäller 0–12 år. Ni har angett 10–15 år." in lead.summary().inner_text()
    lead.fill("Äldsta ålder", "12")
    lead.press(NEXT)
    write_half(lead, year)
    lead.press("Räkna om")
    assert re.search(r"högst 40\s%", lead.summary().inner_text())
    lead.sees("Strecket är gränsen i utlysningen: 40 % av kostnaderna")


def write_half(lead: Window, year: int) -> None:
    """Half of the cost is asked for, which the original would have given."""
    applicant.to_do(lead, "Öppna ansökan", COPY)
    lead.follow("Budget och finansiering")
    for name, amount in (("Egen personal", "60000"), ("Det ni söker av oss", "34500")):
        cell(lead, name, year).fill(typed(amount))


def change_the_original(head: Window) -> None:
    """What has come in keeps the rules it came in under; the new ones are a version with a difference to read."""
    to_call(head, ORIGINAL)
    head.follow(re.compile("Ändra reglerna"), within=head.region("Vad du kan göra"))
    head.fill("Äldsta ålder", "12")
    head.fill("Största andel, procent", "40")
    head.fill("Vad ändras?", "Satsningen gäller yngre barn, och vi betalar en mindre del.")
    head.press(re.compile("Spara som version 2"))
    head.sees("Äldsta ålder", "15 blev 12", "50 % blev 40 %")
    head.follow("version 1")
    to_call(head, ORIGINAL)
    head.follow("Version 1")
    head.sees("En ansökan har kommit in under den. Den ändras aldrig.", "Högst 50 % av projektets totala kostnad.")
