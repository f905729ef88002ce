"""Idékollen's pages: without sign-in, cookie or script; all at once or one at a time; the result, and on to an idea."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Checklist, ChecklistTally, Idea, Programme
from applications.services import checklists, ideas
from portal.accounts.models import User
from tests import factories

from .pages import controls, read, text, title

SignIn = Callable[[User], Client]
ASKED = ["q1", "q1a", "q1b", "q2", "q3a", "q3b", "q4", "q5", "q6", "q7"]
LABELS = ["1", "1 a", "1 b", "2", "3 a", "3 b", "4", "5", "6", "7"]
ONE_IS_ENOUGH = {"yes_needed": 1, "no_needed": 1}
YES_TEXT = "Det förändringsarbete ni tänker er kan vara en social investering."
NO_TEXT = "Ta frågorna till hjälp när ni arbetar vidare"


@pytest.fixture(scope="module")
def edition(stage: None) -> Checklist:
    return factories.checklist()


def at(name: str, edition: Checklist, *args: Any) -> str:
    return reverse(f"applications:{name}", args=(edition.programme.slug, *args))


def given(**answers: str) -> dict[str, str]:
    return {f"svar-{key}": answer for key, answer in answers.items()}


def result(edition: Checklist, answers: dict[str, str]) -> str:
    return text(Client().get(at("checklist_result", edition), answers))


def counted() -> int:
    return sum(ChecklistTally.objects.values_list("count", flat=True))


def test_one_programme_goes_straight_in_and_several_are_listed(edition: Checklist) -> None:
    response = Client().get(reverse("applications:checklist_list"))
    assert response.headers["Location"] == at("checklist", edition)
    copied = checklists.write(
        factories.world().early,
        texts={name: getattr(edition, name) for name in checklists.TEXTS} | ONE_IS_ENOUGH,
        questions=[{"key": "a", "text": "Är det så?"}],
    )
    checklists.publish(copied, by=None)
    page = read(Client().get(reverse("applications:checklist_list")))
    links = {link.given["href"] for link in page.all("a")}
    assert {at("checklist", edition), at("checklist", copied)} <= links


def test_without_questions_the_page_says_so(edition: Checklist) -> None:
    Checklist.objects.update(published_at=None)
    assert "Inga frågor än" in text(Client().get(reverse("applications:checklist_list")))
    assert Client().get(at("checklist", edition)).status_code == 404
    assert "Idékollen" not in text(Client().get("/"))


def test_all_questions_stand_on_one_page_and_the_stem_has_no_choices(edition: Checklist) -> None:
    page = read(Client().get(at("checklist", edition)))
    radios = page.all("input", type="radio")
    assert {radio.given["name"] for radio in radios} == {f"svar-{key}" for key in ASKED}
    assert len(radios) == 3 * len(ASKED)
    assert any("strategiskt viktiga" in legend.text for legend in page.all("legend"))
    assert "Elin Sandahl" in page.text and "Hör av er tidigt" in page.text


def test_a_post_is_counted_once_and_reloading_the_result_is_not(edition: Checklist) -> None:
    client = Client(enforce_csrf_checks=True)
    form = controls(client.get(at("checklist", edition)))
    response = client.post(at("checklist_result", edition), form | given(q1="ja", q2="ja", q4="nej"))
    assert counted() == len(ASKED)
    where = response.headers["Location"]
    assert where.startswith(at("checklist_result", edition))
    page = text(client.get(where))
    client.get(where)
    assert counted() == len(ASKED)
    assert "Ja 2 Nej 1 Vet inte 0 Obesvarade 7" in page
    assert YES_TEXT in page and NO_TEXT not in page


def test_no_page_stores_anything_at_who_answers(edition: Checklist) -> None:
    client = Client(enforce_csrf_checks=True)
    answers = given(q1="ja") | {"utgava": str(edition.number)}
    for url in (at("checklist", edition), at("checklist_question", edition, 1), at("checklist_print", edition), "/"):
        client.get(url, answers)
    client.post(at("checklist_result", edition), answers, follow=True)
    assert not client.cookies


@pytest.mark.parametrize(
    ("answers", "yes", "no"),
    [
        (dict.fromkeys(ASKED, "ja"), True, False),
        (dict.fromkeys(ASKED, "nej"), False, True),
        (dict.fromkeys(ASKED[:5], "ja") | dict.fromkeys(ASKED[5:], "nej"), True, True),
        ({}, False, False),
        ({"q1": "nej"}, False, False),
    ],
    ids=["all yes", "all no", "five of each", "none", "one no, nine without answer"],
)
def test_which_texts_the_result_has(edition: Checklist, answers: dict[str, str], yes: bool, no: bool) -> None:
    page = result(edition, given(**answers))
    assert (YES_TEXT in page, NO_TEXT in page) == (yes, no)
    # Nobody is stopped, and nothing is taken along where nothing is answered.
    assert ("Ta med svaren in i en idé" in page) is bool(answers)
    assert ("Börja med en idé ändå" in page) is not bool(answers)
    assert ("Mycket talar för idén" in page) is (YES_TEXT in page and NO_TEXT in page)
    assert "010-123 45" in page


def test_each_nej_and_vet_inte_gets_its_advice(edition: Checklist) -> None:
    page = result(edition, given(q4="nej", q3b="vet-inte", q1="ja"))
    assert "Ta upp idén med ledningen" in page
    assert "Fråga dem ni vill samarbeta med" in page
    assert "Börja i problemet" not in page
    assert "hjälp att analysera problemet" in page  # the support material


def test_what_is_not_ours_in_the_address_is_passed_by(edition: Checklist) -> None:
    odd = {
        "svar-q1": "<script>alert(1)</script>",
        "svar-q2": "JA",
        "svar-q3": "ja",
        "svar-finns-inte": "ja",
        "<script>": "alert(2)",
        "svar-q4": "ja",
    }
    for name in ("checklist", "checklist_result", "checklist_print"):
        response = Client().get(at(name, edition), odd)
        assert response.status_code == 200
        assert b"alert(" not in response.content
    assert b"alert(" not in Client().get(at("checklist_question", edition, 2), odd).content
    assert "Ja 1 Nej 0 Vet inte 0 Obesvarade 9" in result(edition, odd)


@pytest.mark.parametrize("number", ["9", "0", "-1", "x", "99999999999", "1;2", "²"])
def test_an_edition_that_is_not_there_is_not_found(edition: Checklist, number: str) -> None:
    assert Client().get(at("checklist", edition), {"utgava": number}).status_code == 404
    assert Client().post(at("checklist_result", edition), {"utgava": number}).status_code == 404
    assert not counted()


def test_one_at_a_time_carries_the_answers_in_the_address(edition: Checklist) -> None:
    client, url = Client(), at("checklist_question", edition, 1)
    answers: dict[str, str] = {}
    for number, key in enumerate(ASKED, start=1):
        response = client.get(url, answers)
        assert title(response).startswith(f"Fråga {LABELS[number - 1]}."), "the number that it has everywhere"
        page = read(response)
        form = next(form for form in page.all("form") if form.given.get("method") == "get")
        values = [button.given["value"] for button in form.all("button", name=f"svar-{key}")]
        assert values == ["ja", "nej", "vet-inte"]
        answers = {field.given["name"]: field.given["value"] for field in form.all("input")}
        if key != "q5":  # that one is skipped
            answers[f"svar-{key}"] = values[number % 3]
        url = form.given["action"]
    response = client.get(url, answers)
    assert url == at("checklist", edition)
    assert "Titta igenom svaren" in text(response)
    assert controls(response) == answers
    assert len(answers) == 10  # nine answers and the edition
    assert not counted()


def test_an_answer_can_be_kept_changed_or_taken_back(edition: Checklist) -> None:
    page = read(Client().get(at("checklist_question", edition, 4), given(q2="nej", q1="ja")))
    links = {link.text: link.given["href"] for link in page.all("a")}
    assert "svar-q2=nej" in links["Behåll nej och gå vidare"]
    assert "svar-q2" not in links["Ta bort svaret"] and "svar-q1=ja" in links["Ta bort svaret"]
    assert links["Tillbaka"].startswith(at("checklist_question", edition, 3))
    assert not page.all("input", name="svar-q2")


def test_a_question_under_a_stem_is_read_with_it(edition: Checklist) -> None:
    assert "strategiskt viktiga" in text(Client().get(at("checklist_question", edition, 5)))
    for number in (0, 11, 999):
        assert Client().get(at("checklist_question", edition, number)).status_code == 404


def test_an_older_edition_is_shown_to_who_has_its_address(edition: Checklist) -> None:
    newer = checklists.copy(edition, by=factories.staff("enhetschef"))
    newer.questions.filter(key="q1").update(text="En ny fråga?")
    checklists.publish(newer, by=None)
    assert "En ny fråga?" in text(Client().get(at("checklist", edition)))
    assert "En ny fråga?" not in text(Client().get(at("checklist", edition), {"utgava": str(edition.number)}))
    Client().post(at("checklist_result", edition), given(q1="ja") | {"utgava": str(edition.number)})
    assert set(ChecklistTally.objects.values_list("question__checklist", flat=True)) == {edition.pk}


def test_the_page_for_paper_has_every_answer(edition: Checklist) -> None:
    page = text(Client().get(at("checklist_print", edition), given(q1="ja", q4="nej")))
    for words in ("Inte besvarad", "Ta upp idén med ledningen", "Elin Sandahl", "Ctrl + P"):
        assert words in page


def test_a_stranger_signs_in_and_has_the_answers_left(edition: Checklist) -> None:
    client = Client()
    shown = read(client.get(at("checklist_result", edition), given(q1="ja", q2="nej")))
    assert "svaren finns kvar" in shown.text
    way = next(link.given["href"] for link in shown.all("a") if link.text == "Ta med svaren in i en idé")
    door = client.get(way, follow=True)
    form = controls(door)
    form |= {"login": "sokande@example.se", "password": "demo-portalen-2026"}
    back = client.post(door.request["PATH_INFO"] + "?" + door.request["QUERY_STRING"], form)
    assert back.headers["Location"] == way
    page = client.get(way)
    assert "Svaren från Idékollen följer med" in text(page)
    client.post(way, controls(page) | {"title": "Ny idé"})
    idea = Idea.objects.get(title="Ny idé")
    assert idea.checklist["checklist"] == str(edition.pk) and idea.checklist["number"] == edition.number
    assert idea.checklist["answers"] == dict.fromkeys(ASKED, "blank") | {"q1": "yes", "q2": "no"}
    assert idea.case.programme == edition.programme
    read_back = text(client.get(reverse("applications:idea", args=(idea.pk,))))
    assert "Svaren i Idékollen" in read_back and "23 november 2026" in read_back


def test_answers_that_name_nothing_of_ours_leave_a_new_idea_as_usual(edition: Checklist, sign_in: SignIn) -> None:
    client, url = sign_in(factories.applicant()), reverse("applications:idea_new")
    for odd in ({"idekollen": "finns-inte"}, {"idekollen": edition.programme.slug, "utgava": "x"}):
        assert client.get(url, odd).status_code == 200
        assert "följer med" not in text(client.get(url, odd))


def test_who_begins_no_ideas_is_offered_none(edition: Checklist, sign_in: SignIn) -> None:
    page = text(sign_in(factories.staff("handlaggare")).get(at("checklist_result", edition), given(q1="ja")))
    assert "Ta med svaren in i en idé" not in page
    assert "Så svarade ni" in page


def test_who_shares_an_idea_is_told_that_the_answers_come_along(edition: Checklist, sign_in: SignIn) -> None:
    home, lead = factories.world(), factories.applicant()
    idea = ideas.start(
        home.growth, organisation=home.region, title="Idé", by=lead, checklist=checklists.carried(edition, {})
    )
    client = sign_in(lead)
    assert "Svaren från Idékollen" in text(client.get(reverse("applications:idea_share", args=(idea.pk,))))
    edit = text(client.get(reverse("applications:idea_edit", args=(idea.pk,))))
    assert "Hör av er tidigt" in edit and "Elin Sandahl" in edit


def test_the_start_page_asks_the_first_question_and_the_call_links(edition: Checklist) -> None:
    call = factories.call()
    start = read(Client().get("/"))
    form = next(form for form in start.all("form") if form.given.get("action", "").startswith("/idekollen/"))
    assert form.given["action"] == at("checklist_question", edition, 2)
    assert len(form.all("button", name="svar-q1")) == 3
    page = read(Client().get(reverse("applications:call", args=(call.slug,))))
    assert at("checklist", edition) in {link.given["href"] for link in page.all("a")}


def queries(url: str) -> int:
    Client().get(url)
    with CaptureQueriesContext(connection) as found:
        Client().get(url)
    return len(found)


def test_the_queries_do_not_grow_with_questions_or_programmes(edition: Checklist) -> None:
    few = [queries(at(name, edition)) for name in ("checklist", "checklist_result", "checklist_print")]
    texts = {name: getattr(edition, name) for name in checklists.TEXTS} | ONE_IS_ENOUGH
    listed = {}
    for count in (2, 12):
        for number in range(Programme.objects.count(), count + Programme.objects.count()):
            other = Programme.objects.get(pk=edition.programme_id)
            other.pk, other.slug, other._state.adding = None, f"annan-{number}", True
            other.id = Checklist().id
            other.save()
            made = checklists.write(other, texts=texts, questions=[{"key": "a", "text": "Är det så?"}])
            checklists.publish(made, by=None)
        listed[count] = queries(reverse("applications:checklist_list"))
    assert listed[2] == listed[12] <= 4
    many = checklists.write(
        edition.programme, texts=texts, questions=[{"key": f"k{n}", "text": f"Fråga {n}?"} for n in range(40)]
    )
    checklists.publish(many, by=None)
    assert [queries(at(name, edition)) for name in ("checklist", "checklist_result", "checklist_print")] == few
    assert max(few) <= 4
