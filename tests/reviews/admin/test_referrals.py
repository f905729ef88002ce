"""The officer's pages of a remiss: rows without scripts, what was typed kept, the list, the queue, and who sees it."""

import html
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.enums import ConflictGround
from applications.services import handling
from portal.demo.stories.script import Story
from reviews.models import Referral, ReferralResponse
from reviews.services.referrals import Addressee
from tests import factories
from tests.factories.referrals import QUESTION, answered, due, link, of, sent

from .addresses import page, queue

AtDesk = Callable[[str], Client]


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return factories.prepared_tale()


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode()).replace("\u00a0", " ")


def typed(*rows: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    """What the page sends: organisation, name and address of each row."""
    values = {
        f"mottagare-{number}-{name}": value
        for number, row in enumerate(rows)
        for name, value in zip(("organisation", "name", "email"), row, strict=True)
    }
    values |= {"mottagare-TOTAL_FORMS": max(3, len(rows)), "mottagare-INITIAL_FORMS": 0}
    values |= {"question": QUESTION, "due_on": due().isoformat(), "sections": ["projekt"], "key": str(uuid4())}
    return values | more


KOMMUN, BO = ("Kommunen", "Registrator", "kommun@example.se"), ("Lyktan", "Bo Alm", "bo@example.se")


def test_a_remiss_is_sent_from_its_page(tale: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(tale.the_case, "case_referral")
    assert url in text(client.get(page(tale.the_case)))
    given = typed(KOMMUN, BO)
    done = client.post(url, given)
    assert done["Location"] == f"{page(tale.the_case, 'case_assessment')}#remisser"
    referral = Referral.objects.get()
    assert (referral.question, referral.due_on, referral.sections) == (QUESTION, due(), ["projekt"])
    assert {row.organisation for row in referral.responses.all()} == {"Kommunen", "Lyktan"}
    assert client.post(url, given).status_code == 302
    assert Referral.objects.count() == 1
    assert "Remissen är skickad till två mottagare." in text(client.get(done["Location"]))


def test_what_names_people_is_not_ticked_from_the_start(tale: Story, at_desk: AtDesk) -> None:
    form = at_desk("handlaggare").get(page(tale.the_case, "case_referral")).context["form"]
    ticked, offered = set(form["sections"].initial), {key for key, _ in form.fields["sections"].choices}
    assert "projekt" in ticked
    assert {"sokande", "bilagor"} <= offered
    assert not ticked & {"sokande", "kontakter", "parter", "organisation", "forankring", "mal", "bilagor", "villkor"}


def test_more_rows_come_without_a_script_and_nothing_is_lost(tale: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(tale.the_case, "case_referral")
    given = typed(KOMMUN, BO, ("", "", "halv@"), more="1", question="Halvskriven", due_on="snart")
    shown = client.get(url), client.post(url, given)
    assert [len(one.context["formset"].forms) for one in shown] == [3, 6]
    words = text(shown[1])
    for value in ("Kommunen", "bo@example.se", "halv@", "Halvskriven", "snart", given["key"]):
        assert value in words
    assert "behöver rättas" not in words
    assert not Referral.objects.exists()
    rows = {"mottagare-TOTAL_FORMS": 6, "mottagare-INITIAL_FORMS": 3}
    assert client.post(url, typed(KOMMUN, BO) | rows).status_code == 302
    assert ReferralResponse.objects.count() == 2


@pytest.mark.parametrize(
    ("rows", "more", "told"),
    [
        ((), {}, "Skriv minst en som ska få remissen."),
        ((KOMMUN, ("Annan", "Bo", "KOMMUN@example.se")), {}, "Samma e-postadress står på två rader."),
        ((("Lyktan", "", "bo@example.se"),), {}, "Skriv namn eller funktion."),
        ((("", "Bo", "bo@example.se"),), {}, "Skriv organisationens namn."),
        ((("Lyktan", "Bo", "bo"),), {}, "E-postadressen stämmer inte."),
        ((("Lyktan", "Bo", ""),), {}, "Skriv e-postadressen."),
        ((KOMMUN,), {"question": ""}, "Skriv vad ni vill ha svar på."),
        ((KOMMUN,), {"due_on": "2026-11-20"}, "Dagen har redan varit."),
        ((KOMMUN,), {"due_on": "2026-12-05"}, "är ingen arbetsdag."),
        ((KOMMUN,), {"sections": ["kassaskap"]}, "Välj bland de delar som finns i ansökan."),
    ],
)
def test_faults_keep_what_was_typed(tale: Story, at_desk: AtDesk, rows: Any, more: dict[str, Any], told: str) -> None:
    shown = at_desk("handlaggare").post(page(tale.the_case, "case_referral"), typed(*rows, **more))
    assert shown.status_code == 200
    assert told in text(shown)
    for value in (value for row in rows for value in row):
        assert value in text(shown)
    assert not Referral.objects.exists()


def test_others_do_not_ask_and_nobody_before_the_jav_question(tale: Story, at_desk: AtDesk) -> None:
    url = page(tale.the_case, "case_referral")
    for name in ("medhandlaggare", "enhetschef", "registrator", "ekonom", "sokande", "ledamot"):
        assert at_desk(name).get(url).status_code == 404
        assert at_desk(name).post(url, typed(KOMMUN)).status_code == 404
    unanswered = factories.submitted_tale(title="Obesvarad")
    handling.assign(unanswered.application, officer=unanswered.staff("handlaggare"), by=unanswered.staff("enhetschef"))
    client, url = at_desk("handlaggare"), page(unanswered.the_case, "case_referral")
    assert "Svara först på om du är jävig" in text(client.get(url))
    client.post(url, typed(KOMMUN))
    assert not Referral.objects.exists()


def test_the_list_tells_where_each_stands(tale: Story, at_desk: AtDesk) -> None:
    tab = page(tale.the_case, "case_assessment")
    assert 'id="remisser"' not in text(at_desk("handlaggare").get(tab))
    referral = sent(tale)
    answered(of(referral), "Det stämmer väl.")
    waiting = of(referral, "Länsstyrelsen")
    end = page(tale.the_case, "case_referral_end", response=waiting.pk)
    shown = text(at_desk("handlaggare").get(tab))
    assert "Det stämmer väl." in shown
    assert "Väntar på svar." in shown
    assert end in shown
    assert end not in text(at_desk("enhetschef").get(tab)), "the wait is the officer's to end"
    papers = text(at_desk("registrator").get(page(tale.the_case, "case_documents")))
    assert "Inkommet yttrande från Kommunen" in papers
    assert "Remiss till två mottagare" in papers


def test_the_wait_is_ended_with_a_reason(tale: Story, at_desk: AtDesk) -> None:
    row = of(sent(tale))
    client, url = at_desk("handlaggare"), page(tale.the_case, "case_referral_end", response=row.pk)
    assert client.get(url).status_code == 200
    assert "Skriv varför ni inte väntar längre." in text(client.post(url, {"version": 1, "reason": ""}))
    stale = client.post(url, {"version": 9, "reason": "Tiden gick."})
    assert "Någon annan har sparat under tiden." in text(stale)
    assert "Tiden gick." in text(stale)
    assert client.post(url, {"version": 1, "reason": "Tiden gick."}).status_code == 302
    assert "Väntan avslutades" in text(client.get(page(tale.the_case, "case_assessment")))
    for again in (client.get(url), client.post(url, {"version": 2, "reason": "Igen."})):
        assert again["Location"] == f"{page(tale.the_case, 'case_assessment')}#remisser"
    assert "är inte längre någon som ärendet väntar på" in text(client.get(page(tale.the_case, "case_assessment")))
    elsewhere = factories.prepared_tale(title="Ett annat")
    other = of(sent(elsewhere))
    assert client.get(page(tale.the_case, "case_referral_end", response=other.pk)).status_code == 404
    assert (
        at_desk("enhetschef").get(page(elsewhere.the_case, "case_referral_end", response=other.pk)).status_code == 404
    )


def test_the_gate_leads_to_the_list(tale: Story, at_desk: AtDesk) -> None:
    sent(tale)
    tale.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    client = at_desk("handlaggare")
    proposal = {"kind": "rejection", "reasons": "Nej.", "conditions": "", "version": 0}
    client.post(page(tale.the_case, "case_propose"), proposal)
    shown = text(client.get(page(tale.the_case)))
    assert "Yttrande saknas från Kommunen till" in shown
    assert f"{page(tale.the_case, 'case_assessment')}#remisser" in shown


def test_it_stands_in_the_queue_and_the_menu(tale: Story, at_desk: AtDesk) -> None:
    client = at_desk("handlaggare")
    assert tale.the_case.title not in text(client.get(queue("remiss")))
    sent(tale)
    shown = text(client.get(queue("remiss")))
    assert "Väntar på yttrande från Kommunen och Länsstyrelsen." in shown
    assert f'href="{queue("remiss")}"' in shown
    assert at_desk("ekonom").get(queue("remiss")).status_code == 404


def test_a_jav_officer_sees_none_of_it(tale: Story, at_desk: AtDesk) -> None:
    row = of(sent(tale))
    person = tale.staff("medhandlaggare")
    handling.declare_conflict(tale.the_case, is_conflicted=True, ground=ConflictGround.PARTY, note="", by=person)
    client = at_desk("medhandlaggare")
    for url in (
        page(tale.the_case, "case_assessment"),
        page(tale.the_case, "case_documents"),
        page(tale.the_case, "case_referral"),
        page(tale.the_case, "case_referral_end", response=row.pk),
    ):
        assert client.get(url).status_code == 404
    for url in (queue("remiss"), reverse("admin:index"), f"{reverse('admin:search')}?q=Läsa"):
        assert str(tale.the_case.pk) not in text(client.get(url))


def test_as_many_queries_with_one_as_with_thirty(tale: Story, at_desk: AtDesk) -> None:
    to = [Addressee("Registrator", f"r{number}@example.se", f"Kommun {number}") for number in range(30)]
    one, many = sent(tale, to[:1]), factories.prepared_tale(title="Många")
    sent(many, to)
    client = at_desk("handlaggare")
    for route in ("case", "case_assessment", "case_documents", "case_history", "case_referral"):
        assert _asked(client, page(tale.the_case, route)) == _asked(client, page(many.the_case, route)), route
    few = _asked(client, queue("remiss"))
    for number in range(4):
        sent(factories.prepared_tale(title=f"Ärende {number}"), to)
    assert _asked(client, queue("remiss")) == few
    assert _asked(client, link(one.responses.get())) < 8


def _asked(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
