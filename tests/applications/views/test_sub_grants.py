"""Pilot money on the project's page and on pages of its own, for applicant and desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import SubGrant
from portal import clock
from portal.accounts.models import User
from portal.demo.stories.script import Story
from portal.demo.world import moment
from portal.money import NBSP
from tests import factories
from tests.applications.services.test_sub_grants import SPRING, with_pilots
from tests.factories import grants

from .pages import controls, field_error, text

SignIn = Callable[[User], Client]
GIVEN = {
    "recipient": "Föreningen Lyktan",
    "orgnr": "559912-3451",
    "purpose": "Läxhjälp på kvällar.",
    "year": "2027",
    "amount": "5 000",
    "granted_on": SPRING.isoformat(),
    "outcome": "",
}


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return grants.running_tale(factories.call(cost_categories=with_pilots()), years=(2027, 2028))


@pytest.fixture(autouse=True)
def in_spring(take: None) -> Any:
    with clock.at(moment(SPRING)):
        yield


def project_of(tale: Story) -> str:
    return reverse("applications:project", args=[tale.project.pk])


def new(tale: Story) -> str:
    return reverse("applications:sub_grant_new", args=[tale.project.pk])


def test_a_pilot_is_written_down_and_listed_for_both_sides(tale: Story, sign_in: SignIn) -> None:
    client = sign_in(tale.lead)
    assert new(tale) in client.get(project_of(tale)).content.decode()
    answer = client.post(new(tale), GIVEN)
    assert answer["Location"] == f"{project_of(tale)}#piloter"
    shown = text(client.get(project_of(tale)))
    assert "5 000 kr av 7 500 kr är utdelat. 2 500 kr är kvar." in shown
    assert "Föreningen Lyktan" in shown
    desk = text(sign_in(tale.officer).get(reverse("admin:case_project", args=[tale.the_case.pk])))
    assert "Föreningen Lyktan" in desk
    assert "Läxhjälp på kvällar." in desk


def test_what_does_not_fit_is_told_at_the_amount_and_stays_typed(tale: Story, sign_in: SignIn) -> None:
    answer = sign_in(tale.lead).post(new(tale), GIVEN | {"amount": "8 000", "orgnr": "12"})
    assert field_error(answer, "id_orgnr")
    answer = sign_in(tale.lead).post(new(tale), GIVEN | {"amount": "8 000"})
    assert "Det finns 7 500 kr kvar." in field_error(answer, "id_amount")
    assert controls(answer)["amount"] == "8 000"
    assert not SubGrant.objects.exists()


def test_the_outcome_is_told_later_and_a_stale_form_keeps_both(tale: Story, sign_in: SignIn) -> None:
    client = sign_in(tale.lead)
    client.post(new(tale), GIVEN)
    row = SubGrant.objects.get()
    url = reverse("applications:sub_grant", args=[row.pk])
    held = controls(client.get(url))
    assert (held["amount"], held["version"], held["year"]) == (f"5{NBSP}000", "1", "2027")
    assert client.post(url, held | {"outcome": "Tolv barn kom."}).status_code == 302
    answer = client.post(url, held | {"outcome": "Något annat."})
    shown = text(answer)
    assert "Någon annan har sparat under tiden." in shown
    assert "Tolv barn kom." in shown
    assert controls(answer)["outcome"] == "Något annat."
    assert "Hur det gick: Tolv barn kom." in text(client.get(project_of(tale)))


def test_who_gets_the_pages(tale: Story, sign_in: SignIn) -> None:
    sign_in(tale.lead).post(new(tale), GIVEN)
    url = reverse("applications:sub_grant", args=[SubGrant.objects.get().pk])
    for address in (new(tale), url):
        assert sign_in(tale.world.person("ekonom.sokande")).get(address).status_code == 200
        for stranger in (factories.outsider(), tale.officer):
            assert sign_in(stranger).get(address).status_code == 404
            assert sign_in(stranger).post(address, GIVEN).status_code == 404


def test_a_project_without_pilot_money_has_no_such_page(sign_in: SignIn) -> None:
    other = grants.granted_tale(factories.call(), title="Utan piloter")
    assert sign_in(other.lead).get(new(other)).status_code == 404
    assert "Pilotmedel" not in text(sign_in(other.lead).get(project_of(other)))
