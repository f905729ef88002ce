"""No figure about fewer than five people is shown, and none can be counted out from those that are."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.selectors.few import FEWEST, Place, Table, with_sums, withheld

NUMBERS = st.one_of(st.integers(0, 9), st.integers(0, 300))


@st.composite
def tables(draw: st.DrawFn) -> list[list[int]]:
    width = draw(st.integers(2, 4))
    return with_sums(draw(st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=1, max_size=6)))


def equations(table: Table, hidden: list[Place]) -> list[list[Fraction]]:
    """A row per sum: which hidden figures it holds, with the sum itself on the other side."""
    height, width = len(table), len(table[0])
    lines = [[(r, c) for c in range(width)] for r in range(height)]
    lines += [[(r, c) for r in range(height)] for c in range(width)]
    return [[Fraction((place in line) * (-1 if place == line[-1] else 1)) for place in hidden] for line in lines]


def rank(rows: list[list[Fraction]]) -> int:
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        for row in rows[found + 1 :]:
            part = row[column] / pivot[column]
            row[:] = [one - part * other for one, other in zip(row, pivot, strict=True)]
        found += 1
    return found


@given(tables())
def test_nothing_that_is_hidden_follows_from_what_is_shown(table: list[list[int]]) -> None:
    hidden = sorted(withheld(table))
    known = equations(table, hidden)
    for number in range(len(hidden)):
        alone = [Fraction(number == other) for other in range(len(hidden))]
        assert rank([*known, alone]) > rank(known), f"{hidden[number]} of {table} can be counted out"


@given(tables())
def test_no_small_figure_is_shown_alone_or_as_what_is_left_of_a_sum(table: list[list[int]]) -> None:
    hidden = withheld(table)
    for row, line in enumerate(table):
        for column, number in enumerate(line):
            assert (row, column) in hidden or not 0 < number < FEWEST
    height, width = len(table), len(table[0])
    lines = [[(r, c) for c in range(width)] for r in range(height)]
    for *parts, whole in [*lines, *([(r, c) for r in range(height)] for c in range(width))]:
        left = [table[r][c] for r, c in parts if (r, c) in hidden]
        assert whole in hidden or not left or sum(left) >= FEWEST


@given(tables())
def test_what_need_not_be_hidden_is_shown(table: list[list[int]]) -> None:
    if all(number == 0 or number >= FEWEST for row in table for number in row):
        assert not withheld(table)


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        ([[20, 30, 0]], set()),
        # One too few: another of the row goes with it, and both sums below, which say the same.
        ([[3, 30, 12]], {(0, 0), (0, 2), (1, 0), (1, 2)}),
        # Three and four are seven together, which may be known.
        ([[3, 4, 12], [8, 9, 10]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
    ],
)
def test_as_few_as_it_takes(rows: list[list[int]], hidden: set[Place]) -> None:
    assert withheld(with_sums(rows)) == hidden
