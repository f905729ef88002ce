"""Meetings and times for advice as the applicant sees them: booked, moved, let go, read, and put in a calendar."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.enums import DialogueKind
from applications.models import DialogueGuest, DialogueMeeting
from applications.services import advice, dialogue
from portal import clock
from portal.accounts.models import User
from portal.demo.world import moment
from tests import factories

from .pages import controls, summary, text

SignIn = Callable[[User], Client]
FROM = moment(date(2026, 12, 1), 9)


def offer(count: int = 3) -> list[DialogueMeeting]:
    end = FROM + timedelta(minutes=30 * count)
    officer, growth = factories.staff("handlaggare"), factories.world().growth
    return advice.offer(
        growth, starts_at=FROM, ends_at=end, minutes=30, place="https://moten.example.se/rad", by=officer
    )


def at(name: str, key: object) -> str:
    return reverse(f"applications:{name}", args=(key,))


@pytest.fixture
def client(sign_in: SignIn, take: None) -> Client:
    return sign_in(factories.applicant("sokande"))


def test_without_times_one_is_told_whom_to_call(client: Client) -> None:
    idea = factories.draft_idea()
    contact = idea.case.programme.contact
    for page in (at("idea", idea.pk), at("advice", idea.case_id)):
        said = text(client.get(page))
        assert "inga lediga tider" in said and contact.name in said and contact.phone in said


def test_a_time_is_booked_changed_and_let_go(client: Client) -> None:
    times = offer()
    idea = factories.draft_idea()
    assert "Boka tid för råd" in text(client.get(at("idea", idea.pk)))
    url = at("advice", idea.case_id)
    page = client.get(url)
    assert "Inte vad idén heter" in text(page)
    assert summary(client.post(url, controls(page) | {"time": "", "go": "book"})) == [("Välj en tid.", "#id_time_0")]
    booked = client.post(url, {"time": str(times[0].pk), "wish": "Hur stora ska vi vara?", "go": "book"}, follow=True)
    assert "Tisdag 1 december 2026 kl. 09.00–09.30" in text(booked).replace("\u00a0", " ")
    assert "Ni har bokat" in text(client.get(at("idea", idea.pk)))
    client.post(url, {"time": str(times[1].pk), "wish": "", "go": "book"})
    assert advice.ahead(idea.case).meeting == times[1]  # type: ignore[union-attr]
    client.post(url, {"go": "unbook"})
    assert advice.ahead(idea.case) is None


def test_a_time_that_another_took_is_told_and_the_wish_is_kept(client: Client) -> None:
    times = offer()
    idea, other = factories.draft_idea(), factories.draft_idea("Annan")
    advice.book(times[0], case=other.case, wish="", by=factories.applicant())
    given = {"time": str(times[0].pk), "wish": "Kom ihåg mig", "go": "book"}
    answer = client.post(at("advice", idea.case_id), given)
    assert summary(answer)[0][0] == "Tiden är redan bokad. Välj en annan." and "Kom ihåg mig" in text(answer)


def test_a_draft_application_shows_free_times(client: Client) -> None:
    offer()
    application = factories.draft_application()
    assert "Boka tid för råd" in text(client.get(at("application", application.pk)))


def test_a_meeting_is_read_by_those_called_and_nobody_else(client: Client, sign_in: SignIn) -> None:
    tale = factories.accepted_tale(factories.call())
    meeting = dialogue.call(
        kind=DialogueKind.DIALOGUE,
        cases=[tale.the_case],
        starts_at=FROM,
        minutes=60,
        place="Rum 3",
        topic="Hösten",
        by=tale.officer,
    )
    guest = meeting.guests.get()
    for page in (at("case", guest.case_id), at("project", tale.project.pk)):
        assert at("dialogue", guest.pk) in client.get(page).content.decode()
    assert "Dialogmöte kl. 09.00" in text(client.get("/mina-sidor/")).replace("\u00a0", " ")
    file = client.get(at("dialogue_file", guest.pk))
    assert file["Content-Type"].startswith("text/calendar") and b"DTSTART:20261201T080000Z" in file.content
    with clock.at(FROM + timedelta(hours=2)):
        dialogue.sum_up(meeting, present="Alla", summary="Vänta till våren.", version=None, by=tale.officer)
        assert "Vänta till våren." in text(client.get(at("dialogue", guest.pk)))
        report = tale.report(1)
        assert "Vänta till våren." in text(client.get(at("report", report.pk)))
    for person in (factories.outsider(), tale.officer):
        assert sign_in(person).get(at("dialogue", guest.pk)).status_code == 404


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_one_meeting_or_thirty_take_the_same_queries(client: Client) -> None:
    tale = factories.accepted_tale(factories.call())

    def called(days: int) -> None:
        meeting = DialogueMeeting.objects.create(
            programme=tale.the_case.programme,
            kind=DialogueKind.DIALOGUE,
            officer=tale.officer,
            starts_at=FROM + timedelta(days=days),
            place="Rum 3",
        )
        DialogueGuest.objects.create(meeting=meeting, case=tale.the_case, booked_by=tale.officer)

    called(0)
    pages = [at("case", tale.the_case.pk), at("project", tale.project.pk), "/mina-sidor/"]
    few = [queries(client, page) for page in pages]
    for days in range(-14, 16):
        if days:
            called(days)
    assert [queries(client, page) for page in pages] == few


def test_one_free_time_or_thirty_take_the_same_queries(client: Client) -> None:
    idea = factories.draft_idea()
    offer(1)
    pages = [at("idea", idea.pk), at("advice", idea.case_id)]
    few = [queries(client, page) for page in pages]
    with clock.at(FROM - timedelta(hours=1)):
        officer = factories.staff("handlaggare")
        start = FROM + timedelta(hours=1)
        end = start + timedelta(minutes=300)
        advice.offer(factories.world().growth, starts_at=start, ends_at=end, minutes=10, place="Rum 3", by=officer)
    assert [queries(client, page) for page in pages] == few
