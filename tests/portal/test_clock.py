"""The clock: real, named by a setting, or set for a while."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.test import override_settings

from portal import clock

NOON = datetime(2024, 5, 14, 10, 0, tzinfo=UTC)
EVENING = datetime(2024, 12, 31, 23, 30, tzinfo=UTC)
NOT_A_MOMENT = datetime.fromisoformat("2024-05-14T10:00")


def eastern_evening() -> datetime:
    return datetime(2024, 5, 14, 20, 0, tzinfo=timezone(timedelta(hours=-4)))


def no_zone() -> datetime:
    return NOT_A_MOMENT


@override_settings(CLOCK_SOURCE=None)
def test_now_is_aware_and_runs():
    first = clock.now()
    assert first.tzinfo is UTC
    assert clock.now() >= first


@override_settings(CLOCK_SOURCE="tests.portal.test_clock.eastern_evening")
def test_now_comes_from_the_source_of_the_settings_in_utc():
    assert clock.now() == datetime(2024, 5, 15, 0, 0, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    assert clock.today() == date(2024, 5, 15)


@override_settings(CLOCK_SOURCE="tests.portal.test_clock.no_zone")
def test_a_source_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        clock.now()


@override_settings(CLOCK_SOURCE="tests.portal.test_clock.eastern_evening")
def test_a_set_moment_goes_before_the_source():
    with clock.at(NOON):
        assert clock.now() == NOON


def test_blocks_nest_and_give_the_outer_time_back():
    with clock.at(NOON):
        with clock.at(EVENING):
            assert clock.now() == EVENING
        assert clock.now() == NOON


def test_time_comes_back_after_an_error():
    with clock.at(NOON):
        with pytest.raises(KeyError), clock.at(EVENING):
            raise KeyError
        assert clock.now() == NOON


def test_today_is_the_day_in_stockholm():
    with clock.at(EVENING):
        assert clock.today() == date(2025, 1, 1)


def test_naive_moments_are_refused():
    with pytest.raises(ValueError, match="aware"), clock.at(NOT_A_MOMENT):
        pass
    with pytest.raises(ValueError, match="aware"):
        clock.local(NOT_A_MOMENT)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-03-29T00:59:00+00:00", "2026-03-29T01:59:00+01:00"),
        ("2026-03-29T01:00:00+00:00", "2026-03-29T03:00:00+02:00"),
        ("2026-10-25T00:59:00+00:00", "2026-10-25T02:59:00+02:00"),
        ("2026-10-25T01:00:00+00:00", "2026-10-25T02:00:00+01:00"),
    ],
)
def test_local_follows_summer_time(moment, shown):
    assert clock.local(datetime.fromisoformat(moment)).isoformat() == shown


def test_advance_moves_time_within_the_block_only():
    with clock.at(NOON):
        with clock.at(NOON):
            assert clock.advance(hours=2, minutes=5, seconds=3) == NOON + timedelta(hours=2, minutes=5, seconds=3)
            assert clock.now() == NOON + timedelta(hours=2, minutes=5, seconds=3)
        assert clock.now() == NOON


def test_a_day_keeps_the_local_hour_over_the_change_to_winter_time_and_24_hours_do_not():
    saturday_at_four = datetime(2026, 10, 24, 14, 0, tzinfo=UTC)
    with clock.at(saturday_at_four):
        assert clock.local(clock.advance(days=1)).hour == 16
    with clock.at(saturday_at_four):
        assert clock.local(clock.advance(hours=24)).hour == 15
    with clock.at(saturday_at_four):
        assert clock.local(clock.advance(weeks=1)).isoformat() == "2026-10-31T16:00:00+01:00"


def test_advance_outside_a_set_time_is_an_error():
    with pytest.raises(RuntimeError, match="only a time"):
        clock.advance(days=1)
