"""The desk's part of the steps: a project is handed on with a reason, and the case shows what it continues."""

from collections.abc import Callable

import pytest
from django.test import Client

from applications.models import Case, StepLink
from portal.demo.stories.script import Story
from reviews.models import FileNote
from tests import factories
from tests.applications.views.pages import field_error, text
from tests.factories import grants
from tests.factories.steps import step, track

from .addresses import page

AtDesk = Callable[[str], Client]


@pytest.fixture(scope="module")
def first(stage: None) -> Story:
    """A project in step 1, in a track with a second step."""
    ladder = track()
    one = step(ladder, 1)
    step(ladder, 2)
    return grants.running_tale(one)


def test_the_officer_hands_the_project_on(first: Story, at_desk: AtDesk) -> None:
    factories.outsider()
    client, url = at_desk("handlaggare"), page(first.the_case, "case_hand_on")
    assert "Låt en annan organisation fortsätta projektet" in text(client.get(page(first.the_case, "case_project")))
    assert client.get(url).status_code == 200
    answer = client.post(url, {"orgnr": "232100-0131", "reason": ""})
    assert "Ingen organisation i portalen" in field_error(answer, "id_orgnr")
    assert "Skriv varför" in field_error(answer, "id_reason")
    answer = client.post(url, {"orgnr": first.organisation.orgnr, "reason": "Skäl."})
    assert "redan organisationens eget" in field_error(answer, "id_orgnr")
    answer = client.post(url, {"orgnr": "559912-3451", "reason": "Projektet har bytt ägare."})
    assert answer["Location"] == f"{page(first.the_case, 'case_project')}#nasta-steg"
    assert StepLink.objects.get().linked_by == first.officer
    shown = text(client.get(page(first.the_case, "case_project")))
    assert "Annan Aktör AB , 559912-3451, får också fortsätta det. Projektet har bytt ägare." in shown
    assert FileNote.objects.get(case=first.the_case).text.startswith("Annan Aktör AB, 559912-3451, får fortsätta")


@pytest.mark.parametrize("name", ["medhandlaggare", "enhetschef", "ekonom"])
def test_nobody_else_does(first: Story, at_desk: AtDesk, name: str) -> None:
    client, url = at_desk(name), page(first.the_case, "case_hand_on")
    assert client.get(url).status_code == 404
    assert client.post(url, {"orgnr": "559912-3451", "reason": "Skäl."}).status_code == 404
    assert "Låt en annan organisation" not in text(client.get(page(first.the_case, "case_project")))


def test_a_project_without_a_step_after_it_is_not_handed_on(at_desk: AtDesk) -> None:
    tale = grants.granted_tale(factories.call(), title="Utan steg")
    assert at_desk("handlaggare").get(page(tale.the_case, "case_hand_on")).status_code == 404


def test_the_case_of_the_next_step_links_to_the_one_before(first: Story, at_desk: AtDesk) -> None:
    after = factories.submitted_tale(title="Steg två")
    Case.objects.filter(pk=after.the_case.pk).update(continues=first.the_case)
    shown = at_desk("handlaggare").get(page(after.the_case)).content.decode()
    assert "Fortsätter projektet i steget före" in shown
    assert page(first.the_case) in shown
