"""Reporting periods by rule, and when the reports are due."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from applications.budget.periods import Period, periods, report_due

day = date.fromisoformat


def rows():
    path = Path(__file__).parents[2] / "fixtures" / "reporting_periods.csv"
    with path.open(encoding="utf-8", newline="") as table:
        return [(row["start"], row["end"], row["periods"]) for row in csv.DictReader(table)]


def written(cut: tuple[Period, ...]) -> str:
    return " ".join(f"{period.start}/{period.end}" for period in cut)


@pytest.mark.parametrize(("start", "end", "expected"), rows())
def test_half_years_are_the_default(start, end, expected):
    cut = periods(day(start), day(end))
    assert written(cut) == expected
    assert [period.is_final for period in cut] == [False] * (len(cut) - 1) + [True]
    assert [period.number for period in cut] == list(range(1, len(cut) + 1))


def test_the_real_case_reports_once_a_year():
    cut = periods(day("2024-08-01"), day("2026-08-01"), months_per_period=12)
    assert written(cut) == "2024-08-01/2024-12-31 2025-01-01/2025-12-31 2026-01-01/2026-08-01"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-05-15", "2026-12-31", "2026-05-15/2026-12-31"),
        ("2026-05-02", "2026-12-31", "2026-05-02/2026-06-30 2026-07-01/2026-12-31"),
        ("2026-01-01", "2026-08-28", "2026-01-01/2026-08-28"),
        ("2026-01-01", "2026-08-29", "2026-01-01/2026-06-30 2026-07-01/2026-08-29"),
        ("2026-06-01", "2026-07-20", "2026-06-01/2026-07-20"),
        ("2026-07-01", "2027-01-15", "2026-07-01/2026-12-31 2027-01-01/2027-01-15"),
        ("2026-05-15", "2026-05-15", "2026-05-15/2026-05-15"),
    ],
)
def test_short_ends_join_their_neighbour_of_the_same_year(start, end, expected):
    assert written(periods(day(start), day(end))) == expected


def test_the_shortest_piece_is_a_setting():
    assert len(periods(day("2026-01-01"), day("2026-08-01"), min_days=32)) == 2
    assert len(periods(day("2026-01-01"), day("2026-08-01"), min_days=33)) == 1


@pytest.mark.parametrize("months", [6, 12])
def test_periods_cover_the_project_and_cross_no_new_year(months):
    start = day("2026-03-17")
    for length in range(0, 1100, 13):
        end = start + timedelta(days=length)
        cut = periods(start, end, months_per_period=months)
        assert (cut[0].start, cut[-1].end) == (start, end)
        assert sum(period.days for period in cut) == length + 1
        assert all(period.start.year == period.end.year for period in cut)


@pytest.mark.parametrize(("end", "months"), [("2025-12-31", 6), ("2027-12-31", 5), ("2027-12-31", 0)])
def test_impossible_rules_are_refused(end, months):
    with pytest.raises(ValueError, match=r"end before|evenly"):
        periods(day("2026-01-01"), day(end), months_per_period=months)


@pytest.mark.parametrize(
    ("end", "is_final", "due"),
    [
        ("2026-06-30", False, "2026-08-31"),
        ("2027-12-31", False, "2028-02-29"),
        ("2024-12-31", False, "2025-02-28"),
        ("2025-12-31", False, "2026-03-02"),
        ("2026-08-01", True, "2026-09-01"),
        ("2026-10-24", True, "2026-11-24"),
        ("2026-11-24", True, "2026-12-28"),
    ],
)
def test_reports_are_due_months_after_the_period_on_a_working_day(end, is_final, due):
    period = Period(1, day("2024-01-01"), day(end), is_final)
    assert report_due(period, report_due_months=2, final_due_months=1) == day(due)
