"""The open list of projects: anybody reads it, one line each, by programme, and nothing that is not public."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories

from .pages import read, text

URL = "/projekt/"


def test_nothing_granted_is_an_empty_state(stage: None) -> None:
    factories.submitted_tale(title="Inte beslutad")
    page = text(Client().get(URL))
    assert "Inga projekt än" in page and "Inte beslutad" not in page


def test_a_granted_project_stands_there_with_what_its_decision_says(stage: None) -> None:
    tale = factories.accepted_tale(title="Pågår nu")
    page = text(Client().get(URL)).replace("\u00a0", " ")
    project = tale.project
    assert "Pågår nu" in page and tale.the_case.organisation.name in page
    assert tale.the_case.programme.name in page
    assert f"{project.decision.cap:,.0f}".replace(",", " ") in page
    assert not [link for link in read(Client().get(URL)).all("a") if str(project.pk) in link.given.get("href", "")]


def test_the_filter_takes_a_programme_and_nothing_else(stage: None) -> None:
    tale = factories.accepted_tale(title="Pågår nu")
    slug = tale.the_case.programme.slug
    assert "Pågår nu" in text(Client().get(URL, {"satsning": slug}))
    assert Client().get(URL, {"satsning": "finns-inte"}).status_code == 404


def test_it_is_found_from_the_start_page_and_the_foot(stage: None) -> None:
    links = [link.given.get("href") for link in read(Client().get("/")).all("a")]
    assert links.count(reverse("applications:project_list")) >= 2


def test_the_list_has_as_many_questions_with_many_as_with_one(stage: None) -> None:
    factories.accepted_tale(title="Ett")
    client = Client()
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for number in range(3):
        factories.accepted_tale(title=f"Fler {number}")
    with CaptureQueriesContext(connection) as many:
        shown = client.get(URL)
    assert "Fler 2" in text(shown)
    assert len(many) == len(few)
