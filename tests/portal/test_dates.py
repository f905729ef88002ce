"""Dates in words, working days and legal time limits."""

import csv
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from portal import dates

FIXTURES = Path(__file__).parent.parent / "fixtures"
day = date.fromisoformat


def appeal_dates():
    with (FIXTURES / "appeal_dates.csv").open(encoding="utf-8", newline="") as table:
        return [pytest.param(row["posted"], row["last_day_to_appeal"], id=row["why"]) for row in csv.DictReader(table)]


# In words


def test_dates_are_written_in_swedish():
    assert dates.long(day("2024-05-14")) == "14 maj 2024"
    assert dates.short(day("2024-05-04")) == "4 maj"
    assert dates.weekday_long(day("2024-05-14")) == "tisdag 14 maj 2024"
    assert dates.period_long(day("2024-08-01"), day("2026-08-01")) == "1 augusti 2024 – 1 augusti 2026"


def test_times_are_local_with_a_dot():
    moment = datetime(2024, 5, 14, 14, 0, tzinfo=UTC)
    assert dates.clock_time(moment) == "16.00"
    assert dates.datetime_long(moment) == "14 maj 2024 kl.\u00a016.00"


def test_the_day_of_a_moment_is_local():
    assert dates.datetime_long(datetime(2024, 12, 31, 23, 30, tzinfo=UTC)) == "1 januari 2025 kl.\u00a000.30"


# Holidays and working days


@pytest.mark.parametrize(
    "holiday",
    [
        "2027-01-01",
        "2027-01-06",
        "2027-03-26",
        "2027-03-28",
        "2027-03-29",
        "2027-05-01",
        "2027-05-06",
        "2027-05-16",
        "2027-06-06",
        "2027-06-26",
        "2027-11-06",
        "2027-12-25",
        "2027-12-26",
        "2028-04-14",
        "2028-04-17",
        "2028-05-01",
        "2028-05-25",
        "2026-05-14",
        "2026-10-31",
        "2026-11-22",
    ],
)
def test_days_of_the_holiday_act_are_holidays(holiday):
    assert dates.is_holiday(day(holiday))
    assert not dates.is_working_day(day(holiday))


@pytest.mark.parametrize("eve", ["2026-06-19", "2027-06-25", "2028-06-23", "2026-12-24", "2026-12-31"])
def test_three_eves_are_no_holidays_but_no_working_days_either(eve):
    assert not dates.is_holiday(day(eve))
    assert not dates.is_working_day(day(eve))


@pytest.mark.parametrize("saturday", ["2026-11-21", "2027-03-27"])
def test_saturdays_are_no_holidays_but_no_working_days_either(saturday):
    assert not dates.is_holiday(day(saturday))
    assert not dates.is_working_day(day(saturday))


@pytest.mark.parametrize(
    "ordinary", ["2027-01-05", "2027-04-30", "2026-05-15", "2026-06-26", "2026-06-18", "2027-11-05", "2026-12-23"]
)
def test_evenings_before_and_squeezed_days_are_working_days(ordinary):
    assert dates.is_working_day(day(ordinary))


def test_next_and_previous_working_day_keep_a_working_day():
    assert dates.next_working_day(day("2026-12-23")) == day("2026-12-23")
    assert dates.previous_working_day(day("2026-12-23")) == day("2026-12-23")


def test_next_and_previous_working_day_step_over_christmas():
    assert dates.next_working_day(day("2026-12-24")) == day("2026-12-28")
    assert dates.previous_working_day(day("2026-12-27")) == day("2026-12-23")


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-12-23", 1, "2026-12-28"),
        ("2026-12-24", 1, "2026-12-28"),
        ("2026-12-28", -1, "2026-12-23"),
        ("2026-12-27", -1, "2026-12-23"),
        ("2026-12-24", 0, "2026-12-24"),
        ("2024-05-14", -15, "2024-04-19"),
        ("2026-11-20", 10, "2026-12-04"),
    ],
)
def test_add_working_days(start, count, expected):
    assert dates.add_working_days(day(start), count) == day(expected)


# Time limits


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
    ],
)
def test_add_months_takes_the_same_day_or_the_last_of_the_month(start, months, expected):
    assert dates.add_months(day(start), months) == day(expected)


@pytest.mark.parametrize(("posted", "last"), appeal_dates())
def test_last_day_to_appeal(posted, last):
    assert dates.last_day_to_appeal(day(posted)) == day(last)


def test_legal_deadline_moves_from_a_day_off_only():
    assert dates.legal_deadline(day("2027-02-28")) == day("2027-03-01")
    assert dates.legal_deadline(day("2027-03-01")) == day("2027-03-01")


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        ("2027-01-01", 3, "2029-12-31"),
        ("2024-08-01", 2, "2026-07-31"),
        ("2024-08-01", 3, "2027-07-31"),
        ("2028-02-29", 3, "2031-02-28"),
        ("2028-02-29", 4, "2032-02-28"),
        ("2027-02-28", 1, "2028-02-27"),
        ("2027-03-01", 1, "2028-02-29"),
    ],
)
def test_last_possible_day(start, years, last):
    assert dates.last_possible_day(day(start), years) == day(last)


def test_the_first_case_of_two_years_and_a_day_fits_in_three_years():
    assert day("2026-08-01") <= dates.last_possible_day(day("2024-08-01"), 3)


@pytest.mark.parametrize(
    ("last", "over"),
    [
        ("2026-10-24", "2026-10-24T22:00:00+00:00"),
        ("2026-10-25", "2026-10-25T23:00:00+00:00"),
        ("2026-03-28", "2026-03-28T23:00:00+00:00"),
        ("2026-03-29", "2026-03-29T22:00:00+00:00"),
        ("2026-12-31", "2026-12-31T23:00:00+00:00"),
    ],
)
def test_a_day_is_over_at_local_midnight(last, over):
    assert dates.start_of_next_local_day(day(last)).isoformat() == over


def test_length_of_a_month_in_words_names_the_year_in_february_only():
    assert dates.days_in_month_text(2025, 6) == "Juni har 30 dagar"
    assert dates.days_in_month_text(2025, 2) == "Februari 2025 har 28 dagar"


# Windows


@pytest.mark.parametrize(
    ("day", "at"), [(date(2027, 3, 28), time(2, 30)), (date(2026, 10, 25), time(2, 30)), (date(2027, 10, 31), time(2))]
)
def test_a_time_that_clocks_skip_or_show_twice_is_no_instant(day: date, at: time) -> None:
    with pytest.raises(ValueError, match="not one instant"):
        dates.instant(day, at)


def test_an_instant_is_told_by_the_local_clock() -> None:
    assert dates.instant(date(2026, 10, 24), time(12)) == datetime(2026, 10, 24, 10, tzinfo=UTC)
    assert dates.instant(date(2026, 10, 25), time(12)) == datetime(2026, 10, 25, 11, tzinfo=UTC)


def test_a_span_names_the_day_once() -> None:
    start = dates.instant(date(2026, 10, 4), time(10, 30))
    same, other = dates.instant(date(2026, 10, 4), time(11, 45)), dates.instant(date(2026, 10, 5), time(1))
    assert dates.between(start, same).replace(dates.NBSP, " ") == "4 oktober 2026 kl. 10.30–11.45"
    assert dates.between(start, other).replace(dates.NBSP, " ") == (
        "4 oktober 2026 kl. 10.30 – 5 oktober 2026 kl. 01.00"
    )
