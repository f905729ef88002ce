"""Meetings, times for advice and the projektplan at the desk."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.enums import DialogueKind
from applications.models import DialogueGuest, DialogueMeeting
from applications.services import advice, dialogue, handling, partnership, plans
from portal import clock
from portal.demo.stories.script import Story
from portal.demo.world import moment
from tests import factories
from tests.applications.views.pages import controls, field_error, text

AtDesk = Callable[[str], Client]
FROM = moment(date(2026, 12, 1), 9)
SECRET = "Hemlig idé om lekplatser"


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return factories.accepted_tale(factories.call(start_activities=["Bemanna inom 30 dagar"]))


@pytest.fixture
def desk(at_desk: AtDesk) -> Client:
    return at_desk("handlaggare")


def at(name: str, **args: object) -> str:
    return reverse(f"admin:{name}", kwargs=args)


def case(tale: Story, name: str, **args: object) -> str:
    return at(name, pk=tale.the_case.pk, **args)


TIME = {"day": "2026-12-01", "at": "13.00", "minutes": "60", "place": "Rum 3"}


def test_a_meeting_is_called_moved_summed_up(desk: Client, tale: Story) -> None:
    url = case(tale, "case_call")
    faulty = desk.post(url, TIME | {"kind": "kickoff", "at": "25.00"})
    assert "timme och minut" in field_error(faulty, "id_at")
    past = desk.post(url, TIME | {"kind": "kickoff", "day": "2026-11-01"})
    assert "Tiden har redan varit" in field_error(past, "id_day")
    assert desk.post(url, TIME | {"kind": "kickoff", "topic": "Start"}).status_code == 302
    meeting = DialogueMeeting.objects.get(topic="Start")
    assert "Uppstartsmöte" in text(desk.get(case(tale, "case"))) and "Uppstartsmöte kl." in text(desk.get("/admin/"))
    change = at("dialogue_change", pk=meeting.pk)
    assert desk.post(change, controls(desk.get(change)) | {"at": "14.00"}).status_code == 302
    file = desk.get(at("dialogue_file", pk=meeting.pk))
    assert b"DTSTART:20261201T130000Z" in file.content and b"SEQUENCE:2" in file.content
    with clock.at(FROM + timedelta(hours=7)):
        note = at("dialogue_sum_up", pk=meeting.pk)
        assert desk.post(note, controls(desk.get(note)) | {"summary": "Vi kom i gång."}).status_code == 302
        assert "Vi kom i gång." in text(desk.get(at("dialogue", pk=meeting.pk)))


def test_a_meeting_is_cancelled_with_a_reason(desk: Client, tale: Story) -> None:
    meeting = called(tale)
    url = at("dialogue_cancel", pk=meeting.pk)
    assert "Skriv varför" in field_error(desk.post(url, {"reason": "", "version": meeting.version}), "id_reason")
    assert desk.post(url, {"reason": "Sjuk", "version": meeting.version}).status_code == 302
    assert "Sjuk" in text(desk.get(at("dialogue", pk=meeting.pk)))


def called(tale: Story, days: int = 0) -> DialogueMeeting:
    return dialogue.call(
        kind=DialogueKind.DIALOGUE,
        cases=[tale.the_case],
        starts_at=FROM + timedelta(days=days),
        minutes=30,
        place="Rum 3",
        topic="",
        by=tale.officer,
    )


def test_several_projects_are_called_to_a_gathering(desk: Client, tale: Story) -> None:
    other = factories.accepted_tale(factories.call(), title="Sagor")
    url = at("dialogue_gathering")
    assert "Välj minst ett projekt." in field_error(desk.post(url, TIME), "id_cases")
    both = [str(one.the_case.pk) for one in (tale, other)]
    assert desk.post(url, TIME | {"cases": both}).status_code == 302
    assert DialogueMeeting.objects.get(kind=DialogueKind.GATHERING).guests.count() == 2


def test_times_are_offered_and_a_draft_is_never_told(desk: Client, at_desk: AtDesk) -> None:
    url = at("dialogue_offer")
    growth = factories.world().growth
    given = {
        "programme": str(growth.pk),
        "day": "2026-12-01",
        "at": "9",
        "until": "10.30",
        "minutes": "30",
        "place": "Rum",
    }
    assert "Ingen tid får plats" in field_error(desk.post(url, given | {"until": "8"}), "id_until")
    assert desk.post(url, given).status_code == 302
    times = list(DialogueMeeting.objects.filter(kind=DialogueKind.ADVICE).order_by("starts_at"))
    assert len(times) == 3
    idea = factories.draft_idea(SECRET)
    advice.book(times[0], case=idea.case, wish="Är vi för små?", by=factories.applicant())
    pages = [at("dialogue", pk=times[0].pk), at("dialogues"), "/admin/", at("dialogue_file", pk=times[0].pk)]
    for page in pages:
        answer = desk.get(page).content.decode()
        assert SECRET not in answer and str(idea.case_id) not in answer
    said = text(desk.get(pages[0]))
    assert "Region Örebro län" in said and factories.applicant().name in said and "Är vi för små?" in said
    for other in ("medhandlaggare", "enhetschef"):
        assert at_desk(other).get(pages[0]).status_code == 404
    assert desk.post(at("dialogue_take_back", pk=times[2].pk)).status_code == 302
    assert not DialogueMeeting.objects.filter(pk=times[2].pk).exists()


def test_who_is_javig_sees_no_meeting_of_the_case(tale: Story, at_desk: AtDesk) -> None:
    meeting = called(tale)
    other = at_desk("medhandlaggare")
    assert other.get(at("dialogue", pk=meeting.pk)).status_code == 200
    handling.declare_conflict(tale.the_case, is_conflicted=True, ground="other", by=tale.staff("medhandlaggare"))
    assert other.get(at("dialogue", pk=meeting.pk)).status_code == 404


def test_a_new_plan_is_read_and_answered_once(desk: Client, tale: Story) -> None:
    plan = plans.write(tale.project, text="Nytt.", goals=[], change_note="Nytt", number=1, by=tale.lead)
    assert "En ändrad plan är inget ändrat beslut" in text(desk.get(case(tale, "case_plan")))
    url = case(tale, "case_plan_review", plan=plan.pk)
    assert "behöver ändras" in field_error(desk.post(url, {"answer": "no", "note": ""}), "id_note")
    assert desk.post(url, {"answer": "yes", "note": "Bra."}).status_code == 302
    assert desk.get(url).status_code == 404
    assert "Godkänd" in text(desk.get(case(tale, "case_plan")))


def test_the_officer_keeps_the_lists_too(desk: Client, tale: Story) -> None:
    row = tale.project.phase_activities.get()
    url = case(tale, "case_activity", activity=row.pk)
    assert desk.post(url, controls(desk.get(url)) | {"done_on": "2026-11-20"}).status_code == 302
    assert "Klart 20 november 2026" in text(desk.get(case(tale, "case_project")))
    new = case(tale, "case_activity_new", phase="uppstart")
    assert "Skriv vad som ska göras." in field_error(desk.post(new, {"text": ""}), "id_text")


def test_who_sits_in_the_steering_group_is_javig(at_desk: AtDesk, tale: Story) -> None:
    second = tale.staff("medhandlaggare")
    seat = {"seat": "member", "name": f" {second.name.upper()} ", "title": "", "organisation": "Regionen"}
    partnership.save_steering(tale.project, rows=[seat], version=None, by=tale.lead)
    page = at_desk("medhandlaggare")
    url = case(tale, "case_conflict")
    told = "Du står som medlem i projektets styrgrupp. Då är du jävig."
    assert told in text(page.get(url))
    assert text(page.post(url, {"answer": "no"})).count(told) > 1  # above, in the summary and at the answer
    assert not tale.the_case.conflicts.filter(user=second).exists()
    head = at_desk("enhetschef").get(case(tale, "case_officer"))
    assert f"{second.name} sitter i projektets styrgrupp" in text(head)
    assert f'value="{second.pk}"' not in head.content.decode()


def test_one_meeting_or_thirty_take_the_same_queries(desk: Client, tale: Story) -> None:
    pages = [at("dialogues"), case(tale, "case"), "/admin/"]

    def counted() -> list[int]:
        found = []
        for page in pages:
            desk.get(page)
            with CaptureQueriesContext(connection) as asked:
                desk.get(page)
            found.append(len(asked))
        return found

    def make(days: int) -> None:
        row = DialogueMeeting.objects.create(
            programme=tale.the_case.programme,
            kind=DialogueKind.DIALOGUE,
            officer=tale.officer,
            starts_at=FROM + timedelta(days=days),
            place="Rum 3",
        )
        DialogueGuest.objects.create(meeting=row, case=tale.the_case, booked_by=tale.officer)

    for days in (1, -20):
        make(days)
    few = counted()
    for days in range(2, 31):
        make(days)
        make(-20 - days)
    assert counted() == few
