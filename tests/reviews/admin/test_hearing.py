"""Kommunicering at the desk and on the applicant's page: sent, answered, waived, and who finds it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import HearingAnswer, PartyHearing
from applications.services import handling, hearings
from portal import clock
from portal.demo.stories.script import Story
from portal.money import NBSP
from tests import factories

from .addresses import page, queue

AtDesk = Callable[[str], Client]


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return factories.prepared_tale(title="Läsa högt hemma")


def signed_in(tale: Story, name: str = "sokande") -> Client:
    client = Client()
    client.force_login(tale.staff(name))
    return client


def sent(tale: Story, material: str = "Vi tänker föreslå avslag.") -> PartyHearing:
    due_on = clock.today() + timedelta(days=14)
    return hearings.send(tale.application, material=material, due_on=due_on, by=tale.officer)


def test_the_officer_sends_the_material_and_sees_the_answer(tale: Story, at_desk: AtDesk) -> None:
    officer, url = at_desk("handlaggare"), page(tale.the_case, "case_hear")
    assert "Kommunicera underlaget" in officer.get(page(tale.the_case)).content.decode()
    assert officer.get(url).context["form"].fields["due_on"].initial >= clock.today() + timedelta(days=14)
    refused = officer.post(url, {"material": "", "due_on": "2026-12-24"}).content.decode()
    assert "Skriv vad förslaget kommer att vila på." in refused
    assert "2026-12-24" in refused
    due_on = clock.today() + timedelta(days=14)
    done = officer.post(url, {"material": "Vi tänker föreslå avslag.", "due_on": due_on.isoformat()}, follow=True)
    assert "Underlaget är skickat till sökanden." in done.content.decode()
    listed = officer.get(queue("kommuniceras")).content.decode()
    assert "kan svara." in listed
    answer_url = reverse("applications:hearing", args=[tale.the_case.pk])
    applicant = signed_in(tale)
    assert answer_url in applicant.get(reverse("applications:my_pages")).content.decode()
    given = {"answer": "yes", "text": "Vi har mätt.", "hearing": str(PartyHearing.objects.get().pk)}
    told = applicant.post(answer_url, given, follow=True).content.decode()
    assert "Svaret är skickat" in told
    assert "Vi har mätt." in told
    for route in ("case_assessment", "case_documents", "case_history"):
        shown = officer.get(page(tale.the_case, route)).content.decode()
        assert "underlag" in shown.lower(), route
    assert "Vi har mätt." in officer.get(page(tale.the_case, "case_assessment")).content.decode()
    assert tale.the_case.title not in officer.get(queue("kommuniceras")).content.decode()


def test_an_answer_that_cannot_be_sent_keeps_what_was_typed(tale: Story) -> None:
    hearing = sent(tale)
    client, url = signed_in(tale), reverse("applications:hearing", args=[tale.the_case.pk])
    refused = client.post(url, {"answer": "yes", "text": " ", "hearing": str(hearing.pk)}).content.decode()
    assert refused.count("Skriv era synpunkter, eller välj att ni inte har några.") >= 2
    refused = client.post(url, {"text": "Vi har mätt.", "hearing": str(hearing.pk)}).content.decode()
    assert "Välj om ni har synpunkter eller inte." in refused
    assert "Vi har mätt." in refused
    refused = client.post(url, {"answer": "yes", "text": "x" * 6001, "hearing": str(hearing.pk)}).content.decode()
    assert f"6{NBSP}000" in refused or "6000" in refused
    assert not HearingAnswer.objects.exists()


def test_the_page_is_the_applicants_own(tale: Story, at_desk: AtDesk) -> None:
    url = reverse("applications:hearing", args=[tale.the_case.pk])
    assert signed_in(tale).get(url).status_code == 404  # nothing has been communicated
    sent(tale)
    assert {name: signed_in(tale, name).get(url).status_code for name in ("sokande", "firmatecknare")} == {
        "sokande": 200,
        "firmatecknare": 200,
    }
    stranger = Client()
    stranger.force_login(factories.outsider())
    assert stranger.get(url).status_code == 404
    assert at_desk("handlaggare").get(url).status_code == 404


@pytest.mark.parametrize("route", ["case_hear", "case_hear_waive"])
def test_the_desks_pages_are_the_officers(tale: Story, at_desk: AtDesk, route: str) -> None:
    url = page(tale.the_case, route)
    found = {
        name: at_desk(name).get(url).status_code for name in ("medhandlaggare", "enhetschef", "ekonom", "arkivarie")
    }
    assert set(found.values()) == {404}
    tale.the_case.conflicts.filter(user=tale.officer).delete()
    assert "Svara först på om du är jävig" in at_desk("handlaggare").get(url).content.decode()


def test_why_nobody_is_heard_is_written_and_told(tale: Story, at_desk: AtDesk) -> None:
    officer, url = at_desk("handlaggare"), page(tale.the_case, "case_hear_waive")
    refused = officer.post(url, {"reasons": "Inget nytt."}).content.decode()
    assert "Välj varför det inte behövs." in refused
    assert "Inget nytt." in refused
    done = officer.post(url, {"ground": "unnecessary", "reasons": "Inget nytt."}, follow=True).content.decode()
    assert "Skälen är sparade." in done
    assert (
        "avstod från kommunicering. Det är uppenbart onödigt. Inget nytt."
        in officer.get(page(tale.the_case, "case_history")).content.decode()
    )


def test_who_is_javig_reads_none_of_it(tale: Story, at_desk: AtDesk) -> None:
    sent(tale, "Hemligt resonemang")
    head = tale.staff("enhetschef")
    tale.the_case.conflicts.filter(user=head).delete()
    handling.declare_conflict(tale.the_case, is_conflicted=True, ground="party", by=head)
    client = at_desk("enhetschef")
    assert client.get(page(tale.the_case, "case_assessment")).status_code == 404
    assert tale.the_case.dnr not in client.get(queue("kommuniceras")).content.decode()
