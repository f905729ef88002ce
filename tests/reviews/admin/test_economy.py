"""The economist's page of a case, and the question of state aid."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications.enums import ConflictGround
from applications.services import handling
from portal.demo.stories.script import Story
from reviews.models import EconomyReview, StateAidReview
from tests import factories

from .addresses import page

AtDesk = Callable[[str], Client]
GIVEN = {"version": "0", "supports": "no", "opinion": "Lönerna är för höga."}


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return factories.prepared_tale(title="Bereds")


@pytest.fixture(autouse=True)
def not_conflicted(tale: Story) -> None:
    tale.not_conflicted("ekonom")


def test_she_sees_budget_account_and_other_public_money(tale: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("ekonom"), page(tale.the_case, "case_economy")
    account = tale.application.account_no
    shown = client.get(url).content.decode()
    for text in ("Kostnader", "Finansiering", account, "Annat offentligt stöd", "Organisationens andra ärenden"):
        assert text in shown, text
    assert "Skriv ekonomisk granskning" in client.get(page(tale.the_case)).content.decode()
    assert at_desk("handlaggare").get(url).status_code == 404


def test_what_she_says_stands_on_the_tab(tale: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("ekonom"), page(tale.the_case, "case_economy")
    shown = client.post(url, {"version": "0", "opinion": ""}).content.decode()
    assert "Svara ja eller nej." in shown and "Skriv varför." in shown
    assert client.post(url, GIVEN).status_code == 302
    assert EconomyReview.objects.get().supports is False
    tab = at_desk("handlaggare").get(page(tale.the_case, "case_assessment")).content.decode()
    assert "Avstyrker" in tab and "Lönerna är för höga." in tab
    beside = at_desk("handlaggare").get(page(tale.the_case, "case_propose")).content.decode()
    assert "Avstyrker. Lönerna är för höga." in beside
    stale = client.post(url, GIVEN | {"version": "7", "opinion": "Mitt eget."})
    assert (stale.status_code, "Mitt eget." in stale.content.decode()) == (409, True)


def test_state_aid_is_judged_on_a_page_of_its_own(tale: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(tale.the_case, "case_state_aid")
    assert client.get(url).status_code == 200
    assert client.post(url, {"version": "0", "kind": "minimis", "reason": "Kaféet säljer."}).status_code == 302
    assert StateAidReview.objects.get().kind == "minimis"
    tab = client.get(page(tale.the_case, "case_assessment")).content.decode()
    assert "Försumbart stöd" in tab and "Kaféet säljer." in tab
    assert at_desk("enhetschef").get(url).status_code == 404


def test_other_cases_are_told_as_far_as_she_may_read_them(tale: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("ekonom"), page(tale.the_case, "case_economy")
    with CaptureQueriesContext(connection) as before:
        client.get(url)
    others = [factories.submitted_tale(title=f"Grannen {number}") for number in range(2)]
    with CaptureQueriesContext(connection) as after:
        shown = client.get(url).content.decode()
    assert "Grannen 0" in shown and "Grannen 1" in shown and shown.count("Samma tid som det här.") == 2
    assert len(after) <= len(before) + 1  # the decisions of other cases, when there are any
    person = factories.staff("ekonom")
    handling.declare_conflict(others[0].the_case, is_conflicted=True, ground=ConflictGround.OTHER, by=person)
    assert "Grannen 0" not in client.get(url).content.decode()
