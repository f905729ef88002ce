"""Asking that a project ends, and reading and answering a warning, as the applicant does it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.services import early_close
from portal import clock
from portal.accounts.models import User
from portal.demo.stories import ending
from portal.demo.stories.script import Story
from portal.demo.world import moment
from tests import factories
from tests.factories import endings

from .pages import controls, read, summary, text

SignIn = Callable[[User], Client]


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return endings.running_tale()


@pytest.fixture(autouse=True)
def thought(take: None) -> Iterator[None]:
    with clock.at(moment(endings.THOUGHT)):
        yield


def at(name: str, row: Any) -> str:
    return reverse(f"applications:{name}", args=(row.pk,))


def test_the_lead_asks_and_reads_what_was_asked(sign_in: SignIn, tale: Story) -> None:
    client, url = sign_in(factories.applicant()), at("early_close", tale.project)
    links = {link.given.get("href") for link in read(client.get(at("project", tale.project))).all("a")}
    assert url in links
    assert summary(client.post(url, {"text": " "})) == [
        ("Skriv varför ni vill avsluta projektet och från vilken dag.", "#id_text")
    ]
    page = client.post(url, {"text": "Vår part har lämnat oss."}, follow=True)
    assert "Er begäran är lämnad" in text(page) and "Vår part har lämnat oss." in text(page)
    assert "Be om avslut" not in text(page)
    assert ending.closing_of(tale).requested_by == factories.applicant()


def test_a_thought_at_the_desk_is_not_told(sign_in: SignIn, tale: Story) -> None:
    """Until the warning goes out the officer's draft is the authority's own."""
    ending.write(tale, endings.PLAN)
    client = sign_in(factories.applicant())
    for page in (client.get(at("early_close", tale.project)), client.get(at("project", tale.project))):
        assert endings.PLAN.grounds not in text(page)
    assert "Be om avslut" in text(client.get(at("early_close", tale.project)))
    reader = sign_in(factories.applicant("medsokande"))
    assert "Be om avslut" not in text(reader.get(at("early_close", tale.project)))


def test_the_warning_is_read_by_all_and_answered_by_those_who_lead(sign_in: SignIn, tale: Story) -> None:
    ending.write(tale, endings.PLAN)
    ending.warn(tale, endings.ANSWER_BY)
    url = at("early_close", tale.project)
    writer = sign_in(factories.applicant("medsokande"))
    page = writer.get(url)
    assert endings.PLAN.grounds in text(page) and "till och med måndag 20 september 2027" in text(page)
    assert "text" not in controls(page)
    assert writer.post(url, {"text": "Nej"}).status_code == 404
    client = sign_in(factories.applicant("firmatecknare"))
    assert "Svara om Läsa högt hemma" in text(client.get(reverse("applications:my_pages")))
    assert "Läs varför och svara" in text(client.get(at("project", tale.project)))
    done = client.post(url, {"text": "Vi har börjat nu."}, follow=True)
    assert "Ert svar är lämnat" in text(done)
    assert controls(done)["text"] == "Vi har börjat nu."
    assert "Svara om Läsa högt hemma" not in text(client.get(reverse("applications:my_pages")))
    early_close.submit(ending.closing_of(tale), by=tale.officer)
    late = client.post(url, {"text": "En sak till."})
    assert "Det går inte att göra detta nu" in text(late)
    assert "text" not in controls(client.get(url))


def test_nothing_to_ask_leads_back(sign_in: SignIn, tale: Story) -> None:
    project = factories.accepted_tale(factories.call(), title="Inte börjat").project
    client = sign_in(factories.applicant())
    assert client.get(at("early_close", project))["Location"] == at("project", project)
    refused = client.post(at("early_close", project), {"text": "Vi vill sluta."})
    assert "Läget är ”Accepterad”" in text(refused)


def test_others_find_nothing(sign_in: SignIn, tale: Story) -> None:
    for person in (factories.outsider(), factories.staff("handlaggare"), factories.staff("ledamot")):
        assert sign_in(person).get(at("early_close", tale.project)).status_code == 404
