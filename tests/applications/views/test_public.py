"""The public pages: what can be applied for, the rules in sentences, and the ways in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Call
from portal import clock
from portal.accounts.models import User
from tests import factories

from .pages import read, text

SignIn = Callable[[User], Client]


@pytest.fixture(scope="module")
def call(stage: None) -> Call:
    return factories.call(closes_in=30)


def test_the_start_page_lists_what_is_open(call: Call) -> None:
    page = text(Client().get("/"))
    assert "Utlysning för prov" in page
    assert "Öppen till och med 23 december 2026 kl. 10.00" in page
    assert "Vi betalar högst 50 % av kostnaden, och högst 2 000 000 kr, i högst 3 år." in page
    assert "Elin Sandahl" in page


def test_the_start_page_without_calls_leads_to_an_idea(stage: None) -> None:
    factories.call()
    with clock.at(clock.now() - timedelta(days=4000)):
        assert "Ingen utlysning är öppen i dag" in text(Client().get("/"))


def test_a_call_tells_what_who_how_much_and_when(call: Call) -> None:
    page = text(Client().get(reverse("applications:call", args=(call.slug,))))
    for words in (
        "Ni kan skicka in till och med onsdag 23 december 2026 kl. 10.00.",
        "Projektet är till för barn och unga 0–18 år.",
        "Det får pågå i högst 3 år.",
        "Högst 50 % av projektets totala kostnad.",
        "Ansökan ska ha med intyg om medfinansiering.",
        "Regionala tillväxtnämnden",
        "Börja med en idé",
        "Börja ansökan",
    ):
        assert words in page


def test_a_call_that_has_closed_or_not_opened_says_so(call: Call) -> None:
    url = reverse("applications:call", args=(call.slug,))
    with clock.at(clock.now() + timedelta(days=31)):
        assert "En ansökan som kommer in nu tas emot, men den är sen." in text(Client().get(url))
    with clock.at(clock.now() - timedelta(days=31)):
        assert "Börja gärna skriva redan nu." in text(Client().get(url))


def test_a_call_without_an_end_says_so(stage: None) -> None:
    rolling = factories.call(closes_in=None)
    assert "Det finns ingen sista dag." in text(Client().get(reverse("applications:call", args=(rolling.slug,))))


def test_the_draft_one_has_is_offered_to_those_whose_it_is(call: Call, sign_in: SignIn) -> None:
    draft = factories.draft_application(call)
    url = reverse("applications:call", args=(call.slug,))
    mine = read(sign_in(factories.applicant("sokande")).get(url))
    assert reverse("applications:application", args=(draft.pk,)) in {link.given["href"] for link in mine.all("a")}
    for other in (Client(), sign_in(factories.outsider()), sign_in(factories.staff("handlaggare"))):
        assert "Ni har redan börjat" not in text(other.get(url))


def test_an_unknown_call_is_not_found(stage: None) -> None:
    assert Client().get(reverse("applications:call", args=("finns-inte",))).status_code == 404
