"""Deadline chips, date leaves and dates in words, as they stand on pages."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from portal import clock
from portal.look import deadlines

TODAY = date(2024, 3, 12)
NBSP = "\u00a0"


def chip(due: date | datetime, **options: object) -> tuple[str, str, str]:
    told = deadlines.describe(due, TODAY, **options)
    return told.nearness.value, told.when, told.remainder


def render(source: str, **context: object) -> str:
    return Template("{% load portal_tags %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("due", "look", "remainder"),
    [
        (date(2024, 4, 15), "", f"34{NBSP}dagar kvar"),
        (date(2024, 3, 27), "", f"15{NBSP}dagar kvar"),
        (date(2024, 3, 26), "soon", f"14{NBSP}dagar kvar"),
        (date(2024, 3, 13), "soon", f"1{NBSP}dag kvar"),
        (date(2024, 3, 12), "soon", "i dag"),
        (date(2024, 3, 11), "late", f"1{NBSP}dag sen"),
        (date(2024, 3, 8), "late", f"4{NBSP}dagar sen"),
    ],
)
def test_chip_counts_calendar_days(due: date, look: str, remainder: str) -> None:
    nearness, _, told = chip(due)
    assert (nearness, told) == (look, remainder)


def test_chip_says_the_date_and_changes_its_words_when_it_has_passed() -> None:
    assert chip(date(2024, 3, 15))[1] == "Senast 15 mars"
    assert chip(date(2024, 3, 8))[1] == "Skulle in 8 mars"
    assert chip(date(2025, 3, 8))[1] == "Senast 8 mars 2025"


def test_the_first_time_a_date_stands_it_has_weekday_and_clock_time() -> None:
    closes = datetime(2024, 4, 15, 14, 0, tzinfo=UTC)
    assert chip(closes, prefix="Stänger", weekday=True)[1] == f"Stänger måndag 15 april 2024 kl.{NBSP}16.00"


def test_days_are_counted_in_swedish_time() -> None:
    just_after_midnight_in_stockholm = datetime(2024, 3, 12, 23, 30, tzinfo=UTC)
    assert deadlines.days_left(just_after_midnight_in_stockholm, TODAY) == 1


def test_an_instant_that_has_passed_today_is_late_and_a_date_lasts_the_day_out() -> None:
    closes, now = datetime(2024, 3, 12, 15, 0, tzinfo=UTC), datetime(2024, 3, 12, 15, 1, tzinfo=UTC)
    assert chip(closes, now=now)[0] == "late"
    assert chip(closes, now=now)[2] == "tiden är ute"
    assert chip(TODAY, now=now)[0] == "soon"


@pytest.mark.parametrize(
    ("due", "classes"),
    [
        (date(2024, 4, 15), 'class="deadline"'),
        (date(2024, 3, 15), 'class="deadline deadline--soon"'),
        (date(2024, 3, 1), 'class="deadline deadline--late"'),
    ],
)
def test_chip_is_told_by_shape_too(due: date, classes: str) -> None:
    page = render("{% deadline due today %}", due=due, today=TODAY)
    assert classes in page
    assert "<svg" in page


def test_chip_can_leave_out_the_date_and_there_is_none_without_one() -> None:
    alone = render("{% deadline due today chip_only=True %}", due=date(2024, 3, 15), today=TODAY)
    assert "mars" not in alone
    assert render("{% deadline due today %}", due=None, today=TODAY) == ""


def test_chip_asks_the_clock_when_no_day_is_given() -> None:
    with clock.at(datetime(2024, 3, 12, 9, 0, tzinfo=UTC)):
        assert f"3{NBSP}dagar kvar" in render("{% deadline due %}", due=date(2024, 3, 15))


def test_leaf_is_a_date_that_machines_read() -> None:
    leaf = render("{% date_leaf due today %}", due=date(2024, 3, 15), today=TODAY)
    assert leaf == '<time class="leaf leaf--soon" datetime="2024-03-15"><b>15</b> <span>mars</span></time>'
    assert "passerat" in render("{% date_leaf due today %}", due=date(2024, 3, 8), today=TODAY)  # never by colour alone


@pytest.mark.parametrize(
    ("filter_name", "printed"),
    [
        ("swedish_date", "14 maj 2024"),
        ("day_month", "14 maj"),
        ("weekday_date", "tisdag 14 maj 2024"),
        ("clock_time", "16.00"),
        ("datetime_local", f"14 maj 2024 kl.{NBSP}16.00"),
    ],
)
def test_filters_print_swedish_time(filter_name: str, printed: str) -> None:
    source = f"{{{{ moment|{filter_name} }}}}"
    assert render(source, moment=datetime(2024, 5, 14, 14, 0, tzinfo=UTC)) == printed
    assert render(source, moment=None) == ""


def test_log_times_are_short_and_tell_another_year() -> None:
    with clock.at(datetime(2024, 4, 23, 9, 0, tzinfo=UTC)):
        assert render("{{ at|log_time }}", at=datetime(2024, 4, 22, 13, 10, tzinfo=UTC)) == "22 apr 15.10"
        assert render("{{ at|log_time }}", at=datetime(2023, 12, 1, 8, 5, tzinfo=UTC)) == "1 dec 2023 09.05"
