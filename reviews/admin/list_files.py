"""A list of the desk as a file: the rows that the choices leave, in the order shown, with the columns shown."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.http import HttpResponse

from portal import dates, sheets
from portal.sheets import Put, Sheet

from ..selectors import listing
from ..selectors.clocks import day_of
from ..selectors.queue_lines import Line
from .checklist_pages import plain

HEADS = (
    "Diarienummer",
    "Ärende",
    "Sökande",
    "Organisationsnummer",
    "Satsning",
    "Läge",
    "Handläggare",
    "Kom hit",
    "Dagar",
    "Ålder",
    "Senast",
    "Inkom som",
)
WIDTHS = (16, 40, 32, 18, 28, 60, 22, 12, 8, 12, 12, 14)
DAYS = HEADS.index("Dagar")
CUT = f"Filen tar högst {listing.MOST_OUT} rader. Gör urvalet mindre för att få med resten."
CSV, XLSX = "csv", "xlsx"


def _cells(line: Line, today: date) -> list[str]:
    case = line.case
    age = listing.age_of(line, today)
    return [
        case.dnr or "",
        case.title,
        case.organisation.name,
        case.organisation.orgnr,
        case.programme.name,
        line.sentence,
        case.officer.name if case.officer else "",
        day_of(line.since).isoformat(),
        str(line.age(today)),
        listing.AGE_WORDS[age],
        line.due.isoformat() if line.due else "",
        case.get_source_display(),
    ]


def answer(kind: str, name: str, title: str, lines: Sequence[Line], today: date) -> HttpResponse:
    """The file as an attachment. `name` stands in its name, and the day it was made."""
    rows = [_cells(line, today) for line in lines]
    note = CUT if len(rows) >= listing.MOST_OUT else ""
    headers = {"Content-Disposition": f'attachment; filename="{name}-{today.isoformat()}.{kind}"'}
    if kind == XLSX:
        book = sheets.write(f"{title}, {dates.long(today)}", [_sheet(title, rows, note)])
        return HttpResponse(book, content_type=sheets.TYPE, headers=headers)
    # With the mark that lets Excel see that it is UTF-8, and the semicolon that it parts by in Swedish.
    found = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(found, delimiter=";")
    writer.writerow(HEADS)
    writer.writerows([plain(cell) for cell in row] for row in rows)
    if note:
        writer.writerow([note])
    return found


def _sheet(title: str, rows: list[list[str]], note: str) -> Sheet:
    head = [Put(text, "head", is_strong=True) for text in HEADS]
    body = [list(_puts(row)) for row in rows]
    return Sheet(title[:31], [head, *body, *([[Put(note)]] if note else [])], WIDTHS, fixed_columns=2)


def _puts(row: list[str]) -> Iterator[Put]:
    for place, text in enumerate(row):
        yield Put(Decimal(text), "number") if place == DAYS else Put(text)
