"""Mina sidor: what to do with dates first, one sentence per case, and the same few queries for one case or thirty."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import jobs
from applications.models import Application, Case
from applications.selectors.case_story import sentence, stages, with_story
from applications.services import drafting
from portal import clock
from portal.accounts.models import User
from portal.look.stages import StageStatus
from tests import factories

from .pages import read, text

SignIn = Callable[[User], Client]
URL = "/mina-sidor/"


def queries(client: Client, url: str) -> int:
    """How many queries a page takes when the site's letterhead is known."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_nobody_has_anything_to_do_at_first(sign_in: SignIn, stage: None) -> None:
    page = text(sign_in(factories.applicant("sokande")).get(URL))
    assert "Ni har inga ärenden än" in page and "Beskriv en idé" in page


def test_what_to_do_stands_first_nearest_date_on_top(sign_in: SignIn, stage: None) -> None:
    factories.filled_tale(factories.call(closes_in=30), title="Steget före")
    asked = factories.assigned_tale(title="Trygg på nätet")
    asked.ask_completion("projekt", "Mer om målgruppen.", "Det är oklart.", clock.today() + timedelta(days=14))
    factories.granted_tale(factories.call(), title="Fritid för fler")
    page = read(sign_in(factories.applicant("sokande")).get(URL))
    assert page.all("h1")[0].text == "Tre saker att göra"
    items = page.all("li", **{"class": "todo__item"})
    assert [item.all("h3")[0].text for item in items] == [
        "Komplettera ansökan Trygg på nätet",
        "Godkänn beslutet om Fritid för fler",
        "Gör klart ansökan Steget före",
    ]
    assert "Utlysningen stänger kl. 10.00." in items[2].text
    assert len(page.all("main")[0].all("a", **{"class": "btn btn-primary"})) == 1


def test_reports_are_there_when_they_can_be_written(sign_in: SignIn, stage: None) -> None:
    factories.accepted_tale(factories.call(), title="Läsa högt hemma")
    client = sign_in(factories.applicant("sokande"))
    assert "Lägesrapport, Läsa högt hemma" in text(client.get(URL))
    assert "Lämna lägesrapporten" not in text(client.get(URL))
    for moment in (datetime(2027, 1, 4, 9, tzinfo=UTC), datetime(2028, 1, 10, 9, tzinfo=UTC)):
        with clock.at(moment):
            jobs.run_morning()
            page = text(sign_in(factories.applicant("sokande")).get(URL))
    assert "Lämna lägesrapporten för 2027" in page and "Lämna rekvisitionen för 2027" in page
    assert "Lägesrapport och rekvisition ska in senast tisdag 29 februari 2028." in page


@pytest.mark.parametrize(
    ("made", "told", "now"),
    [
        (lambda: factories.draft_idea().case, "Ni skriver på idén. Bara ni ser den tills ni delar den.", 1),
        (lambda: factories.shared_idea().case, "Vi har fått er idé. Elin Sandahl läser den och hör av sig.", 1),
        (
            lambda: factories.draft_application(factories.call()).case,
            "Ni skriver ansökan. Den ska vara inskickad senast onsdag 23 december 2026 kl.\u00a010.00.",
            2,
        ),
        (
            lambda: factories.draft_application(factories.call(closes_in=None)).case,
            "Ni skriver ansökan. Utlysningen har ingen sista dag.",
            2,
        ),
        (lambda: factories.submitted_application().case, "Ansökan har kommit in. Vi utser en handläggare.", 2),
        (lambda: factories.assigned_tale().the_case, "Elin Sandahl ser efter att allt är med i ansökan.", 2),
        (
            lambda: factories.prepared_tale().the_case,
            "Elin Sandahl bedömer ansökan och skriver ett förslag till beslut.",
            3,
        ),
        (lambda: factories.proposed_tale().the_case, "Vårt förslag är klart. Nästa steg är ett beslut.", 3),
        (
            lambda: factories.delegated_tale().the_case,
            "Ansökan är behandlad. Vi skickar beslutet till er inom kort.",
            3,
        ),
        (
            lambda: factories.granted_tale().the_case,
            "Ni har fått högst 90\u00a0000\u00a0kr. Godkänn beslutet senast måndag 21 december 2026.",
            3,
        ),
        (
            lambda: factories.accepted_tale().the_case,
            "Ni har godkänt beslutet. Projektet börjar fredag 1 januari 2027.",
            4,
        ),
    ],
)
def test_each_case_has_one_sentence_and_a_place_on_the_rail(
    made: Callable[[], Case], told: str, now: int, stage: None
) -> None:
    case = made()
    case = with_story(Case.objects.all()).get(pk=case.pk)
    assert sentence(case) == told
    assert [place for place, step in enumerate(stages(case), 1) if step.status == StageStatus.NOW] == [now]
    assert sentence(case, for_applicant=False) not in ("", told)


def test_a_rejection_is_an_answer(sign_in: SignIn, stage: None) -> None:
    tale = factories.delegated_tale(kind="rejection", title="Nej tack")
    tale.dispatch()
    assert sentence(tale.the_case) == "Vi avslog ansökan 23 november 2026."
    assert [step.status for step in stages(tale.the_case)] == [StageStatus.DONE] * 3


def test_a_decision_that_is_not_sent_is_not_told(sign_in: SignIn, stage: None) -> None:
    tale = factories.delegated_tale(title="Väntar")
    client = sign_in(factories.applicant("sokande"))
    page = text(client.get(reverse("applications:case", args=(tale.the_case.pk,))))
    assert "Bifall" not in page and "Beviljad" not in page and "Beslut: Väntar" not in page
    document = tale.decision.document
    assert client.get(reverse("applications:document", args=(document.pk,))).status_code == 404
    tale.dispatch()
    assert client.get(reverse("applications:document", args=(document.pk,))).status_code == 200


def test_one_case_or_thirty_take_the_same_few_queries(sign_in: SignIn, stage: None) -> None:
    factories.granted_tale(factories.call(), title="Första")
    client = sign_in(factories.applicant("sokande"))
    one = queries(client, URL)
    home = factories.world()
    for _ in range(30):
        drafting.start(factories.call(), organisation=home.region, by=home.person("sokande"))
    assert Application.objects.count() == 31
    assert queries(client, URL) == one <= 8


@pytest.mark.parametrize("key", ["sokande", "parter", "projekt", "mal", "budget", "bilagor", "villkor"])
def test_a_section_takes_few_queries(sign_in: SignIn, key: str, stage: None) -> None:
    row = factories.filled_application(factories.call())
    client = sign_in(factories.applicant("sokande"))
    assert queries(client, reverse("applications:section", args=(row.pk, key))) <= 15


def test_the_list_of_sections_takes_few_queries(sign_in: SignIn, stage: None) -> None:
    row = factories.filled_application(factories.call())
    assert queries(sign_in(factories.applicant("sokande")), reverse("applications:application", args=(row.pk,))) <= 15


def test_the_case_page_takes_few_queries(sign_in: SignIn, stage: None) -> None:
    row = factories.accepted_tale(factories.call()).the_case
    assert queries(sign_in(factories.applicant("sokande")), reverse("applications:case", args=(row.pk,))) <= 20


def test_the_start_page_takes_few_queries_however_many_calls(stage: None) -> None:
    factories.call()
    one = queries(Client(), "/")
    for _ in range(10):
        factories.call()
    assert queries(Client(), "/") == one <= 6
