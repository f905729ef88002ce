"""What people cost: made by hand on paper, rounded once to öre per row and year."""

from decimal import Decimal

import pytest

from applications.budget.staff import StaffLine, by_year, check, cost, costs

D = Decimal


def line(
    share: str = "1",
    pay: str = "40000",
    overhead: str = "0",
    months: dict[int, str] | None = None,
    **more: str,
) -> StaffLine:
    given = {"key": "staff-0", "category": "personal", "role": "Projektledare", "person": ""} | more
    told = {year: D(number) for year, number in (months or {2027: "12"}).items()}
    return StaffLine(**given, share=D(share), monthly_pay=D(pay), overhead=D(overhead), months=told)


@pytest.mark.parametrize(
    ("share", "pay", "overhead", "months", "wanted"),
    [
        ("1", "40000", "0", "12", "480000.00"),
        ("0.5", "38000", "0.4", "12", "319200.00"),
        ("0.2", "41250.50", "0.3142", "6.5", "70474.83"),  # 70 474,82923
        ("0.333333", "30000", "0", "1", "9999.99"),
        ("0.5", "0.01", "0", "1", "0.01"),  # half an öre goes up
        ("0.5", "0.01", "0", "0.98", "0.00"),
        ("0.75", "33333.33", "0.3998", "3", "104984.99"),  # 104 984,989...
        ("1", "40000", "0.4", "0", "0.00"),
    ],
)
def test_pay_times_share_times_months_with_overhead(share, pay, overhead, months, wanted):
    assert cost(line(share, pay, overhead, {2027: months}), 2027) == D(wanted)


def test_each_row_and_year_is_rounded_by_itself_and_sums_add_ore():
    row = line("0.5", "0.01", months={2027: "1", 2028: "1"})
    assert by_year(row, (2027, 2028, 2029)) == {2027: D("0.01"), 2028: D("0.01"), 2029: D("0")}
    assert costs([row, row]) == {("personal", 2027): D("0.02"), ("personal", 2028): D("0.02")}


def test_each_category_has_its_own_rows_and_every_year_of_any_row():
    rows = [line(months={2027: "1"}), line(category="partners", months={2028: "2"})]
    assert costs(rows) == {
        ("personal", 2027): D(40000),
        ("personal", 2028): D(0),
        ("partners", 2027): D(0),
        ("partners", 2028): D(80000),
    }
    assert costs([]) == {}


@pytest.mark.parametrize(
    ("rows", "who"),
    [
        ([("Anna Berg", "0.6", "12"), ("Anna Berg", "0.6", "12")], "Anna Berg"),
        ([("Anna Berg", "0.8", "7"), ("anna berg ", "0.8", "6")], "Anna Berg"),
        ([("", "0.6", "12"), ("", "0.6", "12")], "Projektledare"),
        ([("Anna Berg", "0.5", "12"), ("Anna Berg", "0.5", "12")], ""),
        ([("Anna Berg", "0.8", "6"), ("Anna Berg", "0.8", "6")], ""),  # one after the other
        ([("Anna Berg", "0.6", "12"), ("Bo Ek", "0.6", "12")], ""),
        ([("Anna Berg", "0.6", "12"), ("Anna Berg", "0.6", "0")], ""),
    ],
)
def test_nobody_works_more_than_full_time(rows, who):
    lines = [line(share, months={2027: months}, person=person) for person, share, months in rows]
    found = check(lines)
    assert [(fault.level, fault.place) for fault in found] == ([("warning", "staff-0")] if who else [])
    assert all(fault.text.startswith(f"{who} är uppe i 1") and "heltid 2027" in fault.text for fault in found)
