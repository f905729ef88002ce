"""Begäran om avgörande at the desk: who finds it, the clock, the head's refusal, and a decision that answers it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.documents import making
from applications.enums import ObligationKind
from applications.models import DecisionRequest, Document
from applications.services import decision_requests, handling
from portal import clock, dates
from portal.demo.stories.script import Story
from tests import factories
from tests.applications.views.pages import text
from tests.bench.copies import copy

from .addresses import page, queue

AtDesk = Callable[[str], Client]
LATER = factories.NOW + timedelta(days=190)
WAITS = "begaran-om-avgorande"
WORDS, WHY_NOT = "Vi måste anställa.", "Kommunens yttrande saknas än."


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    made = factories.proposed_tale(title="Läsa högt hemma")
    made.not_conflicted("enhetschef")
    return made


@pytest.fixture
def asked(tale: Story) -> Iterator[DecisionRequest]:
    with clock.at(LATER):
        yield decision_requests.ask(tale.application, text=WORDS, by=tale.lead)


def test_head_and_officer_find_it_and_the_header_says_by_when(
    tale: Story, asked: DecisionRequest, at_desk: AtDesk
) -> None:
    day = dates.long(asked.due_on)
    for name, verb in (("enhetschef", "Svara på begäran om avgörande"), ("handlaggare", "Läs begäran om avgörande")):
        desk = at_desk(name)
        assert "att ärendet avgörs." in text(desk.get(reverse("admin:index"))), name
        assert "att ärendet avgörs." in text(desk.get(queue(WAITS)))
        case = text(desk.get(page(tale.the_case)))
        assert f"Svara senast {day}" in case
        assert verb in case
        shown = desk.get(page(tale.the_case, "case_decision_request"))
        assert WORDS in text(shown)
        assert (b"<textarea" in shown.content) is (name == "enhetschef")
        assert f"{tale.lead.name} begärde att ärendet avgörs." in text(desk.get(page(tale.the_case, "case_history")))
    assert (
        at_desk("handlaggare").post(page(tale.the_case, "case_decision_request"), {"reasons": "Nej."}).status_code
        == 404
    )
    assert at_desk("attestant").get(queue(WAITS)).status_code == 404


def test_the_head_refuses_and_the_applicant_reads_the_letter(
    tale: Story, asked: DecisionRequest, at_desk: AtDesk
) -> None:
    head, url = at_desk("enhetschef"), page(tale.the_case, "case_decision_request")
    assert "Skriv varför ärendet inte kan avgöras nu." in text(head.post(url, {"reasons": " "}))
    done = text(head.post(url, {"reasons": WHY_NOT}, follow=True))
    assert "Begäran är avslagen." in done
    late = text(head.post(url, {"reasons": "Något annat."}))
    assert "Något annat." in late
    assert "Det går inte att göra detta nu" in late
    assert tale.the_case.title not in text(head.get(queue(WAITS)))
    shown = text(head.get(url))
    assert "Begäran är avslagen." in shown
    assert WHY_NOT in shown
    assert WHY_NOT in text(head.get(page(tale.the_case, "case_history")))
    document = Document.objects.get(decision_request=asked)
    making.make(document.pk)
    assert document.title in text(head.get(page(tale.the_case, "case_documents")))
    reader = Client()
    reader.force_login(tale.lead)
    assert reader.get(reverse("applications:document", args=[document.pk])).status_code == 200


def test_a_decision_in_the_case_answers_it(tale: Story, asked: DecisionRequest, at_desk: AtDesk) -> None:
    tale.decide_by_delegation("enhetschef")
    assert not tale.the_case.obligations.get(kind=ObligationKind.REQUEST).is_open
    head, url = at_desk("enhetschef"), page(tale.the_case, "case_decision_request")
    assert tale.the_case.title not in text(head.get(queue(WAITS)))
    assert "väntar inte längre på svar" in text(head.get(url))
    assert "Det går inte att göra detta nu" in text(head.post(url, {"reasons": WHY_NOT}))
    reader = Client()
    reader.force_login(tale.lead)
    assert "Därmed är begäran besvarad." in text(
        reader.get(reverse("applications:decision_request", args=[tale.case_id]))
    )


def test_it_is_late_when_four_weeks_have_passed(tale: Story, asked: DecisionRequest, at_desk: AtDesk) -> None:
    with clock.at(LATER + timedelta(days=29)):
        assert "Skulle ha besvarats" in text(at_desk("enhetschef").get(page(tale.the_case)))
        assert tale.the_case.title in text(at_desk("enhetschef").get(queue("forsenade")))
        assert "Begäran om avgörande".lower() in text(at_desk("enhetschef").get(queue("forsenade"))).lower()


def test_a_javig_head_sees_nothing_of_it(tale: Story, asked: DecisionRequest, at_desk: AtDesk) -> None:
    handling.declare_conflict(
        tale.the_case, is_conflicted=True, by=tale.staff("enhetschef"), ground="other", note="Släkt."
    )
    head = at_desk("enhetschef")
    assert head.get(page(tale.the_case, "case_decision_request")).status_code == 404
    assert tale.the_case.title not in text(head.get(queue(WAITS)))


def test_thirty_cost_as_much_as_one(tale: Story, asked: DecisionRequest, at_desk: AtDesk) -> None:
    head, pages = at_desk("enhetschef"), (queue(WAITS), reverse("admin:index"))
    before = [_count(head, url) for url in pages for _ in range(2)][1::2]
    copy(tale.the_case, 29)
    assert [_count(head, url) for url in pages] == before


def _count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_without_a_request_there_is_no_page(tale: Story, at_desk: AtDesk) -> None:
    assert at_desk("enhetschef").get(page(tale.the_case, "case_decision_request")).status_code == 404
