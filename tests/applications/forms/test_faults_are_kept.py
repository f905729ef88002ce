"""A form that saves what parses and keeps the rest: values, what could not be read, and the way back to the page."""

from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict

from applications.forms.applicant import ApplicantForm
from applications.forms.fields import AgeField, TextField, too_long
from applications.forms.lists import PartyFormSet, SubGoalFormSet
from applications.forms.rows import without_row
from applications.forms.target import TargetForm
from applications.models import CallVersion

GOAL = dict.fromkeys(("activities", "responsible", "indicator", "baseline", "target", "source"), "")
GOAL |= dict.fromkeys(("starts_on", "ends_on"))


def posted(**values: Any) -> Any:
    data: Any = MultiValueDict()
    for name, value in values.items():
        data[name.replace("__", "-")] = value
    return data


def goals(*texts: str, total: int | None = None) -> Any:
    data = posted(delmal__TOTAL_FORMS=str(total or len(texts)), delmal__INITIAL_FORMS="0")
    for number, text in enumerate(texts):
        data[f"delmal-{number}-text"] = text
    return data


def test_nothing_is_required_to_save() -> None:
    form = ApplicantForm(posted())
    assert form.unparsed == {}
    assert form.values["account_no"] == "" and form.values["owns_account"] is False


def test_a_fault_gives_an_empty_value_and_is_kept_as_typed() -> None:
    form = ApplicantForm(posted(account_no=" 5050-1056 ", contact_name="Karin"))
    assert form.values["account_no"] == "" and form.values["contact_name"] == "Karin"
    assert form.unparsed["account_no"]["raw"] == " 5050-1056 "


def test_what_was_kept_comes_back_with_its_error() -> None:
    saved = {"contact_name": "Karin", "account_no": "", "owns_account": True, "vat": "no"}
    form = ApplicantForm.shown(saved, {"account_no": {"raw": "12", "error": "gammalt"}})
    assert form["account_no"].data == "12" and "sju eller åtta siffror" in str(form.errors["account_no"])
    assert form.values["owns_account"] is True and form.values["vat"] == "no"


def test_a_choice_that_does_not_exist_is_kept_too() -> None:
    form = TargetForm(posted(reaches_adults="kanske"), rules=CallVersion())
    assert form.values["reaches_adults"] == "" and form.unparsed["reaches_adults"]["raw"] == "kanske"


def test_the_words_of_a_form_can_be_compared() -> None:
    said = ApplicantForm(posted(vat="no", owns_account="on")).said()
    assert said["Drar ni av moms i projektet?"] == "Nej"
    assert said["Kontot tillhör vår organisation"] == "Ja"


@pytest.mark.parametrize(("typed", "fine"), [("0", True), ("120", True), ("121", False), ("tio", False), ("-1", False)])
def test_an_age_is_whole_years(typed: str, fine: bool) -> None:
    form = type("F", (ApplicantForm,), {"age": AgeField(required=False)})(posted(age=typed))
    assert ("age" not in form.errors) is fine


def test_the_limit_of_a_text_is_not_told_to_the_browser() -> None:
    field = TextField(limit=5, rows=3)
    assert "maxlength" not in field.widget.attrs
    assert too_long(2140, 2000).startswith("Texten är 2\u00a0140 tecken. Högst 2\u00a0000 tecken får plats.")


def test_blank_rows_are_left_out_and_the_others_counted_anew() -> None:
    rows = SubGoalFormSet(goals("", "Andra", total=3), prefix="delmal")
    assert rows.values == [GOAL | {"text": "Andra"}]
    data = posted(part__TOTAL_FORMS="2", part__INITIAL_FORMS="0")
    data["part-1-name"], data["part-1-orgnr"] = "Föreningen", "1"
    assert set(PartyFormSet(data, prefix="part").unparsed) == {"part-0-orgnr", "part-0-sector", "part-0-role"}


def test_rows_are_compared_with_each_other_before_they_are_read() -> None:
    data = posted(part__TOTAL_FORMS="2", part__INITIAL_FORMS="0")
    for number in "01":
        for name, value in {"name": "A", "orgnr": "232100-0131", "sector": "region", "role": "partner"}.items():
            data[f"part-{number}-{name}"] = value
    assert [row["orgnr"] for row in PartyFormSet(data, prefix="part").values] == ["232100-0131", ""]


def test_a_row_is_taken_away_and_those_after_it_move_up() -> None:
    left = without_row(goals("A", "B", "C"), "delmal", "1")
    assert [left.get(f"delmal-{number}-text") for number in range(3)] == ["A", "C", None]
    assert left["delmal-TOTAL_FORMS"] == "2"


@pytest.mark.parametrize("gone", ["3", "-1", "x", ""])
def test_an_unknown_row_takes_nothing_away(gone: str) -> None:
    assert SubGoalFormSet(without_row(goals("A", "B"), "delmal", gone), prefix="delmal").values[1]["text"] == "B"


def test_a_post_without_its_counter_holds_no_rows() -> None:
    assert SubGoalFormSet(posted(), prefix="delmal").values == []


def test_saved_rows_come_back_as_they_were() -> None:
    saved = [GOAL | {"text": "A", "activities": "a"}, GOAL | {"text": "B", "indicator": "b"}]
    rows = SubGoalFormSet.shown(saved, {}, prefix="delmal", extra=1)
    assert rows.values == saved and len(rows.forms) == 3
    assert len(rows.filled) == 2
