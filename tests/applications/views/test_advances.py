"""The advance's page and the claim's: who may ask, what is told, and categories that grow beyond the budget."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from applications import jobs
from applications.services import advances
from portal import clock
from portal.accounts.models import User
from portal.demo.stories.script import Story
from portal.demo.world import moment
from tests import factories
from tests.applications.services.test_advances import ADVANCE, LIMITS, REPORT
from tests.factories import grants

from .pages import field_error, summary, text

SignIn = Callable[[User], Client]
GIVEN = {"go": "ask", "purpose": "Löner från första dagen.", "certified": "on"}


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    rules = LIMITS | {"overrun_share": Decimal("0.2"), "overrun_floor": Decimal(5_000)}
    return grants.running_tale(factories.call(**rules), years=(2027, 2028), advance=ADVANCE)


@pytest.fixture(autouse=True)
def in_january(take: None) -> Iterator[None]:
    with clock.at(moment(date(2027, 1, 11))):
        yield


def project_of(tale: Story) -> str:
    return reverse("applications:project", args=[tale.project.pk])


def advance_of(tale: Story) -> str:
    return reverse("applications:project_advance", args=[tale.project.pk])


def claim_of(tale: Story, number: int) -> str:
    return reverse("applications:claim", args=[tale.claim(number).pk])


def test_the_signatory_asks_and_everybody_follows(tale: Story, sign_in: SignIn) -> None:
    client, lead = sign_in(tale.signatory), sign_in(tale.lead)
    assert "Ni kan få 20 000 kr i förskott. Begär förskottet" in text(client.get(project_of(tale)))
    assert f"begär förskottet: {tale.signatory.name}" in text(lead.get(advance_of(tale)))
    assert 'name="purpose"' not in lead.get(advance_of(tale)).content.decode()
    assert client.post(advance_of(tale), GIVEN)["Location"] == advance_of(tale)
    assert tale.claim(0).ledger_note == GIVEN["purpose"]
    shown = text(lead.get(advance_of(tale)))
    assert "Begärt 11 januari 2027" in shown and GIVEN["purpose"] in shown
    assert "Förskottet på 20 000 kr" in text(lead.get(project_of(tale)))
    assert lead.get(claim_of(tale, 0))["Location"] == advance_of(tale)
    assert lead.post(claim_of(tale, 0), {"version": "1"})["Location"] == advance_of(tale)


def test_both_fields_are_asked_for_and_nothing_typed_is_lost(tale: Story, sign_in: SignIn) -> None:
    client = sign_in(tale.signatory)
    answer = client.post(advance_of(tale), {"go": "ask", "purpose": ""})
    assert field_error(answer, "id_purpose") == "Skriv vad ni behöver pengarna till."
    assert len(summary(answer)) == 2
    answer = client.post(advance_of(tale), {"go": "ask", "purpose": "Löner"})
    assert "Löner" in answer.content.decode() and not tale.project.claims.filter(number=0).exists()


def test_it_is_taken_back_by_the_signatory_alone(tale: Story, sign_in: SignIn) -> None:
    advances.request(tale.project, purpose="Löner", by=tale.signatory)
    lead, client = sign_in(tale.lead), sign_in(tale.signatory)
    assert "Dra tillbaka" not in text(lead.get(advance_of(tale)))
    assert lead.post(advance_of(tale), {"go": "withdraw"}).status_code == 404
    assert "Dra tillbaka förskottet" in text(client.get(advance_of(tale)))
    client.post(advance_of(tale), {"go": "withdraw"})
    assert tale.claim(0).state == "cancelled"
    assert 'name="purpose"' in client.get(advance_of(tale)).content.decode()


def test_others_find_no_such_page_and_neither_does_a_project_without(tale: Story, sign_in: SignIn) -> None:
    assert sign_in(factories.outsider()).get(advance_of(tale)).status_code == 404
    with clock.at(factories.NOW):
        other = factories.accepted_tale(title="Utan")
        assert sign_in(other.signatory).get(advance_of(other)).status_code == 404
        assert "förskott" not in text(sign_in(other.lead).get(project_of(other))).lower()


def test_too_late_it_says_why(tale: Story, sign_in: SignIn) -> None:
    with clock.at(moment(date(2028, 1, 10), 8, 5)):
        jobs.run_morning()
        tale.hand_in_report(1, REPORT)
        tale.hand_in_claim(1, {"personal": Decimal(1_000)})
        shown = text(sign_in(tale.signatory).get(advance_of(tale)))
    assert "Det går inte att begära nu" in shown and "Ni har redan lämnat en rekvisition." in shown


def test_the_claim_warns_of_a_category_beyond_its_budget(tale: Story, sign_in: SignIn) -> None:
    """Staff has 120 000 kr over both years, services 15 000 kr: 20 % and 5 000 kr are the limits."""
    with clock.at(moment(date(2028, 1, 10), 8, 5)):
        jobs.run_morning()
        tale.hand_in_report(1, REPORT)
        client = sign_in(tale.staff("ekonom.sokande"))
        figures = {"belopp-personal": "130 000", "belopp-resor": "0", "belopp-externa": "26 000"}
        given = {"version": str(tale.claim(1).version), "go": "save", **figures}
        client.post(claim_of(tale, 1), given)
        shown = text(client.get(claim_of(tale, 1)))
    assert "Egen personal blir 130 000 kr, budgeten är 120 000 kr: 10 000 kr över, 8,33 %. Handläggaren avgör" in shown
    assert "Be er handläggare om en ändrad budget" in shown
    assert "Skriv kostnaderna" in shown
