"""What must hold for any day: time limits, working days and reporting periods, tried on thousands of dates."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.budget.periods import periods, report_due
from portal import dates

pytestmark = pytest.mark.hard

days = st.dates(date(2020, 1, 1), date(2060, 12, 31))
lengths = st.integers(0, 366 * 5)
steps = st.sampled_from([6, 12])
WEEK, YULE = timedelta(days=7), 6  # days off in a row are never more than five: Christmas Eve on a Wednesday or so


@given(posted=days)
def test_the_time_to_appeal_is_three_weeks_and_ends_on_a_working_day(posted):
    last = dates.last_day_to_appeal(posted)
    plain = posted + 3 * WEEK
    assert dates.is_working_day(last)
    assert plain <= last <= plain + timedelta(days=YULE)
    assert all(not dates.is_working_day(plain + timedelta(days=day)) for day in range((last - plain).days))


@given(first=days, later=lengths)
def test_what_is_posted_later_is_never_final_earlier(first, later):
    assert dates.last_day_to_appeal(first) <= dates.last_day_to_appeal(first + timedelta(days=later))


@given(day=days)
def test_a_week_holds_from_one_to_five_working_days(day):
    count = sum(dates.is_working_day(day + timedelta(days=step)) for step in range(7))
    assert 1 <= count <= 5


@given(day=days, count=st.integers(-60, 60))
def test_working_days_are_counted_there_and_back(day, count):
    start = dates.next_working_day(day)
    there = dates.add_working_days(start, count)
    assert dates.is_working_day(there)
    assert dates.add_working_days(there, -count) == start


@given(day=days, months=st.integers(-60, 60))
def test_months_land_on_the_same_day_or_the_last(day, months):
    there = dates.add_months(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day == day.day or (there.day < day.day and (there + timedelta(days=1)).day == 1)


@given(day=days)
def test_a_day_is_over_after_23_24_or_25_hours(day):
    over = dates.start_of_next_local_day(day)
    assert over - dates.start_of_next_local_day(day - timedelta(days=1)) in [timedelta(hours=h) for h in (23, 24, 25)]


@given(start=days, length=lengths, months=steps, least=st.integers(1, 90))
def test_periods_cover_the_project_without_gap_or_overlap(start, length, months, least):
    end = start + timedelta(days=length)
    cut = periods(start, end, months, least)
    assert (cut[0].start, cut[-1].end) == (start, end)
    assert all(after.start - before.end == timedelta(days=1) for before, after in pairwise(cut))
    assert [period.number for period in cut] == list(range(1, len(cut) + 1))
    assert [period.is_final for period in cut] == [False] * (len(cut) - 1) + [True]
    assert all(period.start.year == period.end.year for period in cut)


@given(start=days, length=lengths, months=steps)
def test_no_period_that_could_join_its_neighbour_of_the_year_is_short(start, length, months):
    cut = periods(start, start + timedelta(days=length), months, 60)
    for before, after in pairwise(cut):
        if before.start.year == after.start.year:
            assert min(before.days, after.days) >= 60


@given(start=days, length=lengths, months=steps, due=st.integers(1, 3), last=st.integers(1, 6))
def test_each_report_is_due_after_its_period_on_a_working_day(start, length, months, due, last):
    for period in periods(start, start + timedelta(days=length), months, 60):
        day = report_due(period, due, last)
        assert dates.is_working_day(day)
        assert day > period.end
        assert day <= dates.legal_deadline(dates.add_months(period.end, last if period.is_final else due) + WEEK)


@given(start=days, years=st.integers(1, 5))
def test_the_longest_period_is_whole_years_and_one_day_more_is_too_long(start, years):
    last = dates.last_possible_day(start, years)
    anniversary = dates.add_months(start, 12 * years)
    assert last in (anniversary, anniversary - timedelta(days=1))
    assert timedelta(days=365 * years - 1) <= last - start <= timedelta(days=366 * years)
