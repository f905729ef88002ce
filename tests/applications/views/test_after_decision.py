"""After the answer: how to appeal and apply again, who may accept, mails to read, and the way to the project."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.selectors import appeals
from portal import clock
from portal.accounts.models import User
from portal.demo.world import moment
from tests import factories

from .pages import read, text

SignIn = Callable[[User], Client]
MY_PAGES = "/mina-sidor/"


def case_page(client: Client, tale: Any) -> str:
    return text(client.get(reverse("applications:case", args=(tale.the_case.pk,))))


def test_a_refusal_tells_how_to_go_on(sign_in: SignIn, stage: None) -> None:
    tale = factories.delegated_tale(kind="rejection", title="Nej tack")
    tale.dispatch()
    page = case_page(sign_in(factories.applicant("sokande")), tale)
    appeal = appeals.told(tale.decision)
    assert appeal is not None and appeal.heading in page and all(part in page for part in appeal.paragraphs)
    assert "Det här kan ni göra nu Ring Elin Sandahl" in page
    assert "Ni får söka igen när en utlysning är öppen." in page
    assert f"avslog ansökan, {tale.decision.paragraph}." in page


def test_an_approval_says_nothing_of_applying_again(sign_in: SignIn, stage: None) -> None:
    tale = factories.granted_tale(factories.call(), title="Fritid för fler")
    page = case_page(sign_in(factories.applicant("sokande")), tale)
    assert "Ni får söka igen" not in page and "beviljade ansökan" in page


@pytest.mark.parametrize(("today", "told"), [(date(2026, 12, 1), "Ni kan"), (date(2027, 3, 1), "gick ut")])
def test_the_last_day_to_appeal_is_told_before_and_after(today: date, told: str, stage: None) -> None:
    tale = factories.delegated_tale(kind="rejection", title="Nej tack")
    tale.dispatch()
    decision = tale.decision
    decision.last_day_to_appeal = date(2026, 12, 14)
    with clock.at(moment(today, 12)):
        appeal = appeals.told(decision)
    assert appeal is not None and told in appeal.sentence


def test_who_may_not_accept_is_told_whom_it_waits_for(sign_in: SignIn, stage: None) -> None:
    tale = factories.granted_tale(factories.call(), title="Fritid för fler")
    lead, signatory = sign_in(factories.applicant("sokande")), sign_in(factories.applicant("firmatecknare"))
    waiting = text(lead.get(MY_PAGES))
    assert "Väntar på Lars Hedman." in waiting and "Läs och godkänn" not in waiting
    assert "Läs och godkänn" in text(signatory.get(MY_PAGES))
    page = text(lead.get(reverse("applications:project_accept", args=(tale.project.pk,))))
    assert "bara den som får skriva under för er kan godkänna" in page and "Till projektet" in page


def test_my_pages_part_what_goes_on_from_what_lies_with_us(sign_in: SignIn, stage: None) -> None:
    factories.draft_idea()
    factories.submitted_tale(title="Inskickad")
    refused = factories.delegated_tale(kind="rejection", title="Nej tack")
    refused.dispatch()
    page = read(sign_in(factories.applicant("sokande")).get(MY_PAGES))
    assert [head.text for head in page.all("h3") if head.text in ("Pågår", "Hos oss", "Klara")] == [
        "Pågår",
        "Hos oss",
        "Klara",
    ]
    assert "Skriv klart idén" in page.text
    assert "Utlysningar" in [link.text for link in page.all("nav")[0].all("a")]


def test_a_mail_is_read_by_the_one_it_went_to(sign_in: SignIn, stage: None) -> None:
    tale = factories.submitted_tale(title="Inskickad")
    sent = tale.the_case.notices.filter(recipient=factories.applicant("firmatecknare")).first()
    assert sent is not None
    url = reverse("applications:notice", args=(tale.the_case.pk, sent.pk))
    page = text(sign_in(factories.applicant("firmatecknare")).get(url))
    assert sent.subject in page and "Till ärendet" in page
    assert sign_in(factories.applicant("sokande")).get(url).status_code == 404


def test_the_case_leads_to_the_project_with_the_next_date(sign_in: SignIn, stage: None) -> None:
    tale = factories.accepted_tale(factories.call(), title="Läsa högt hemma")
    page = case_page(sign_in(factories.applicant("sokande")), tale)
    assert "Till projektet Nästa datum: " in page


def test_a_sent_attachment_opens_from_the_case_and_from_what_was_sent(sign_in: SignIn, stage: None) -> None:
    tale = factories.submitted_tale(title="Inskickad")
    one = tale.application.attachments.get()
    url = reverse("applications:attachment", args=(tale.application.pk, one.pk))
    client = sign_in(factories.applicant("sokande"))
    for page in (
        reverse("applications:case", args=(tale.the_case.pk,)),
        reverse("applications:sent", args=(tale.application.pk, 1)),
    ):
        assert url in {link.given.get("href") for link in read(client.get(page)).all("a")}
    assert client.get(url).status_code == 200
