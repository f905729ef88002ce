"""The projektplan and the lists of start and end on the project's pages."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import PhaseActivity
from applications.services import plans
from portal.accounts.models import User
from portal.demo.stories.script import Story
from tests import factories

from .pages import controls, field_error, summary, text

SignIn = Callable[[User], Client]


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return factories.accepted_tale(factories.call(start_activities=["Bemanna inom 30 dagar"]))


@pytest.fixture
def client(sign_in: SignIn, tale: Story) -> Client:
    return sign_in(tale.lead)


def at(tale: Story, name: str, *more: object) -> str:
    return reverse(f"applications:{name}", args=(tale.project.pk, *more))


def test_the_first_plan_stands_there_and_may_be_written_anew(client: Client, tale: Story) -> None:
    page = text(client.get(at(tale, "project_plan")))
    assert "Planen nu, version 1" in page and "Den plan som beslutet bygger på" in page
    assert "Beslutet om stöd ändras inte" in page
    url = at(tale, "project_plan_write")
    given = controls(client.get(url))
    empty = client.post(url, given | {"text": "", "change_note": "", "go": "save"})
    assert "Skriv" in field_error(empty, "id_change_note") or summary(empty)
    more = client.post(url, given | {"text": "Nytt.", "go": "row"})
    assert (
        "Nytt." in text(more)
        and len([name for name in controls(more) if name.endswith("-text")])
        == len([name for name in given if name.endswith("-text")]) + 1
    )
    done = client.post(
        url,
        given | {"text": "Vi börjar med familjerna.", "change_note": "Efter uppstarten.", "go": "save"},
        follow=True,
    )
    said = text(done)
    assert "Planen nu, version 2" in said and "Nytt: Vi börjar med familjerna." in said
    assert "Handläggaren har inte läst den än" in said and tale.lead.name in said


def test_what_another_wrote_meanwhile_stands_beside_what_was_typed(client: Client, tale: Story) -> None:
    url = at(tale, "project_plan_write")
    given = controls(client.get(url)) | {"text": "Min text.", "change_note": "Min ändring.", "go": "save"}
    plans.write(tale.project, text="Deras text.", goals=[], change_note="Deras.", number=1, by=tale.lead)
    answer = client.post(url, given)
    assert "Deras text." in text(answer) and "Min text." in text(answer)
    assert client.post(url, controls(answer) | {"go": "save"}).status_code == 302
    assert tale.project.plan_versions.count() == 3


def test_who_reads_and_who_writes(sign_in: SignIn, tale: Story) -> None:
    reader = sign_in(tale.staff("medsokande"))
    assert reader.get(at(tale, "project_plan")).status_code == 200
    assert reader.get(at(tale, "project_plan_write")).status_code == 302
    assert sign_in(factories.outsider()).get(at(tale, "project_plan")).status_code == 404


def test_a_thing_to_do_is_planned_ticked_off_and_added(client: Client, tale: Story) -> None:
    row = tale.project.phase_activities.get()
    url = at(tale, "project_activity", row.pk)
    answer = client.post(url, controls(client.get(url)) | {"done_on": "2026-13-01"})
    assert "Ett år har 12 månader" in field_error(answer, "id_done_on")
    assert client.post(url, controls(client.get(url)) | {"done_on": "2026-11-20"}).status_code == 302
    assert "Klart 20 november 2026" in text(client.get(at(tale, "project")))
    new = at(tale, "project_activity_new", "avslut")
    assert client.post(new, {"text": "Bjud in alla", "planned_on": "", "note": ""}).status_code == 302
    assert "Bjud in alla" in text(client.get(at(tale, "project")))
    assert client.get(at(tale, "project_activity_new", "paus")).status_code == 404


def test_a_row_or_thirty_and_a_version_or_thirty_take_the_same_queries(client: Client, tale: Story) -> None:
    pages = [at(tale, "project"), at(tale, "project_plan")]

    def counted() -> list[int]:
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            found.append(len(asked))
        return found

    plans.write(tale.project, text="Nytt 0.", goals=[], change_note="Nytt", number=1, by=tale.lead)
    few = counted()
    for number in range(1, 30):
        plans.write(tale.project, text=f"Nytt {number}.", goals=[], change_note="Nytt", number=number + 1, by=tale.lead)
        PhaseActivity.objects.create(
            case=tale.the_case,
            project=tale.project,
            phase="start_up",
            text=f"Sak {number}",
            done_on=date(2026, 11, 1),
            done_by=tale.lead,
        )
    assert counted() == few
