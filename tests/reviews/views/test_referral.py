"""/yttrande/: what somebody who has been asked reads, answers once, and meets afterwards; without an account."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from applications.services import withdrawing
from portal import clock
from portal.demo.stories.script import Story
from portal.demo.world import moment
from reviews.models import ReferralResponse
from reviews.services import referrals
from tests import factories
from tests.factories.referrals import QUESTION, answered, link, of, sent

ANSWER = {"text": "Det stämmer väl.", "name": "Eva Ek"}


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return factories.prepared_tale()


@pytest.fixture
def row(tale: Story) -> ReferralResponse:
    return of(sent(tale, sections=["projekt"]))


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode()).replace("\u00a0", " ")


def test_the_page_says_who_asks_what_and_by_when(row: ReferralResponse, tale: Story) -> None:
    page = Client().get(link(row))
    shown = text(page)
    case = tale.the_case
    for told in (QUESTION, tale.officer.name, case.dnr, case.title, case.board.authority.name, "Kommunen"):
        assert str(told) in shown
    assert set(page.cookies) == {"csrftoken"}
    assert "no-store" in page["Cache-Control"]
    assert 'content="noindex"' in shown


def test_only_the_chosen_sections_are_shown(row: ReferralResponse, tale: Story) -> None:
    shown = text(Client().get(link(row)))
    version = row.referral.application_version
    labels = {part["key"]: part["label"] for part in version.data["sections"] if part["rows"]}
    assert f">{labels['projekt']}</h3>" in shown
    assert f">{labels['sokande']}</h3>" not in shown
    assert tale.application.contact_email not in shown
    none = of(sent(tale, sections=[]))
    assert "<h3" not in text(Client().get(link(none)))


def test_an_answer_is_taken_once_and_then_shown(row: ReferralResponse) -> None:
    client, url = Client(), link(row)
    sent_in = client.post(url, ANSWER)
    assert (sent_in.status_code, sent_in["Location"]) == (302, url)
    row.refresh_from_db()
    assert (row.answer, row.answered_by) == ("Det stämmer väl.", "Eva Ek")
    shown = text(client.get(url))
    assert "Tack, vi har fått ert svar" in shown
    assert "Det stämmer väl." in shown
    assert "<textarea" not in shown
    assert client.post(url, ANSWER).status_code == 302, "the same once more changes nothing"
    late = client.post(url, {"text": "Jag tycker annorlunda.", "name": "Bo"})
    assert late.status_code == 409
    assert "Jag tycker annorlunda." in text(late), "nothing typed is lost"
    assert ReferralResponse.objects.get(pk=row.pk).answer == "Det stämmer väl."


def test_who_declines_writes_nothing(row: ReferralResponse) -> None:
    client, url = Client(), link(row)
    assert client.post(url, {"is_declined": "on", "name": "Eva Ek"}).status_code == 302
    assert "Ni avstår från att yttra er" in text(client.get(url))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"text": " ", "name": "Eva"}, "Skriv ert yttrande, eller kryssa i att ni avstår."),
        ({"text": "Ja.", "name": ""}, "Skriv vem som svarar."),
        ({"text": "Ja.", "name": "Eva", "is_declined": "on"}, "Ta bort krysset, eller töm rutan."),
        ({"text": "x" * 10_001, "name": "Eva"}, "Högst 10 000 tecken"),
        ({"text": "a\x00b", "name": "Eva"}, "Fel:"),
    ],
)
def test_a_fault_is_told_and_what_was_typed_is_kept(row: ReferralResponse, given: dict[str, str], told: str) -> None:
    page = Client().post(link(row), given)
    shown = text(page)
    assert page.status_code == 200
    assert told in shown
    assert given["text"].strip().replace("\x00", "") in shown.replace("\x00", "")
    assert not ReferralResponse.objects.filter(answered_at__isnull=False).exists()


def test_a_link_that_we_have_not_made_is_not_there(row: ReferralResponse) -> None:
    url = link(row)
    for wrong in ("/yttrande/abc/", url[:-2] + "/", url.replace(row.pk.hex[:4], "0000"), f"/yttrande/{row.pk}/"):
        for answer in (Client().get(wrong), Client().post(wrong, ANSWER)):
            assert answer.status_code == 404
            assert not answer.cookies


def test_nothing_happens_by_opening(row: ReferralResponse) -> None:
    for ask in (Client().get, Client().head):
        assert ask(link(row)).status_code == 200
    assert Client().put(link(row)).status_code == 405
    assert ReferralResponse.objects.get(pk=row.pk).version == 1


def test_who_is_not_waited_for_is_told_so(row: ReferralResponse, tale: Story) -> None:
    referrals.withdraw(row, reason="Ni svarade inte i telefon.", version=1, by=tale.officer)
    shown = text(Client().get(link(row)))
    assert "Vi väntar inte längre på ert yttrande" in shown
    assert "telefon" not in shown, "the reason is for the file"
    late = Client().post(link(row), ANSWER)
    assert late.status_code == 409
    assert "Det stämmer väl." in text(late)


def test_a_case_that_is_over_takes_no_answers_and_shows_nothing_more(row: ReferralResponse, tale: Story) -> None:
    other = answered(of(row.referral, "Länsstyrelsen"), "Vi är för.")
    withdrawing.withdraw(tale.application, by=tale.signatory)
    shown = text(Client().get(link(row)))
    assert "Det går inte att svara på remissen längre." in shown
    assert QUESTION not in shown
    assert Client().post(link(row), ANSWER).status_code == 409
    assert "Vi är för." in text(Client().get(link(other))), "one's own answer can still be read"


def test_after_the_day_it_can_still_be_answered(row: ReferralResponse) -> None:
    with clock.at(moment(row.referral.due_on + timedelta(days=3), 9)):
        assert "Dagen har passerat." in text(Client().get(link(row)))
        assert Client().post(link(row), ANSWER).status_code == 302
