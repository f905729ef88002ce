"""A meeting as text/calendar after RFC 5545: line ends, folding, escapes, and instants that no clock change moves."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import dates
from portal.icalendar import LONGEST_LINE, Event, calendar, escaped, folded


def event(**given: object) -> Event:
    at = dates.instant(date(2027, 3, 10), time(13))
    return Event(**({"uid": "a@b", "starts_at": at, "minutes": 45, "title": "Dialogmöte"} | given))  # type: ignore[arg-type]


def lines(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_the_file_holds_what_a_calendar_needs() -> None:
    told = lines(calendar(event(place="Rum 3; plan 2, Örebro", text="Rad ett\nRad två", sequence=2)))
    assert told[:4] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Investeringsportalen//Moten//SV", "METHOD:PUBLISH"]
    assert "LOCATION:Rum 3\\; plan 2\\, Örebro" in told and "DESCRIPTION:Rad ett\\nRad två" in told
    assert "SEQUENCE:2" in told and "STATUS:CONFIRMED" in told and told[-2:] == ["END:VCALENDAR", ""]
    assert "STATUS:CANCELLED" in lines(calendar(event(is_cancelled=True)))


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2027, 3, 27), "20270327T120000Z"),  # the day before summer time
        (date(2027, 3, 28), "20270328T110000Z"),
        (date(2027, 10, 30), "20271030T110000Z"),
        (date(2027, 10, 31), "20271031T120000Z"),  # winter time again
    ],
)
def test_thirteen_stays_thirteen_over_a_clock_change(day: date, utc: str) -> None:
    assert f"DTSTART:{utc}" in lines(calendar(event(starts_at=dates.instant(day, time(13)))))


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        calendar(event(starts_at=datetime(2027, 3, 10, 13)))  # noqa: DTZ001 -- the fault itself


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_folding_loses_nothing_and_no_part_is_too_long(text: str) -> None:
    parts = list(folded(f"SUMMARY:{escaped(text)}"))
    assert all(len(part.encode()) <= LONGEST_LINE for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == f"SUMMARY:{escaped(text)}"
