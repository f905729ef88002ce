"""The first number of a year as boxes: what is read, what is left out, and what is refused."""

import pytest
from django.core.exceptions import ValidationError

from portal.accounts.forms import SPARE, YearNumbersField


def test_rows_become_years_with_numbers_and_empty_rows_are_left_out() -> None:
    field = YearNumbersField({"2023": 10970})
    assert len(field.widget.widgets) == 2 * (1 + SPARE)
    assert field.clean(["2024", "1", "", "", "2023", "10970"]) == {"2024": 1, "2023": 10970}
    assert not field.has_changed({"2023": 10970}, ["2023", "10970", "", "", "", ""])


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        (["23", "1"], "fyra siffror"),
        (["2023", ""], "första numret för 2023"),
        (["2023", "0"], "första numret för 2023"),
        (["2023", "1", "2023", "2"], "2023 står två gånger"),
    ],
)
def test_what_is_wrong_is_told_in_words(boxes: list[str], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        YearNumbersField({}).clean(boxes)
