"""Answering a request for completion: item by item, with only the asked sections open."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.enums import ApplicationState
from portal import clock
from portal.accounts.models import User
from portal.demo.stories.script import Story
from tests import factories

from .pages import controls, summary, text

SignIn = Callable[[User], Client]


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    told = factories.assigned_tale(title="Trygg på nätet")
    due = clock.today() + timedelta(days=14)
    told.ask_completion("projekt", "Berätta vilka barn det gäller.", "Vi ser inte vilka ni menar.", due)
    return told


@pytest.fixture
def client(tale: Story, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("sokande"))


def at(name: str, tale: Story, *args: str) -> str:
    return reverse(f"applications:{name}", args=(tale.application.pk, *args))


def item(tale: Story) -> str:
    return f"svar-{tale.the_case.completions.get().items.get().pk}"


def post(client: Client, tale: Story, *, go: str, answer: str) -> Any:
    return client.post(at("completion", tale), {item(tale): answer, "go": go}, follow=True)


def test_the_page_tells_what_why_and_by_when(client: Client, tale: Story) -> None:
    page = text(client.get(at("completion", tale)))
    assert "Berätta vilka barn det gäller." in page and "Vi ser inte vilka ni menar." in page
    assert "Senast måndag 7 december 2026" in page
    assert "Ni behöver komplettera ansökan senast måndag 7 december 2026." in text(
        client.get(reverse("applications:case", args=(tale.the_case.pk,)))
    )


def test_answers_are_kept_without_being_handed_in(client: Client, tale: Story) -> None:
    response = post(client, tale, go="save", answer="De i årskurs 7.")
    assert "Svaren sparade 10.00." in text(response)
    assert controls(response)[item(tale)] == "De i årskurs 7."
    assert tale.application.state == ApplicationState.COMPLETION


def test_handing_in_without_an_answer_leads_to_the_item(client: Client, tale: Story) -> None:
    number = item(tale).removeprefix("svar-")
    assert summary(post(client, tale, go="hand_in", answer="")) == [
        ("Svara på punkten: Berätta vilka barn det gäller.", f"#item-{number}")
    ]


def test_a_too_long_answer_stays_on_the_page(client: Client, tale: Story) -> None:
    response = post(client, tale, go="hand_in", answer="a" * 2001)
    assert summary(response)[0][0].startswith("Texten är 2 001 tecken.")
    assert controls(response)[item(tale)] == "a" * 2001
    assert tale.application.state == ApplicationState.COMPLETION


def test_only_the_asked_section_is_open(client: Client, tale: Story) -> None:
    assert "Vi har öppnat den här delen." in text(client.get(at("section", tale, "projekt")))
    assert client.get(at("section", tale, "sokande")).status_code == 302
    body = controls(client.get(at("section", tale, "projekt"))) | {"problem": "Årskurs 7.", "go": "next"}
    assert client.post(at("section", tale, "projekt"), body).headers["Location"] == at("completion", tale)
    other = client.post(at("section", tale, "sokande"), {"version": body["version"], "go": "next"})
    assert "Det går inte att göra detta nu" in summary(other)[0][0] or "Någon annan" in summary(other)[0][0]


def test_handing_in_gives_a_new_version_to_read(client: Client, tale: Story) -> None:
    response = post(client, tale, go="hand_in", answer="De i årskurs 7.")
    assert "Kompletteringen kom in 10.00." in text(response)
    assert tale.application.state == ApplicationState.FORMAL_CHECK
    assert client.get(at("sent", tale, "2")).status_code == 200
    again = client.post(at("completion", tale), {"go": "hand_in"})
    assert again.headers["Location"] == reverse("applications:case", args=(tale.the_case.pk,))
