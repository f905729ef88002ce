"""Two people in one form: who changed what is told apart, and only what both changed is to be chosen."""

from __future__ import annotations

from typing import Any

from django.utils.datastructures import MultiValueDict

from applications.forms import merging
from applications.forms.draft import DraftForm, Posted
from applications.forms.fields import ManyField, TextField
from applications.forms.lists import SubGoalFormSet
from applications.forms.rows import Rows


class Form(DraftForm):
    one = TextField(limit=10, label="Ett")
    two = TextField(limit=10, label="Två")
    many = ManyField(label="Flera", choices=[("a", "A"), ("b", "B")])


def data(**values: Any) -> Posted:
    return MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in values.items()})


def form(**values: Any) -> Form:
    return Form(data(**values))


def goals(*texts: str) -> Rows[Any]:
    return SubGoalFormSet.shown([{"text": text} for text in texts], {}, prefix="delmal")


def known(*parts: Any) -> dict[str, str]:
    return merging.read_bases({merging.BASES: merging.bases(parts)}) or {}


def test_a_unit_that_i_have_not_touched_takes_what_is_saved_now() -> None:
    base, now, mine = form(one="a", two="b"), form(one="a", two="theirs"), form(one="mine", two="b")
    merged = merging.merge([now], [mine], mine.data, known(base))
    assert merged.data is not None and not merged.clashes
    assert Form(merged.data).values == {"one": "mine", "two": "theirs", "many": []}


def test_what_both_have_touched_is_shown_with_both_texts() -> None:
    base, now, mine = form(one="a"), form(one="theirs"), form(one="mine")
    (clash,) = merging.merge([now], [mine], mine.data, known(base)).clashes
    assert (clash.unit, clash.label, clash.mine, clash.saved) == ("one", "Ett", "mine", "theirs")


def test_the_same_words_twice_are_no_clash() -> None:
    base, now, mine = form(one="a", many=["a"]), form(one="same", many=["a", "b"]), form(one=" same ", many=["a", "b"])
    assert merging.merge([now], [mine], mine.data, known(base)) == merging.Merged(None, [])


def test_choosing_the_saved_takes_it_and_choosing_mine_keeps_mine() -> None:
    now, mine = form(one="theirs"), form(one="mine")
    posted = mine.data.copy()
    posted["val-one"] = merging.SAVED
    merged = merging.merge([now], [mine], posted, known(now))
    assert merged.data is not None and Form(merged.data).values["one"] == "theirs"
    posted["val-one"] = merging.MINE
    assert merging.merge([now], [mine], posted, known(now)) == merging.Merged(None, [])


def test_a_choice_made_before_a_third_saved_is_asked_again() -> None:
    seen, now, mine = form(one="theirs"), form(one="a third"), form(one="mine")
    posted = mine.data.copy()
    posted["val-one"] = merging.MINE
    assert [clash.saved for clash in merging.merge([now], [mine], posted, known(seen)).clashes] == ["a third"]


def test_a_control_that_the_page_did_not_have_is_not_emptied() -> None:
    now, mine = form(one="a", two="new since"), form(one="mine")
    merged = merging.merge([now], [mine], mine.data, {"one": known(form(one="a"))["one"]})
    assert merged.data is not None and Form(merged.data).values["two"] == "new since"


def test_rows_are_one_thing() -> None:
    base, now = goals("first"), goals("first", "theirs")
    assert merging.merge([now], [base], base.data, known(base)).clashes == []
    untouched = merging.merge([now], [base], base.data, known(base)).data
    assert untouched is not None
    assert [row["text"] for row in SubGoalFormSet(untouched, prefix="delmal").values] == ["first", "theirs"]
    mine = goals("first", "mine")
    (clash,) = merging.merge([now], [mine], mine.data, known(base)).clashes
    assert "theirs" in clash.saved and "mine" in clash.mine


def test_only_one_unit_is_taken_when_one_is_sent() -> None:
    now, mine = form(one="a", two="b"), form(one="mine", two="also mine")
    merged = merging.merge([now], [mine], mine.data, known(now), only="one")
    assert merged.data is not None and Form(merged.data).values == {"one": "mine", "two": "b", "many": []}


def test_faulty_text_is_compared_as_it_was_typed() -> None:
    long = "x" * 11
    base, now, mine = form(one="a"), form(one="a"), form(one=long)
    merged = merging.merge([now], [mine], mine.data, known(base))
    assert merged == merging.Merged(None, [])
    assert merging.marks([mine]) != merging.marks([now])


def test_marks_that_no_page_has_made_are_no_marks() -> None:
    for text in ("", "nothing", "=", "a" * (merging.LARGEST + 1)):
        assert merging.read_bases({merging.BASES: text}) in (None, {"": ""})
