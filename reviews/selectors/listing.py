"""A queue as a list that can be narrowed, sorted and leafed through without ever being counted or sorted whole.

A page begins after the last row of the one before (keyset), by the sort column and the row's id, so that rows with
equal values are neither shown twice nor left out, and page 400 costs what page 1 does.
"""

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, CharField, DateField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower

from portal import clock
from portal.accounts.models import User

from . import clocks, search
from .among import Among
from .queue import Queue
from .queue_lines import Line

PER_PAGE = 50
MOST_OUT = 5_000  # rows of a file
NOBODY = "ingen"
OLDEST, NEWEST, DUE, TITLE, APPLICANT, NUMBER, OFFICER = (
    "aldst", "nyast", "dag", "arende", "sokande", "dnr", "handlaggare"
)  # fmt: skip
SORTS = {
    OLDEST: "Äldst först",
    NEWEST: "Nyast först",
    DUE: "Närmaste dag först",
    TITLE: "Ärende, A till Ö",
    APPLICANT: "Sökande, A till Ö",
    NUMBER: "Diarienummer",
    OFFICER: "Handläggare, A till Ö",
}
YOUNG, MIDDLE, OLD, LATE = "ny", "vantar", "lange", "sen"
AGES = {
    YOUNG: "Högst 7 dagar",
    MIDDLE: "8–14 dagar",
    OLD: "15 dagar eller fler",
    LATE: "Försenade",
}
OVER = "slut"
AGE_WORDS = {YOUNG: "ny", MIDDLE: "väntar", OLD: "väntat länge", LATE: "försenad", OVER: "avslutad"}
LAST_LETTERS, AFTER_Z = "åäö", "{|}"  # as portal/look/words.py sorts, whatever collation the database has


@dataclass(frozen=True)
class Chosen:
    """What a person has chosen to see: words, and what the cases must be. Empty means all."""

    words: tuple[str, ...] = ()
    programme: str = ""
    call: str = ""
    officer: str = ""
    state: str = ""
    municipality: str = ""
    age: str = ""
    sort: str = ""


@dataclass(frozen=True)
class Listed:
    """A page of rows, and where the pages after and before it begin; nothing where there is none."""

    rows: list[Any] = field(default_factory=list)
    after: str = ""
    before: str = ""


