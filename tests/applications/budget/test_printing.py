"""The printed table equals the source's to the krona."""

from dataclasses import replace

import pytest

from applications.budget.calculation import calculate
from applications.budget.lines import BudgetInput
from applications.budget.printing import is_rounding, printed_table, rounding_tolerance

from .orebro import FIXTURE, RATE, YEARS, costs, orebro_input

PRINTED = FIXTURE["printed"]


def test_the_real_case_prints_as_its_source():
    table = printed_table(calculate(orebro_input()))
    assert {row.label: list(row.cells) for row in table.costs} == PRINTED["costs"]
    assert {row.label: list(row.cells) for row in table.financing if not row.is_group} == PRINTED["financing"]
    assert table.years == (2024, 2025, 2026)


def test_rows_stand_in_print_order_with_their_kind():
    table = printed_table(calculate(orebro_input()))
    assert [row.label for row in table.costs] == list(PRINTED["costs"])
    assert [row.label for row in table.financing] == ["Finansiär – Offentlig finansiär", *PRINTED["financing"]]
    assert [row.is_sum for row in table.rows] == [False] * 4 + [True] + [False] * 3 + [True]
    assert [row.is_group for row in table.rows].index(True) == 5
    assert table.rows[5].cells == ()


def test_sums_can_be_named_otherwise():
    table = printed_table(calculate(orebro_input()), cost_sum_label="Summa kostnader")
    assert table.costs[-1].label == "Summa kostnader"


def test_financiers_of_one_group_stand_together():
    given = orebro_input()
    own, grant = given.funding
    funding = (replace(own, group_label="B"), replace(grant, group_label="A"), replace(own, key="x", group_label="B"))
    table = printed_table(calculate(BudgetInput(YEARS, costs(), funding, RATE)))
    assert [row.label for row in table.financing if row.is_group] == ["B", "A"]
    assert [row.key for row in table.financing] == ["", "egna", "x", "", "sokt", "funding_sum"]


def test_without_group_labels_there_are_no_group_rows():
    funding = tuple(replace(line, group_label="") for line in orebro_input().funding)
    table = printed_table(calculate(orebro_input(funding=funding)))
    assert not any(row.is_group for row in table.rows)


@pytest.mark.parametrize(("addends", "tolerance"), [(1, 0), (2, 1), (3, 1), (4, 2), (5, 2)])
def test_rounding_tolerance(addends, tolerance):
    assert rounding_tolerance(addends) == tolerance


@pytest.mark.parametrize("row", [*PRINTED["costs"].values(), *PRINTED["financing"].values()])
def test_every_row_of_the_source_is_within_tolerance(row):
    assert is_rounding(row[3], row[:3])


def test_two_kronor_on_three_addends_is_an_error():
    assert is_rounding(2001541, [456852, 989804, 554884])
    assert not is_rounding(2001542, [456852, 989804, 554884])
