"""Ending a project early at the desk: written, warned, approved, decided, dispatched, page by page."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from portal import clock
from portal.demo.stories import ending
from portal.demo.stories.script import Story
from portal.demo.world import moment
from reviews.models import Meeting
from tests import factories
from tests.applications.views.pages import controls, read, summary, text
from tests.factories import endings

from . import addresses

AtDesk = Callable[[str], Client]
WRITTEN = {
    "reason": "not_delivered",
    "grounds": endings.PLAN.grounds,
    "last_day": "2027-10-31",
    "final_due_on": "2027-12-15",
    "public_text": endings.PLAN.public_text,
}


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return endings.running_tale()


@pytest.fixture(autouse=True)
def thought(take: None) -> Iterator[None]:
    with clock.at(moment(endings.THOUGHT)):
        yield


def verbs(client: Client, tale: Story) -> str:
    """What the case page offers the person."""
    return text(client.get(addresses.page(tale.the_case)))


def test_only_the_officer_is_offered_to_end_it_and_it_is_not_in_the_way(at_desk: AtDesk, tale: Story) -> None:
    officer = at_desk("handlaggare")
    assert "Föreslå avslut i förtid" in verbs(officer, tale)
    assert "Nästa steg Föreslå avslut" not in verbs(officer, tale)
    for name in ("enhetschef", "namndsekreterare", "medhandlaggare"):
        client = at_desk(name)
        assert "Föreslå avslut i förtid" not in verbs(client, tale)
        assert client.get(addresses.page(tale.the_case, "case_closing")).status_code == 404
        assert client.post(addresses.page(tale.the_case, "case_closing"), WRITTEN).status_code == 404


def test_a_draft_may_be_half_written_and_days_that_do_not_fit_are_told(at_desk: AtDesk, tale: Story) -> None:
    client, url = at_desk("handlaggare"), addresses.page(tale.the_case, "case_closing")
    assert client.post(url, {"grounds": "Vi ser inget av projektet.", "version": "0"}).status_code == 302
    page = client.get(url)
    assert (controls(page)["grounds"], controls(page)["version"]) == ("Vi ser inget av projektet.", "1")
    wrong = client.post(url, WRITTEN | {"last_day": "2029-05-01", "version": "1"})
    assert ("Projektet slutar ändå 31 december 2028. Välj en tidigare dag.", "#id_last_day") in summary(wrong)
    assert controls(wrong)["public_text"] == endings.PLAN.public_text
    told = text(client.get(addresses.move(ending.closing_of(tale), "warn")))
    assert "Det går inte än." in told and "Välj varför projektet ska avslutas." in told


def test_another_who_saved_meanwhile_is_shown_beside(at_desk: AtDesk, tale: Story) -> None:
    client, url = at_desk("handlaggare"), addresses.page(tale.the_case, "case_closing")
    ending.write(tale, endings.PLAN)
    answer = client.post(url, WRITTEN | {"grounds": "Mina skäl.", "version": "0"})
    assert answer.status_code == 409
    assert endings.PLAN.grounds in text(answer) and controls(answer)["grounds"] == "Mina skäl."
    assert client.post(url, controls(answer)).status_code == 302
    assert ending.closing_of(tale).grounds == "Mina skäl."


def test_the_whole_way_through_the_pages(at_desk: AtDesk, tale: Story) -> None:
    """Written, warned, answered, handed over, approved, on the agenda, decided, justerat, anslaget, expedierat."""
    case, officer = tale.the_case, at_desk("handlaggare")
    officer.post(addresses.page(case, "case_closing"), WRITTEN | {"version": "0"})

    def act(client: Client, name: str, **given: str) -> None:
        url = addresses.move(ending.closing_of(tale), name)
        form = controls(client.get(url))
        assert client.post(url, form | given)["Location"] == addresses.page(case), name

    act(officer, "warn", comment_due="2027-09-20")
    assert "Förvarnad" in text(officer.get(addresses.page(case, "case_project")))
    ending.answer(tale, "Vi har börjat i en skola.")
    assert "Vi har börjat i en skola." in text(officer.get(addresses.page(case, "case_project")))
    act(officer, "submit")
    assert officer.get(addresses.page(case, "case_closing")).status_code == 404
    tale.not_conflicted("enhetschef")
    head = at_desk("enhetschef")
    assert case.title in text(head.get(addresses.queue("avslut-i-fortid")))
    assert "Vi har börjat i en skola." in text(head.get(addresses.move(ending.closing_of(tale), "approve")))
    act(head, "approve")
    secretary = at_desk("namndsekreterare")
    secretary.post(reverse("admin:meeting_plan"), {"board": str(case.board_id), "held_on": "2027-10-05", "place": ""})
    meeting = Meeting.objects.get(board=case.board, held_on=endings.BOARD)
    act(secretary, "put_on_agenda", meeting=str(meeting.pk))
    assert "Avslut i förtid" in text(secretary.get(reverse("admin:meeting", args=(meeting.pk,))))
    with clock.at(moment(endings.BOARD, 16)):
        act(secretary, "register_decision", paragraph="61")
        decision = ending.decision_of(tale)
        for name, day in (("approve", "approved_on"), ("announce", "announced_on")):
            url = addresses.move(decision, name)
            assert secretary.post(url, controls(secretary.get(url)) | {day: "2027-10-05"}).status_code == 302
        factories.make_ready(tale.the_case)
        url = addresses.move(decision, "dispatch")
        assert secretary.post(url, controls(secretary.get(url))).status_code == 302
    page = officer.get(addresses.page(case))
    assert "Avslutad i förtid" in text(page) and "Projektet är avslutat i förtid." in text(page)
    assert "Beviljat högst 90 000 kr" in text(page)  # the grant is still what the money is about
    project = officer.get(addresses.page(case, "case_project"))
    public = reverse("applications:project_public", args=(tale.project.pk,))
    assert public in {link.given.get("href") for link in read(project).all("a")}
    history = text(officer.get(addresses.page(case, "case_history")))
    assert "förvarnade sökanden om avslut i förtid" in history
    assert "avslutade projektet i förtid, enligt beslutet" in history
    member = at_desk("ledamot").get(reverse("reviews:board"))
    assert "Projektet som Region Örebro län driver avslutas i förtid." in text(member)


def test_dropping_tells_why_in_the_history(at_desk: AtDesk, tale: Story) -> None:
    ending.write(tale, endings.PLAN)
    client, closing = at_desk("handlaggare"), ending.closing_of(tale)
    assert summary(client.post(addresses.move(closing, "drop"), {"reason": ""})) == [
        ("Skriv varför projektet fortsätter.", "#id_reason")
    ]
    client.post(addresses.move(closing, "drop"), {"reason": "De har hittat en ny part."})
    history = text(client.get(addresses.page(tale.the_case, "case_history")))
    assert "lade ned förslaget om avslut. De har hittat en ny part." in history
    assert client.get(addresses.page(tale.the_case, "case_closing")).status_code == 200


def test_delegation_is_offered_only_when_the_applicant_has_asked(at_desk: AtDesk, tale: Story) -> None:
    ending.write(tale, endings.PLAN)
    ending.warn(tale, endings.ANSWER_BY)
    with clock.at(moment(date(2027, 9, 22))):
        ending.propose(tale)
        assert "Besluta om avslut på delegation" not in verbs(at_desk("enhetschef"), tale)


def test_the_officer_shows_the_steering_group_openly(at_desk: AtDesk, tale: Story) -> None:
    client, url = at_desk("handlaggare"), addresses.page(tale.the_case, "case_steering")
    assert client.post(url, {"is_public": "on"}).status_code == 302
    assert tale.project.steering_is_public
    assert "is_public" in controls(client.get(url))
    client.post(url, {})
    assert not tale.project.steering_is_public
    assert at_desk("enhetschef").post(url, {"is_public": "on"}).status_code == 404


def test_the_tab_shows_who_takes_part(at_desk: AtDesk, tale: Story) -> None:
    told = text(at_desk("enhetschef").get(addresses.page(tale.the_case, "case_project")))
    assert "Vilka är med" in told and "Deltar" in told
