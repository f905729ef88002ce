"""Columns over time: a scale of even values, nothing drawn outside the picture, and the figures in words."""

import re

import pytest

from portal.look import charts


@pytest.mark.parametrize(
    ("largest", "marks"),
    [(0, [0, 1]), (1, [0, 1]), (4, [0, 1, 2, 3, 4]), (5, [0, 2, 4, 6]), (12, [0, 5, 10, 15]), (97, [0, 50, 100])],
)
def test_the_scale_goes_from_zero_in_even_steps_past_the_largest(largest: int, marks: list[int]) -> None:
    assert charts.scale(largest) == marks


def test_columns_stand_on_the_floor_and_say_their_figures() -> None:
    points = [("jan", 3, 1), ("feb", 0, 0), ("mar", 12, 7)]
    drawn = charts.columns(points, name="prov", title="Inflöde", first="inkomna", second="beslutade")
    tops = [float(y) + float(h) for y, h in re.findall(r'y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', drawn)]
    assert len(tops) == 4, "a column of nothing is not drawn"
    assert all(abs(bottom - (charts.HEIGHT - charts.BOTTOM)) < 0.2 for bottom in tops)
    assert "jan: 3 inkomna, 1 beslutade; mar: 12 inkomna, 7 beslutade" in drawn
    assert 'id="prov-t"' in drawn


def test_labels_are_text_and_never_markup() -> None:
    drawn = charts.columns([("<b>", 1, 0)], name="prov", title="T", first="a", second="b")
    assert "<b>" not in drawn
