"""The open page of a project that ended early: anybody reads it, nobody is named, and other projects have none."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.services import partnership, reporting
from portal import clock
from portal.accounts.models import User
from portal.demo.stories.script import Story
from portal.demo.world import moment
from tests import factories
from tests.applications.services.test_settling import REPORT
from tests.factories import endings

from .pages import read, text, title

SignIn = Callable[[User], Client]
PEOPLE = ("sokande", "firmatecknare", "handlaggare", "enhetschef", "namndsekreterare", "ledamot", "admin")


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    """Ended, with a steering group and municipalities that have roles."""
    tale = endings.running_tale()
    lead = tale.lead
    with clock.at(moment(date(2027, 3, 1))):
        roles = [{"name": "Nora", "role": "pilot"}, {"name": "Kumla", "role": "follows"}]
        project = partnership.save_municipalities(tale.project, rows=roles, version=None, by=lead)
        group = [{"name": "Siv Ek", "seat": "chair", "title": "Chef", "organisation": "Orusts kommun"}]
        partnership.save_steering(project, rows=group, version=None, by=lead)
    endings.closed(tale)
    return tale


@pytest.fixture(autouse=True)
def afterwards(take: None) -> Iterator[None]:
    with clock.at(moment(date(2027, 11, 2))):
        yield


def at(name: str, row: Any) -> str:
    return reverse(f"applications:{name}", args=(row.pk,))


def hand_in(tale: Story) -> None:
    report = reporting.open_report(tale.report(2))
    reporting.save(report, values=REPORT | {"summary": "Det gick inte."}, version=None, by=tale.lead)
    reporting.submit(tale.report(2), by=tale.lead)


def test_anybody_reads_that_it_ended_and_what_was_said(sign_in: SignIn, tale: Story, client: Client) -> None:
    page = client.get(at("project_public", tale.project))
    told = text(page)
    assert title(page).startswith("Läsa högt hemma")
    for words in (
        "Region Örebro län",
        "Projektet är avslutat i förtid",
        endings.PLAN.public_text,
        "Pilot Nora Följer Kumla",
        "Senast uppdaterad: 6 oktober 2027",
        "Slutrapporten kommer hit när den är godkänd.",
    ):
        assert words in told, words
    for name in PEOPLE:
        assert sign_in(factories.staff(name)).get(at("project_public", tale.project)).status_code == 200


def test_no_names_and_no_grounds_stand_there(tale: Story, client: Client) -> None:
    told = text(client.get(at("project_public", tale.project)))
    people = [factories.staff(name).name for name in PEOPLE]
    for words in (*people, "Siv Ek", "Styrgrupp", endings.PLAN.grounds):
        assert words not in told, words


def test_the_steering_group_is_shown_when_the_officer_has_said_so(tale: Story, client: Client) -> None:
    partnership.show_steering(tale.project, is_public=True, by=tale.officer)
    told = text(client.get(at("project_public", tale.project)))
    assert "Ordförande Siv Ek, Chef, Orusts kommun" in told
    assert "Senast uppdaterad: 2 november 2027" in told


def test_the_final_report_is_read_once_it_is_approved(tale: Story, client: Client) -> None:
    report_url = at("project_public_report", tale.project)
    assert client.get(report_url).status_code == 404
    hand_in(tale)
    assert client.get(report_url).status_code == 404
    tale.approve_report(2, "Tack, Siv har ringt oss.")
    page = client.get(at("project_public", tale.project))
    assert report_url in {link.given.get("href") for link in read(page).all("a")}
    told = text(client.get(report_url))
    assert "Det gick inte." in told and "Lärdomar Frukt hjälper." in told
    assert "Rekommendation Implementering. Biblioteket tar över från 2029." in told
    assert "Siv har ringt" not in told  # what we wrote back is not published


def test_it_stays_when_the_project_is_final_reported(tale: Story, client: Client) -> None:
    assert tale.project.closed_early_by_id
    assert client.head(at("project_public", tale.project)).status_code == 200


def test_other_projects_have_no_open_page(sign_in: SignIn, tale: Story, client: Client) -> None:
    other = endings.running_tale(title="Pågår").project
    for person in (client, sign_in(factories.applicant()), sign_in(factories.staff("handlaggare"))):
        assert person.get(at("project_public", other)).status_code == 404
        assert person.get(at("project_public_report", other)).status_code == 404
    endings.decided(tale := endings.running_tale(title="Beslutat, inte skickat"))
    assert client.get(at("project_public", tale.project)).status_code == 404
    assert client.post(at("project_public", tale.project)).status_code in (404, 405)
