"""From accepted decision to the last claim, as the applicant sees it; others prepare, the signatory hands in."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications import jobs
from applications.enums import ClaimState, ProjectState, ReportState
from applications.models import Claim, Report
from applications.services import claiming, reporting
from portal import clock
from portal.accounts.models import User
from portal.demo.stories.script import Story
from tests import factories

from .pages import controls, field_error, read, summary, text

SignIn = Callable[[User], Client]
AFTER = datetime(2028, 1, 10, 9, tzinfo=UTC)
TEXTS = {
    "summary": "Bra.",
    "activities": "Vi började.",
    "goals": "Halvvägs.",
    "lessons": "Börja tidigt.",
    "signs_of_change": "Fler läser.",
}
COSTS = {"belopp-personal": "300 000", "belopp-externa": "37 500", "belopp-resor": "6 000"}


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    """A project whose first period is over; its report and claim are open."""
    told = factories.accepted_tale(factories.call(), title="Läsa högt hemma")
    for moment in (datetime(2027, 1, 4, 9, tzinfo=UTC), AFTER):
        with clock.at(moment):
            jobs.run_morning()
    return told


@pytest.fixture(autouse=True)
def later(take: None) -> Iterator[None]:
    with clock.at(AFTER):
        yield


def person(sign_in: SignIn, name: str) -> Client:
    return sign_in(factories.applicant(name))


def at(name: str, row: Any) -> str:
    return reverse(f"applications:{name}", args=(row.pk,))


def post(client: Client, url: str, *, go: str, **values: str) -> Any:
    given = {name.replace("__", "-"): value for name, value in values.items()}
    return client.post(url, controls(client.get(url)) | given | {"go": go}, follow=True)


# Accepting


def test_only_the_signatory_accepts(sign_in: SignIn, tale: Story) -> None:
    granted = factories.granted_tale(factories.call(), title="Fritid för fler").project
    lead = person(sign_in, "sokande")
    page = text(lead.get(at("project_accept", granted)))
    assert "kan godkänna. Det är Lars Hedman" in page and "40 % av bokförda kostnader, högst 90 000 kr" in page
    assert lead.post(at("project_accept", granted), {"bankgiro": "5050-1055", "certified": "on"}).status_code == 404


def test_accepting_checks_the_account_and_the_certificate(sign_in: SignIn, tale: Story) -> None:
    granted = factories.granted_tale(factories.call(), title="Fritid för fler").project
    client, url = person(sign_in, "firmatecknare"), at("project_accept", granted)
    response = client.post(url, {"bankgiro": "5050-1056"})
    assert summary(response) == [
        ("Bankgironumret stämmer inte. Kontrollera siffrorna.", "#id_bankgiro"),
        ("Kryssa i att ni har läst beslutet och godkänner villkoren.", "#id_certified"),
    ]
    given = {"bankgiro": "991-2346", "certified": "on"}
    first, second = client.post(url, given), client.post(url, given)
    assert first.headers["Location"] == second.headers["Location"] == at("project", granted)
    granted.refresh_from_db()
    assert (granted.state, granted.bankgiro) == (ProjectState.ACCEPTED, "991-2346")


# Reports


def test_a_report_is_saved_and_handed_in(sign_in: SignIn, tale: Story) -> None:
    client, url = person(sign_in, "sokande"), at("report", tale.report(1))
    assert "Sparat 10.00." in text(post(client, url, go="save", summary="Bra."))
    response = post(client, url, go="submit")
    assert ("Beskriv vad ni har gjort.", "#id_activities") in summary(response)
    page = text(post(client, url, go="submit", **TEXTS))
    assert "Lägesrapport 1 är lämnad 10.00." in page and "Vi började." in page
    assert tale.report(1).state == ReportState.SUBMITTED


def test_a_co_writer_prepares_a_report_but_does_not_hand_it_in(sign_in: SignIn, tale: Story) -> None:
    client, url = person(sign_in, "medsokande"), at("report", tale.report(1))
    assert "Lämna rapporten" not in text(client.get(url))
    assert client.post(url, controls(client.get(url)) | TEXTS | {"go": "submit"}).status_code == 404


def test_a_text_that_is_too_long_for_the_report_stays_on_the_page(sign_in: SignIn, tale: Story) -> None:
    long = "a" * 1501
    response = post(person(sign_in, "sokande"), at("report", tale.report(1)), go="save", summary=long, goals="Nära.")
    assert summary(response)[0][1] == "#id_summary" and controls(response)["summary"] == long
    assert tale.report(1).goals == "Nära."


def test_a_report_that_is_sent_back_shows_the_note_and_can_be_written(sign_in: SignIn, tale: Story) -> None:
    tale.hand_in_report(1, TEXTS)
    reporting.send_back(tale.report(1), note="Berätta om kommunerna.", by=tale.officer)
    client = person(sign_in, "sokande")
    assert "Komplettera" in text(client.get(reverse("applications:my_pages")))
    page = client.get(at("report", tale.report(1)))
    assert "Vi behöver mer Berätta om kommunerna." in text(page) and "summary" in controls(page)


def test_a_report_handed_in_from_another_window_is_told(sign_in: SignIn, tale: Story) -> None:
    client, url = person(sign_in, "sokande"), at("report", tale.report(1))
    mine = controls(client.get(url))
    tale.hand_in_report(1, TEXTS)
    response = client.post(url, mine | {"summary": "Det jag just skrev.", "go": "save"})
    assert summary(response)[0][0].startswith("Det går inte att göra detta nu (spara).")
    assert controls(response)["summary"] == "Det jag just skrev."
    assert tale.report(1).summary == "Bra."


def test_pressing_twice_hands_in_once(sign_in: SignIn, tale: Story) -> None:
    client, url = person(sign_in, "firmatecknare"), at("report", tale.report(1))
    body = controls(client.get(url)) | TEXTS | {"go": "submit"}
    assert [client.post(url, body).status_code for _ in range(2)] == [302, 302]
    assert tale.report(1).state == ReportState.SUBMITTED
    url = at("claim", tale.claim(1))
    typed = COSTS | {"ledger_total": "407670", "certified": "on"}
    changed = text(post(client, url, go="submit", **typed))  # nobody signs a sum that the page has not shown
    assert "Innehållet har ändrats sedan du läste det." in changed
    assert "intygar att kostnaderna på 407 670,00 kr" in changed
    body = controls(client.get(url)) | {"go": "submit"}
    assert [client.post(url, body).status_code for _ in range(2)] == [302, 302]
    assert tale.claim(1).state == ClaimState.SUBMITTED


def test_a_coming_report_is_not_open_yet(sign_in: SignIn, tale: Story) -> None:
    page = text(person(sign_in, "sokande").get(at("report", tale.report(2))))
    assert "Rapporten öppnar söndag 17 december 2028, två veckor innan perioden är slut." in page


# Claims


def test_indirect_costs_and_what_to_pay_are_computed(sign_in: SignIn, tale: Story) -> None:
    response = post(person(sign_in, "ekonom.sokande"), at("claim", tale.claim(1)), go="save", **COSTS)
    rows = {
        row.all("th")[0].text: [cell.text for cell in row.all("td")]
        for row in read(response).all("tr")
        if row.all("td")
    }
    assert rows["Indirekta kostnader räknas ut automatiskt"] == ["128 340", "0", "64 170,00", "64 170"]
    assert rows["Summa"] == ["815 340", "0", "407 670,00", "407 670"]
    page = text(response)
    assert "Belopp att rekvirera: 90 000 kr" in page
    assert "Kostnader ni har redovisat: 407 670,00 kr" in page
    assert "Högst enligt beslutet, taket gäller: 90 000 kr" in page


def test_an_amount_that_cannot_be_read_keeps_the_others(sign_in: SignIn, tale: Story) -> None:
    given = COSTS | {"belopp-resor": "sex tusen"}
    response = post(person(sign_in, "sokande"), at("claim", tale.claim(1)), go="save", **given)
    said = "Skriv beloppet i kronor med siffror, till exempel 250 000."
    assert summary(response) == [(said, "#id_belopp-resor")]
    assert field_error(response, "id_belopp-resor") == said
    assert controls(response)["belopp-resor"] == "sex tusen"
    assert {line.category: line.amount for line in tale.claim(1).lines.all()}["personal"] == 300_000


def test_only_the_signatory_hands_in_a_claim(sign_in: SignIn, tale: Story) -> None:
    tale.hand_in_report(1, TEXTS)
    client, url = person(sign_in, "ekonom.sokande"), at("claim", tale.claim(1))
    page = text(client.get(url))
    assert "Den som får skriva under för er lämnar rekvisitionen: Lars Hedman." in page
    body = controls(client.get(url)) | COSTS | {"ledger_total": "407 670", "certified": "on", "go": "submit"}
    assert client.post(url, body).status_code == 404
    signatory = person(sign_in, "firmatecknare")
    page = text(post(signatory, url, go="submit", **COSTS, ledger_total="407 670", certified="on"))
    assert "Rekvisition 1 är lämnad 10.00." in page
    assert tale.claim(1).state == ClaimState.SUBMITTED


def test_what_stops_a_claim_leads_to_where_it_is_mended(sign_in: SignIn, tale: Story) -> None:
    url = at("claim", tale.claim(1))
    told = dict(summary(post(person(sign_in, "firmatecknare"), url, go="submit", **COSTS, ledger_total="400 000")))
    assert told["Lämna först lägesrapport 1 för samma period."] == at("report", tale.report(1))
    sentence = "Huvudboken visar 400 000,00 kr men rekvisitionen 407 670,00 kr. Förklara skillnaden."
    assert told[sentence] == "#id_ledger_note"
    assert told["Kryssa i att kostnaderna är bokförda och betalda."] == "#id_certified"


def test_two_who_write_the_same_claim_see_both(sign_in: SignIn, tale: Story) -> None:
    client, url = person(sign_in, "ekonom.sokande"), at("claim", tale.claim(1))
    mine = controls(client.get(url))
    post(person(sign_in, "sokande"), url, go="save", **COSTS)
    response = client.post(url, mine | {"belopp-personal": "1", "go": "save"})
    assert f"{factories.applicant('sokande').name} sparade det här kl." in text(response)
    assert "300 000" in text(response)
    assert controls(response)["belopp-personal"] == "1"


# The project


def test_the_project_tells_what_is_paid_and_how_it_was_computed(sign_in: SignIn, tale: Story) -> None:
    tale.hand_in_report(1, TEXTS)
    tale.approve_report(1)
    tale.hand_in_claim(1, {"personal": claiming.ZERO + 300_000, "externa": claiming.ZERO, "resor": claiming.ZERO})
    tale.review_claim(1)
    tale.approve_claim(1)
    tale.release_claim(1)
    client, url = person(sign_in, "sokande"), at("project", tale.project)
    assert "Rekvisition 1: 90 000 kr, på väg" in text(client.get(url))
    with clock.at(AFTER + timedelta(days=3)):
        tale.confirm_claim(1)
        page = text(client.get(url))
    assert "90 000 kr av högst 90 000 kr är utbetalt." in page
    assert "40 % av dem, i hela kronor: 145 668 kr" in page
    assert "utbetalt 13 januari 2028" in page
    assert "Vi betalar till bankgiro 5050-1055." in page


def test_the_case_page_leads_to_the_project_and_its_documents(sign_in: SignIn, tale: Story) -> None:
    client = person(sign_in, "sokande")
    response = client.get(at("case", tale.the_case))
    links = {link.given["href"] for link in read(response).all("a")}
    assert at("project", tale.project) in links
    assert any("handlingar" in link for link in links)
    assert "Det här har hänt" in text(response) and "Lars Hedman skickade in ansökan." in text(response)


def test_rows_of_the_test_are_those_of_the_story(tale: Story) -> None:
    assert (Report.objects.count(), Claim.objects.count()) == (2, 2)
