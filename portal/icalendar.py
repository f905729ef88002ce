"""A meeting as a file that calendars read: text/calendar after RFC 5545, in UTC so that no clock change moves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75  # octets, without the line break (RFC 5545 §3.1)
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Event:
    """One meeting. Instants are aware; `sequence` grows by each change, so that a calendar takes the newest."""

    uid: str
    starts_at: datetime
    minutes: int
    title: str
    place: str = ""
    text: str = ""
    url: str = ""
    sequence: int = 0
    is_cancelled: bool = False
    written_at: datetime | None = None


def calendar(event: Event) -> bytes:
    """The file's bytes. Raises ValueError for an instant without time zone."""
    return "".join(f"{part}\r\n" for line in _lines(event) for part in folded(line)).encode()


def _lines(event: Event) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Investeringsportalen//Moten//SV"
    yield "METHOD:PUBLISH"
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_instant(event.written_at or event.starts_at)}"
    yield f"DTSTART:{_instant(event.starts_at)}"
    yield f"DTEND:{_instant(event.starts_at + timedelta(minutes=event.minutes))}"
    yield f"SUMMARY:{escaped(event.title)}"
    for name, value in (("LOCATION", event.place), ("DESCRIPTION", event.text)):
        if value:
            yield f"{name}:{escaped(value)}"
    if event.url:
        yield f"URL:{event.url}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"
    yield "END:VCALENDAR"


def escaped(text: str) -> str:
    """A text value: backslash, semicolon, comma and new line are escaped (RFC 5545 §3.3.11)."""
    return text.translate(_ESCAPED)


def folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, the later ones begun by a space; no sign is cut in two (§3.1)."""
    part, size = "", 0
    for sign in line:
        length = len(sign.encode())
        if size + length > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part += sign
        size += length
    yield part


def _instant(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a moment must be aware of its time zone")
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
