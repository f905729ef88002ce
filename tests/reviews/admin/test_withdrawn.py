"""The desk's side of a request by field, of a withdrawal, and of what must be read before a proposal is handed in."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from applications.enums import ApplicationState
from applications.services import messages, withdrawing
from portal import clock
from portal.demo.world import moment
from reviews.models import Memo
from reviews.services import meetings, proposing
from tests import factories
from tests.applications.views.pages import controls, text
from tests.factories import scenes
from tests.factories.refusals import missing

stage, take = scenes.stage, scenes.take


@pytest.fixture(scope="module")
def tale(stage):
    return factories.assigned_tale()


@pytest.fixture
def desk(tale, client):
    client.force_login(tale.officer)
    return client


def move(tale, name):
    kwargs = {"pk": tale.case_id, "machine": "application", "obj": tale.application.pk, "move": name}
    return reverse("admin:case_move", kwargs=kwargs)


def test_the_officer_names_a_field_by_its_label(tale, desk):
    page = desk.get(move(tale, "request_completion"))
    told = text(page)
    assert "Hela delen: Projektet" in told and "Sammanfattning" in told and "Föreläggande" in told
    body = controls(page) | {
        "sak-0-place": "projekt/summary",
        "sak-0-text": "Skriv kortare.",
        "why": "Den är för lång.",
        "is_formal": "on",
    }
    assert desk.post(move(tale, "request_completion"), body).status_code == 302
    item = tale.the_case.completions.get().items.get()
    assert (item.section, item.field, item.label) == ("projekt", "summary", "Sammanfattning")
    assert "Föreläggande" in text(desk.get(reverse("admin:case_application", args=(tale.case_id,))))


def test_the_same_field_twice_is_told_above_the_rows(tale, desk):
    body = controls(desk.get(move(tale, "request_completion"))) | {"why": "x"}
    for row in range(2):
        body |= {f"sak-{row}-place": "projekt/summary", f"sak-{row}-text": "Mer"}
    assert "Samma fält står på två rader." in text(desk.post(move(tale, "request_completion"), body))


def test_a_withdrawn_case_is_struck_off_from_its_queue(tale, desk):
    withdrawing.withdraw(tale.application, reason="Slut på tid.", by=tale.signatory)
    assert "Återtagna att avskriva" in text(desk.get(reverse("admin:index")))
    queue = text(desk.get(reverse("admin:queue", kwargs={"key": "aterkallade"})))
    assert "har återtagit ansökan" in queue
    page = desk.get(move(tale, "discontinue"))
    assert "har återtagit ansökan. Då finns det inget att pröva." in text(page)
    assert desk.post(move(tale, "discontinue"), controls(page)).status_code == 302
    assert tale.application.state == ApplicationState.DECIDED
    told = text(desk.get(reverse("admin:case_history", args=(tale.case_id,))))
    assert "återtog ansökan. Slut på tid." in told and "avskrev ärendet på delegation" in told


def test_the_agenda_says_that_the_matter_is_left_out(client):
    day = date(2026, 12, 10)
    tale = factories.on_agenda_tale(day)
    secretary = tale.staff("namndsekreterare")
    with clock.at(moment(day, 9)):
        withdrawing.withdraw(tale.application, by=tale.signatory)
        client.force_login(secretary)
        assert "Utgår" in text(client.get(reverse("admin:meeting", args=(tale.meeting_on(day).pk,))))
        client.force_login(tale.staff("ledamot"))
        assert "utgår, ansökan är återtagen" in text(client.get(reverse("reviews:board")))
        meetings.hold(tale.meeting_on(day), by=secretary)


def test_a_proposal_waits_until_what_came_in_is_read():
    tale = factories.prepared_tale()
    messages.from_applicant(tale.the_case, text="Det här är viktigt.", key=uuid4(), by=tale.lead)
    memo = Memo.objects.create(case=tale.the_case, saved_at=clock.now())
    told = missing(lambda: proposing.submit(memo, by=tale.officer))
    assert "Läs ett meddelande från sökanden först." in told
    messages.read(tale.the_case, by=tale.officer)
    assert "Läs ett meddelande från sökanden först." not in missing(lambda: proposing.submit(memo, by=tale.officer))


def test_an_application_is_dismissed_on_its_page(tale, desk):
    page = desk.get(move(tale, "dismiss"))
    assert "Inget har skickats" in text(page) and "I tid" in text(page)
    late = controls(page) | {"ground": "late", "reasons": "Den kom för sent."}
    refused = text(desk.post(move(tale, "dismiss"), late))
    assert "Ansökan kom in i tid. Välj en annan grund." in refused and "Den kom för sent." in refused
    wrong = late | {"ground": "wrong_applicant", "reasons": "Bolag kan inte söka."}
    assert desk.post(move(tale, "dismiss"), wrong).status_code == 302
    assert tale.application.state == ApplicationState.DECIDED
    assert "avvisade ansökan på delegation" in text(desk.get(reverse("admin:case_history", args=(tale.case_id,))))
