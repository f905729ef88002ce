"""Reading what people type at a call's own questions: each kind, and what stands at a question that is not asked."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from applications.forms.questions import QuestionsForm, parse_number
from applications.models import Application
from tests import factories
from tests.factories import scenes
from tests.factories.questions import ALL_KINDS, answered, ask

stage, take = scenes.stage, scenes.take
NUMBER = "Skriv ett tal med siffror, till exempel 12 eller 12,5."


@pytest.fixture(scope="module")
def draft(stage: None) -> Application:
    call = factories.call()
    ask(call, *ALL_KINDS)
    return factories.draft_application(call)


def read(draft: Application, **given: str) -> QuestionsForm:
    data: MultiValueDict[str, Any] = MultiValueDict({f"fraga-{key}": [text] for key, text in given.items()})
    return QuestionsForm.read(draft, "statsstod", data)


def errors(form: QuestionsForm) -> dict[str, str]:
    return {name: str(texts[0]) for name, texts in form.errors.items()}


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", "12"), ("1 234", "1234"), ("1\u00a0234,5", "1234.5"), ("12.5", "12.5"), ("0", "0"), ("\u22120", "0")],
)
def test_numbers_as_people_write_them(typed: str, number: str) -> None:
    assert parse_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["många", "1.234", "1,2,3", "12 st", "1" * 13, "1 23", "", "½", "1e3"])
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(ValidationError, match="Skriv ett tal med siffror"):
        parse_number(typed)


def test_a_number_below_zero() -> None:
    with pytest.raises(ValidationError, match="0 eller mer"):
        parse_number("-3")


def test_each_kind_is_kept_in_its_own_way(draft: Application) -> None:
    form = read(draft, lokal="Ja", rum="1 234,50", larande="Rad\r\ntvå", invigning="22 november 2026")
    assert errors(form) == {}
    assert form.answers == {"lokal": "Ja", "rum": "1234.50", "larande": "Rad\ntvå", "invigning": "2026-11-22"}


def test_what_does_not_parse_is_kept_word_for_word(draft: Application) -> None:
    form = read(draft, lokal="Ja", rum="några få", larande="å" * 301, invigning="2026-02-30")
    assert errors(form) == {
        "rum": NUMBER,
        "larande": "Texten är 301 tecken. Högst 300 tecken får plats. Ta bort minst 1 tecken.",
        "invigning": "2026-02-30 finns inte. Februari 2026 har 28 dagar.",
    }
    assert form.unparsed["fraga-rum"] == {"raw": "några få", "error": NUMBER}
    assert form.answers == {"lokal": "Ja", "rum": "", "larande": "", "invigning": ""}


def test_an_answer_that_cannot_be_chosen(draft: Application) -> None:
    form = read(draft, lokal="Kanske")
    assert errors(form)["lokal"].startswith("Svaret finns inte bland dem som går att välja.")
    assert form.unparsed["fraga-lokal"]["raw"] == "Kanske"


def test_a_fault_at_a_question_that_is_not_asked_troubles_nobody(draft: Application) -> None:
    form = read(draft, lokal="Nej", rum="några få")
    assert errors(form) == {}
    assert form.unparsed == {"fraga-rum": {"raw": "några få", "error": NUMBER}}
    assert [shown.row.key for shown in form.listed() if not shown.is_asked] == ["rum"]


def test_what_was_kept_so_stands_there_again(draft: Application) -> None:
    unparsed = {"fraga-rum": {"raw": "några få", "error": NUMBER}}
    form = QuestionsForm.shown_in(answered(draft, lokal="Nej", larande="Mycket"), "statsstod", unparsed)
    assert (form["rum"].value(), form["larande"].value()) == ("några få", "Mycket")
    assert errors(form) == {}
    form = QuestionsForm.shown_in(answered(draft, lokal="Ja"), "statsstod", unparsed)
    assert errors(form) == {"rum": NUMBER}


def test_a_control_that_was_not_sent_says_nothing(draft: Application) -> None:
    """The page may have been made under the rules before, and radio buttons cannot be let up."""
    form = read(answered(draft, lokal="Ja", rum="3"), larande="Mycket")
    assert form.answers == {"larande": "Mycket"}
    assert {shown.row.key for shown in form.listed() if shown.is_asked} >= {"rum"}


def test_help_says_when_to_answer_and_the_counter_how_much(draft: Application) -> None:
    form = read(draft)
    assert form.fields["rum"].help_text == "Svara bara om ni svarade ”Ja” på ”Behöver ni en lokal?”."
    assert form.fields["larande"].help_text == ""
    assert form.fields["larande"].widget.attrs["data-limit"] == "300"


def test_a_condition_in_another_section_names_it(draft: Application) -> None:
    ask(draft.call, {"key": "matt", "kind": "text", "label": "Mått?", "depends_on": "lokal", "depends_value": "Ja"},
        section="mal")  # fmt: skip
    form = QuestionsForm.shown_in(answered(draft, lokal="Nej"), "mal", {})
    assert form.fields["matt"].help_text == (
        "Svara bara om ni svarade ”Ja” på ”Behöver ni en lokal?” i delen Statligt stöd."
    )
    (shown,) = form.listed()
    assert (shown.is_asked, shown.asked_by) == (False, "")