class RowComparison(Func):
    """(a, b) > (c, d), compared as rows, which PostgreSQL reads from an index."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, *expressions: Any, sign: str) -> None:
        super().__init__(*expressions)
        self.sign = sign

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        texts, params = [], []
        for expression in self.source_expressions:
            text, values = compiler.compile(expression)
            texts.append(text)
            params += values
        a, b, c, d = texts
        return f"({a}, {b}) {self.sign} ({c}, {d})", params


def age_of(line: Line, today: date) -> str:
    """Which of the four ages a row has; being late goes before the days, and nothing waits in what is over."""
    if line.is_over:
        return OVER
    days = line.age(today)
    if line.is_late:
        return LATE
    return YOUNG if days <= 7 else MIDDLE if days <= 14 else OLD


def sorts_of(queue: Queue) -> dict[str, str]:
    """The orders that make sense in a queue; the usual one first, since that is what an unanswered choice shows."""
    usual = usual_sort(queue)
    return {usual: SORTS[usual]} | {key: label for key, label in SORTS.items() if key != DUE or queue.due}


def usual_sort(queue: Queue) -> str:
    return NEWEST if queue.is_newest_first else OLDEST


def narrowed(queue: Queue, user: User, chosen: Chosen) -> QuerySet[Any]:
    """The rows of a queue that the choices leave."""
    rows = queue.marked(user)
    to = queue.to_case
    if chosen.words:
        rows = rows.filter(search.holding(chosen.words, to))
    if chosen.programme:
        rows = rows.filter(**{f"{to}programme__slug": chosen.programme})
    if chosen.call:
        rows = rows.filter(**{f"{to}application__call": chosen.call, f"{to}application__shared_at__isnull": False})
    if chosen.officer:
        officer = None if chosen.officer == NOBODY else chosen.officer
        rows = rows.filter(**{f"{to}officer": officer} if officer else {f"{to}officer__isnull": True})
    if chosen.state:
        rows = rows.filter(**{f"{to}application__state": chosen.state, f"{to}application__shared_at__isnull": False})
    if chosen.municipality:
        rows = rows.filter(**{f"{to}search_row__municipalities__contains": [chosen.municipality]})
    return rows.filter(_aged(queue, chosen.age)) if chosen.age else rows


def _aged(queue: Queue, age: str) -> Q:
    today = clock.today()
    late = queue.late(today)
    young = Q(since__gte=clocks.start_of(today - timedelta(days=7)))
    middle = Q(since__gte=clocks.start_of(today - timedelta(days=14)))
    return {YOUNG: young & ~late, MIDDLE: middle & ~young & ~late, OLD: ~middle & ~late, LATE: late}[age]


def _alphabetical(name: str) -> Func:
    text = Lower(Coalesce(F(name), Value("")))
    return Func(text, Value(LAST_LETTERS), Value(AFTER_Z), function="translate", output_field=CharField())


def order_of(queue: Queue, sort: str) -> tuple[Any, bool]:
    """What the rows are sorted by, never empty, and whether it is backwards."""
    to = queue.to_case
    if sort == DUE and queue.due:
        return Coalesce(F(queue.due), Value(date.max), output_field=DateField()), False
    if sort == TITLE:
        return _alphabetical(f"{to}title"), False
    if sort == APPLICANT:
        return _alphabetical(f"{to}organisation__name"), False
    if sort == NUMBER:
        return Coalesce(F(f"{to}dnr"), Value(""), output_field=CharField()), False
    if sort == OFFICER:
        return _alphabetical(f"{to}officer__name"), False
    return F(queue.by), (sort or usual_sort(queue)) == NEWEST


def listed(queue: Queue, user: User, chosen: Chosen, *, after: str = "", before: str = "") -> Listed:
    """One page: the first, or the one after or before the row that a key names. A key that is none gives the first."""
    rows = narrowed(queue, user, chosen)
    order, is_backwards = order_of(queue, chosen.sort)
    rows = rows.annotate(sorted_by=order)
    key = _read(rows, before or after)
    is_before = bool(before) and key is not None
    down = is_backwards != is_before
    if key is not None:
        value, pk = (Value(part, output_field=kind) for part, kind in zip(key, _kinds(rows), strict=True))
        rows = rows.filter(RowComparison(F("sorted_by"), F("pk"), value, pk, sign="<" if down else ">"))
    sign = "-" if down else ""
    found = _dressed(rows, PER_PAGE + 1, sign)
    is_more = len(found) > PER_PAGE
    found = found[:PER_PAGE]
    if is_before:
        found.reverse()
    queue.prepare(user, found)
    has_after, has_before = (True, is_more) if is_before else (is_more, key is not None)
    return Listed(
        found,
        after=_written(found[-1]) if found and has_after else "",
        before=_written(found[0]) if found and has_before else "",
    )


def whole(queue: Queue, user: User, chosen: Chosen) -> list[Any]:
    """All rows in their order, as many as a file takes."""
    rows = narrowed(queue, user, chosen)
    order, is_backwards = order_of(queue, chosen.sort)
    sign = "-" if is_backwards else ""
    found = _dressed(rows.annotate(sorted_by=order), MOST_OUT, sign)
    queue.prepare(user, found)
    return found


def _dressed(rows: QuerySet[Any], most: int, sign: str) -> list[Any]:
    """The first so many in their order: which they are is found first, and what a line shows is read for them alone."""
    order = f"{sign}sorted_by", f"{sign}pk"
    ids = rows.select_related(None).order_by(*order).values("pk")[:most]
    return list(rows.filter(Among(ids)).order_by(*order))


def _kinds(rows: QuerySet[Any]) -> tuple[Any, Any]:
    return rows.query.annotations["sorted_by"].output_field, rows.model._meta.pk.target_field if (
        rows.model._meta.pk.is_relation
    ) else rows.model._meta.pk


def _written(row: Any) -> str:
    """The key of a row as a piece of an address."""
    value = row.sorted_by
    told = value.isoformat() if isinstance(value, date) else str(value)
    return base64.urlsafe_b64encode(json.dumps([told, str(row.pk)]).encode()).decode().rstrip("=")


def _read(rows: QuerySet[Any], key: str) -> tuple[Any, Any] | None:
    """The key that an address names; None for none, and for what is no key."""
    if not key:
        return None
    try:
        value, pk = json.loads(base64.urlsafe_b64decode(key.encode() + b"=" * (-len(key) % 4)))
        of_value, of_pk = _kinds(rows)
        found = of_value.to_python(value), of_pk.to_python(pk)
    except (ValueError, TypeError, binascii.Error, ValidationError, RecursionError):
        return None
    return None if None in found or "\x00" in str(value) else found
