"""A call's own questions at the desk: written without keys or codes, errors at fields, and read by the officer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, Call
from applications.services import questions, submitting
from portal.demo.stories.script import Story
from tests import factories
from tests.applications.views.pages import controls, field_error, read, text
from tests.factories.questions import ALL_KINDS, answered, ask
from tests.factories.scenes import stage, take

from .addresses import page

__all__ = ["stage", "take"]

AtDesk = Callable[[str], Client]


@pytest.fixture(scope="module")
def unpublished(stage: None) -> Call:
    call = factories.call()
    Call.objects.filter(pk=call.pk).update(published_at=None)
    return Call.objects.get(pk=call.pk)


@pytest.fixture(scope="module")
def prepared(stage: None) -> Story:
    """A case under preparation whose call asked two questions that are printed."""
    call = factories.call()
    ask(call, *ALL_KINDS)
    tale = factories.filled_tale(call, title="Med frågor")
    answered(tale.application, lokal="Ja", rum="3", larande="Hur barn läser.")
    submitting.submit(tale.application, by=factories.applicant("firmatecknare"))
    tale.assign()
    tale.prepare()
    return tale


def url(call: Call, route: str = "call_questions", **more: Any) -> str:
    return reverse(f"admin:{route}", kwargs={"pk": call.pk, **more})


def rows(call: Call) -> dict[str, Any]:
    return {row.key: row for row in call.current_version().questions.all()}


def add(client: Client, call: Call, **given: Any) -> Any:
    """Fill in the page of a new question as it stands, with these changed."""
    body = controls(client.get(url(call, "call_question_new")))
    return client.post(url(call, "call_question_new"), body | given, follow=True)


def test_a_head_writes_questions_without_keys_or_codes(unpublished: Call, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    assert "Inga egna frågor" in text(client.get(url(unpublished)))
    add(client, unpublished, label="Behöver ni en lokal?", kind="choice", choices="Ja\n\n Nej \r\n", section="projekt")
    answer = add(
        client, unpublished, label="Hur många rum?", kind="number", section="projekt",
        depends_on="behover-ni-en-lokal=Ja",
    )  # fmt: skip
    found = rows(unpublished)
    assert list(found) == ["behover-ni-en-lokal", "hur-manga-rum"]
    assert found["behover-ni-en-lokal"].choices == ["Ja", "Nej"]
    hanging = found["hur-manga-rum"]
    assert (hanging.depends_on, hanging.depends_value) == ("behover-ni-en-lokal", "Ja")
    assert "När svaret på ”Behöver ni en lokal?” är ”Ja”" in text(answer)
    assert "Frågan är sparad." in text(answer)


def test_conditions_and_places_are_offered_in_words(unpublished: Call, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    add(client, unpublished, label="Behöver ni en lokal?", kind="choice", choices="Ja\nNej", section="projekt")
    shown = read(client.get(url(unpublished, "call_question_new")))
    (condition,) = shown.all("select", name="depends_on")
    assert [option.text for option in condition.all("option")] == [
        "Alltid",
        "Om svaret är ”Ja”",
        "Om svaret är ”Nej”",
    ]
    assert condition.all("optgroup")[0].given["label"] == "Behöver ni en lokal?"
    (place,) = shown.all("select", name="after")
    assert [option.text for option in place.all("option")] == ["Först", "Efter: Behöver ni en lokal?"]
    assert not shown.all("textarea", name="change_note")


@pytest.mark.parametrize(
    ("given", "control", "says"),
    [
        ({"label": ""}, "id_label", "Skriv frågan som den ska läsas."),
        ({"kind": "choice", "choices": "Ja"}, "id_choices", "Skriv minst två svar att välja bland."),
        ({"kind": "choice", "choices": "Ja\nJa"}, "id_choices", "Samma svar står två gånger."),
        ({"choices": "Ja\nNej"}, "id_choices", "Bara frågor av typen Val"),
        ({"kind": "date", "limit": "20"}, "id_limit", "Bara svar som är text"),
        ({"limit": "0"}, "id_limit", "Skriv ett tal som är 1 eller mer."),
        ({"limit": "många"}, "id_limit", "Skriv ett helt tal"),
    ],
)
def test_errors_stand_beside_their_field(
    unpublished: Call, at_desk: AtDesk, given: dict[str, str], control: str, says: str
) -> None:
    answer = add(at_desk("enhetschef"), unpublished, **{"label": "Ny?", "section": "projekt"} | given)
    assert field_error(answer, control).startswith(says)
    assert not rows(unpublished)
    assert controls(answer)["section"] == "projekt"


def test_a_question_is_changed_moved_and_taken_away(unpublished: Call, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    ask(unpublished, *ALL_KINDS)
    change = url(unpublished, "call_question", key="invigning")
    body = controls(client.get(change))
    assert (body["label"], body["after"]) == ("Vilken dag öppnar ni?", "larande")
    client.post(change, body | {"label": "När öppnar ni?", "after": ""})
    assert next(iter(rows(unpublished))) == "invigning"
    assert rows(unpublished)["invigning"].label == "När öppnar ni?"
    remove = url(unpublished, "call_question_remove", key="lokal")
    answer = client.post(remove, controls(client.get(remove)))
    assert "Frågan ”Hur många rum?” ställs bara vid ett visst svar här." in text(answer)
    for key in ("rum", "lokal"):
        remove = url(unpublished, "call_question_remove", key=key)
        client.post(remove, controls(client.get(remove)))
    assert "lokal" not in rows(unpublished)


def test_a_question_is_not_moved_before_what_it_depends_on(unpublished: Call, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    ask(unpublished, *ALL_KINDS)
    change = url(unpublished, "call_question", key="rum")
    answer = client.post(change, controls(client.get(change)) | {"after": ""})
    assert field_error(answer, "id_depends_on") == "Frågan kan bara bero på en valfråga som står före den."


def test_a_published_call_asks_what_changes_and_gets_new_rules(stage: None, at_desk: AtDesk) -> None:
    call, client = factories.call(), at_desk("enhetschef")
    draft = factories.draft_application(call)
    assert "regler version 2" in text(client.get(url(call, "call_question_new")))
    answer = add(client, call, label="Ny?", section="projekt")
    assert field_error(answer, "id_change_note").startswith("Skriv vad som ändras")
    add(client, call, label="Ny?", section="projekt", change_note="En fråga till.")
    assert call.versions.count() == 2 and "ny" in rows(call)
    assert Application.objects.get(pk=draft.pk).call_version.number == 2


def test_two_who_write_at_once_do_not_take_away_each_other_s(unpublished: Call, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    mine = controls(client.get(url(unpublished, "call_question_new")))
    add(at_desk("enhetschef"), unpublished, label="Den andras?", section="projekt")
    answer = client.post(url(unpublished, "call_question_new"), mine | {"label": "Min?", "section": "projekt"})
    assert "Någon annan har sparat under tiden." in text(answer)
    client.post(url(unpublished, "call_question_new"), controls(answer))
    assert set(rows(unpublished)) == {"den-andras", "min"}


def test_only_sections_that_the_call_uses_are_offered(unpublished: Call, at_desk: AtDesk) -> None:
    rules = unpublished.current_version()
    rules.sections = ["projekt", "budget", "villkor"]
    rules.save()
    shown = read(at_desk("enhetschef").get(url(unpublished, "call_question_new")))
    labels = [option.text for option in shown.all("select", name="section")[0].all("option")]
    parts = ["Projektet", "Målgruppen", "Genomförande"]  # what the section was divided into comes with it
    assert labels == [*parts, "Budget och finansiering", "Personuppgifter och villkor"]


@pytest.mark.parametrize("name", ["handlaggare", "ekonom", "namndsekreterare"])
def test_who_does_not_keep_calls_finds_nothing(unpublished: Call, at_desk: AtDesk, name: str) -> None:
    ask(unpublished, *ALL_KINDS)
    client = at_desk(name)
    for route in ("call_questions", "call_question_new"):
        assert client.get(url(unpublished, route)).status_code == 404
    for route in ("call_question", "call_question_remove"):
        assert client.post(url(unpublished, route, key="rum"), {"label": "X"}).status_code == 404
    assert rows(unpublished)["rum"].label == "Hur många rum?"


def test_a_list_of_many_costs_as_much_as_one_of_few(
    unpublished: Call, at_desk: AtDesk, django_assert_max_num_queries: Any
) -> None:
    client, counts = at_desk("enhetschef"), []
    for number in range(0, 30, 15):
        ask(unpublished, *({"key": f"f{number + n}", "kind": "text", "label": f"F{n}?"} for n in range(15)))
        client.get(url(unpublished))
        with django_assert_max_num_queries(20) as asked:
            client.get(url(unpublished))
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts


# The officer reads


@pytest.mark.parametrize("route", ["case_propose", "case_assess", "case_assessment", "case_application"])
def test_the_officer_reads_what_was_asked_then(prepared: Story, at_desk: AtDesk, route: str) -> None:
    shown = text(at_desk("handlaggare").get(page(prepared.the_case, route)))
    assert "Hur många rum? 3" in shown and "Vad vill ni lära er? Hur barn läser." in shown


def test_new_rules_change_nothing_in_what_came_in(prepared: Story, at_desk: AtDesk) -> None:
    head = factories.staff("enhetschef")
    questions.remove(prepared.application.call, key="larande", change_note="Färre frågor.", by=head)
    assert "Hur barn läser." in text(at_desk("handlaggare").get(page(prepared.the_case, "case_propose")))
