"""Beginning the next step: projects to continue are offered, the gate is told of, another can be chosen later."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, Call, Track
from applications.services import drafting
from portal import clock
from portal.accounts.models import User
from portal.demo.stories.script import Story
from portal.demo.world import moment
from tests import factories
from tests.factories import grants
from tests.factories.steps import finished, step, track, window

from .pages import read, summary, text

SignIn = Callable[[User], Client]
WAIT = "Steg 1 är inte godkänt än. Ni kan förbereda ansökan, men den kan skickas in först när steg 1 har godkänts."


@pytest.fixture(scope="module")
def ladder(stage: None) -> Track:
    return track()


@pytest.fixture(scope="module")
def two(ladder: Track) -> Call:
    return step(ladder, 2)


@pytest.fixture(scope="module")
def first(ladder: Track) -> Story:
    return grants.running_tale(step(ladder, 1))


def address(route: str, *args: object) -> str:
    return reverse(f"applications:{route}", args=args)


def draft_of(call: Call) -> Application:
    return Application.objects.get(call=call)


def test_the_own_project_is_offered_and_taken_along(first: Story, two: Call, sign_in: SignIn) -> None:
    client, url = sign_in(first.lead), address("application_new", two.slug)
    shown = client.get(url)
    assert first.the_case.title in text(shown)
    assert "Vi väljer det senare" in text(shown)
    answer = client.post(url, {"organisation": first.organisation.pk, "continues": first.project.pk})
    made = draft_of(two)
    assert answer["Location"] == address("application", made.pk)
    assert made.case.continues == first.the_case
    assert made.problem == first.application.problem
    page = text(client.get(address("application", made.pk)))
    assert f"Steg 1: {first.the_case.title}, {first.the_case.dnr}. {WAIT}" in page
    assert "Ansökningstiden har ingen sista dag." in page


def test_it_can_be_chosen_later_and_the_review_says_what_is_missing(first: Story, two: Call, sign_in: SignIn) -> None:
    client = sign_in(first.lead)
    client.post(address("application_new", two.slug), {"organisation": first.organisation.pk, "continues": ""})
    made = draft_of(two)
    url = address("application_step", made.pk)
    assert made.case.continues is None
    assert "Nya projekt börjar i steg 1." in text(client.get(address("application", made.pk)))
    review = client.get(address("review", made.pk))
    assert url in review.content.decode()
    assert client.get(url).status_code == 200
    assert "Välj vilket projekt ni fortsätter." in [line for line, _ in summary(client.post(url, {}))]
    answer = client.post(url, {"continues": first.project.pk})
    assert answer["Location"] == address("application", made.pk)
    assert draft_of(two).case.continues == first.the_case
    assert sign_in(factories.outsider()).get(url).status_code == 404


def test_the_signatory_is_refused_with_the_sentence_and_the_draft_stays(
    first: Story, two: Call, sign_in: SignIn
) -> None:
    made = drafting.start(two, organisation=first.organisation, by=first.lead, continues=first.project)
    client = sign_in(first.signatory)
    answer = client.post(address("application_submit", made.pk))
    assert (WAIT, address("application_step", made.pk)) in summary(answer)
    assert draft_of(two).state == "draft"


def test_the_next_window_is_told_where_the_first_is_not_enough(ladder: Track, sign_in: SignIn) -> None:
    before = finished(step(ladder, 1), title="Sent godkänt")
    call = step(ladder, 2)
    call.windows.all().delete()
    window(call, date(2027, 12, 1), date(2028, 1, 5))
    window(call, date(2028, 9, 1), date(2028, 10, 4))
    made = drafting.start(call, organisation=before.organisation, by=before.lead, continues=before.project)
    with clock.at(moment(date(2028, 1, 20))):
        shown = text(sign_in(before.lead).get(address("application", made.pk)))
    assert "Steg 1 godkändes 10 januari 2028, när ansökningstiden redan var slut." in shown
    assert "Nästa ansökningstid öppnar 1 september 2028 kl. 08.00." in shown


def test_an_ordinary_call_asks_nothing_of_steps(sign_in: SignIn) -> None:
    made = factories.draft_application()
    client = sign_in(factories.applicant())
    assert client.get(address("application_step", made.pk)).status_code == 404
    assert "Steg" not in read(client.get(address("application_new", made.call.slug))).all("form")[-1].text
