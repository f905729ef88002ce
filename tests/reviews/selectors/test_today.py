"""What lies ahead of an officer: the days, nearest first."""

from datetime import date

import pytest

from portal import clock
from portal.demo.world import moment
from reviews.selectors import today
from tests import factories
from tests.factories.scenes import stage, take

__all__ = ["stage", "take"]
SAID = "sex månader sedan ansökan kom in"


@pytest.mark.parametrize(
    ("on", "is_told"),
    [
        (date(2027, 3, 23), False),  # 61 days before
        (date(2027, 3, 24), True),
        (date(2027, 5, 23), True),  # the day itself: it came in on 23 November
        (date(2027, 5, 24), False),  # now it stands among those that are late
    ],
)
def test_six_months_are_told_two_months_ahead(on: date, is_told: bool) -> None:
    tale = factories.prepared_tale(title="Läsa högt hemma")
    with clock.at(moment(on, 9)):
        told = [line for line in today.ahead(tale.officer) if SAID in line.text]
        assert [(line.text, line.on) for line in told] == (
            [(f"Läsa högt hemma: {SAID}", date(2027, 5, 23))] if is_told else []
        )
        assert not [line for line in today.ahead(tale.staff("medhandlaggare")) if SAID in line.text]


def test_six_months_are_not_told_of_what_is_decided() -> None:
    tale = factories.granted_tale()
    with clock.at(moment(date(2027, 5, 20), 9)):
        assert not [line for line in today.ahead(tale.officer) if SAID in line.text]
