"""The call's own questions: when they are asked, what is missing, and what follows to other rules."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from applications import questions
from applications.models import Application, CallQuestion, CallVersion
from applications.sections import SECTIONS, section_missing, unparsed_sentences
from applications.selectors.task_list import faults_of
from portal.demo.stories.script import certificate
from portal.files import storing
from tests import factories
from tests.factories import scenes
from tests.factories.questions import ALL_KINDS, DRAWING, PLACES, ROOMS, WORDS, answered, ask

stage, take = scenes.stage, scenes.take
SECTION = SECTIONS["statsstod"]


@pytest.fixture(scope="module")
def draft(stage: None) -> Application:
    call = factories.call()
    ask(call, *ALL_KINDS)
    return factories.draft_application(call)


def row(**given: Any) -> CallQuestion:
    return CallQuestion(**{"kind": "text", "section": "projekt", "label": "Fråga?"} | given)


def test_a_condition_holds_only_for_its_own_answer() -> None:
    rows = [row(**PLACES), row(**ROOMS), row(key="mer", depends_on="rum", depends_value="2")]
    assert questions.asked(rows, {}) == {"lokal"}
    assert questions.asked(rows, {"lokal": "Nej", "rum": "2"}) == {"lokal"}
    assert questions.asked(rows, {"lokal": "Ja"}) == {"lokal", "rum"}
    assert questions.asked(rows, {"lokal": "Ja", "rum": "2"}) == {"lokal", "rum", "mer"}


def test_what_depends_on_a_question_that_is_not_asked_is_not_asked() -> None:
    rows = [row(**PLACES), row(**ROOMS), row(key="mer", depends_on="rum", depends_value="2")]
    assert "mer" not in questions.asked(rows, {"lokal": "Nej", "rum": "2"})


@pytest.mark.parametrize(
    ("kind", "stored", "value", "words"),
    [
        ("text", "Ett\ntvå", "Ett\ntvå", "Ett\ntvå"),
        ("choice", "Ja", "Ja", "Ja"),
        ("number", "1234.50", Decimal("1234.50"), "1\u00a0234,50"),
        ("number", "12", Decimal(12), "12"),
        ("date", "2027-01-02", date(2027, 1, 2), "2 januari 2027"),
        ("date", "", "", ""),
        ("number", "många", "många", "många"),
    ],
)
def test_an_answer_is_kept_as_text_and_read_by_its_kind(kind: str, stored: str, value: Any, words: str) -> None:
    question = row(key="k", kind=kind)
    assert questions.value(question, stored) == value
    assert questions.stored(questions.value(question, stored)) == stored
    assert questions.words(question, stored) == words


def test_required_answers_are_missing_in_their_section(draft: Application) -> None:
    wanted = ["Svara på frågan ”Behöver ni en lokal?”.", "Svara på frågan ”Vad vill ni lära er?”."]
    assert [text for text in section_missing(draft, SECTION) if "frågan" in text] == wanted
    assert not [text for text in section_missing(draft, SECTIONS["projekt"]) if "frågan" in text]


def test_a_conditional_question_is_missing_only_while_it_is_asked(draft: Application) -> None:
    rooms = "Svara på frågan ”Hur många rum?”."
    assert rooms in section_missing(answered(draft, lokal="Ja"), SECTION)
    assert rooms not in section_missing(answered(draft, lokal="Nej"), SECTION)
    assert rooms not in section_missing(answered(draft, lokal="Ja", rum="3"), SECTION)


def test_a_file_that_must_be_there_is_missing_until_it_is(draft: Application) -> None:
    CallQuestion.objects.filter(call_version=draft.call_version, key="ritning").update(required=True)
    sentence = "Lägg in en fil till frågan ”Ritning över lokalen”."
    assert sentence in section_missing(answered(draft), SECTION)
    file = storing.store_upload(certificate("Föreningen"), by=factories.applicant())
    draft.attachments.create(kind="fraga:ritning", file=file, added_by=factories.applicant())
    assert sentence not in section_missing(answered(draft), SECTION)


def test_what_new_rules_no_longer_allow_is_a_fault(draft: Application) -> None:
    row = answered(draft, lokal="Kanske", larande="å" * 301)
    assert faults_of(row, SECTION) == [
        questions.NOT_A_CHOICE,
        "Texten är 301 tecken. Högst 300 tecken får plats. Ta bort minst 1 tecken.",
    ]


def test_an_unreadable_answer_counts_only_while_its_question_is_asked(draft: Application) -> None:
    entry = {"raw": "många", "error": "Skriv ett tal."}
    draft.section_drafts.create(section="statsstod", unparsed={"fraga-rum": entry}, saved_by=factories.applicant())
    assert unparsed_sentences(answered(draft, lokal="Ja"), SECTION) == ["Skriv ett tal."]
    assert unparsed_sentences(answered(draft, lokal="Nej"), SECTION) == []


def test_only_files_of_questions_that_are_asked_are_sent(draft: Application) -> None:
    call = factories.call()
    ask(call, PLACES, {**DRAWING, "depends_on": "lokal", "depends_value": "Ja"})
    mine = factories.draft_application(call)
    for kind in ("fraga:ritning", "fraga:borta", "avsikt"):
        file = storing.store_upload(certificate(kind), by=factories.applicant())
        mine.attachments.create(kind=kind, file=file, added_by=factories.applicant())
    kinds = [one.kind for one in questions.counted(answered(mine, lokal="Nej"), mine.attachments.all())]
    assert kinds == ["avsikt"]
    kinds = [one.kind for one in questions.counted(answered(mine, lokal="Ja"), mine.attachments.all())]
    assert sorted(kinds) == ["avsikt", "fraga:ritning"]


def _other_rules(old: CallVersion, *given: dict[str, Any]) -> CallVersion:
    new = CallVersion.objects.get(pk=old.pk)
    new.pk = factories.call().current_version().pk
    CallQuestion.objects.filter(call_version=new.pk).delete()
    for order, values in enumerate(given):
        CallQuestion.objects.create(call_version_id=new.pk, order=order, section="projekt", **values)
    return new


def test_answers_follow_to_questions_of_the_same_key_and_kind(draft: Application) -> None:
    old = draft.call_version
    new = _other_rules(old, WORDS, {**PLACES, "kind": "text", "choices": []})
    carried = questions.carried({"larande": "Mycket", "lokal": "Ja", "rum": "3"}, old, new)
    assert carried == {"larande": "Mycket", "rum": "3", "lokal:choice": "Ja"}
    assert questions.carried(carried, new, old) == {"larande": "Mycket", "rum": "3", "lokal": "Ja"}


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"kind": "choice", "choices": ["Ja"]}, "choices", "Skriv minst två svar"),
        ({"kind": "choice", "choices": ["Ja", "Ja"]}, "choices", "Samma svar står två gånger"),
        ({"kind": "choice", "choices": ["Ja", 2]}, "choices", "Skriv svaren att välja bland"),
        ({"choices": ["Ja", "Nej"]}, "choices", "Bara frågor av typen Val"),
        ({"kind": "number", "limit": 10}, "limit", "Bara svar som är text"),
        ({"key": "n" * 35}, "key", "högst 34 tecken"),
        ({"section": "mal"}, "section", "Utlysningen använder inte den delen"),
        ({"depends_on": "borta", "depends_value": "Ja"}, "depends_on", "som står före den"),
        ({"depends_on": "larande", "depends_value": "Ja"}, "depends_on", "som står före den"),
        ({"depends_on": "lokal", "depends_value": "Kanske"}, "depends_on", "”Kanske” finns inte bland svaren"),
        ({"order": 0, "depends_on": "lokal", "depends_value": "Ja"}, "depends_on", "som står före den"),
    ],
)
def test_a_question_that_the_form_cannot_show_is_told(
    draft: Application, given: dict[str, Any], field: str, says: str
) -> None:
    rules = draft.call_version
    rules.sections = ["statsstod", "projekt"]
    question = row(**{"call_version": rules, "key": "ny", "order": 99} | given)
    with pytest.raises(ValidationError) as refused:
        question.full_clean()
    assert says in refused.value.message_dict[field][0]


def test_a_question_that_others_hang_on_keeps_their_answer(draft: Application) -> None:
    asked = draft.call_version.questions.get(key="lokal")
    asked.choices = ["Nej", "Kanske"]
    with pytest.raises(ValidationError, match="Ändra den frågan först"):
        asked.full_clean()


def test_rules_tell_of_a_question_in_a_section_that_they_do_not_use(draft: Application) -> None:
    rules = draft.call_version
    rules.sections = ["projekt", "budget", "villkor"]
    with pytest.raises(ValidationError) as refused:
        rules.clean()
    assert "Flytta först frågan ”Behöver ni en lokal?”" in refused.value.message_dict["sections"][0]
