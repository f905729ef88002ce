"""How much waits, how old it is and what is late: every queue of a person in one query.

Nothing counts over all rows: of each queue the oldest are read, up to a most, and a figure that reaches it says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, QuerySet, When

from portal import clock
from portal.accounts.models import User

from . import clocks
from .queue import Queue
from .queues import queues_of

YOUNG_DAYS, MIDDLE_DAYS = 7, 14  # design.md §8: at most 7 days, 8 to 14, 15 or more
MOST = 200  # rows of each queue that the figures are made of
MOST_IN_MENU = 99


@dataclass(frozen=True)
class Load:
    """One queue's figures. `ages` counts rows at most 7 days old, 8–14, 15 or more, and the late ones by themselves.

    `is_more`: there are more rows than were counted, and the figures are those of the oldest.
    """

    queue: Queue
    count: int = 0
    oldest: datetime | None = None
    late: int = 0
    ages: tuple[int, int, int, int] = (0, 0, 0, 0)
    mine: int = 0
    mine_late: int = 0
    is_more: bool = False

    def oldest_days(self, today: date) -> int | None:
        """Whole days since the oldest row came in; None for an empty queue."""
        return None if self.oldest is None else max(0, (today - clocks.day_of(self.oldest)).days)

    @property
    def counted(self) -> str:
        """12, or 200+ where there are more."""
        return f"{self.count}+" if self.is_more else str(self.count)


def workload(user: User) -> list[Load]:
    """All figures of the person's queues, in their order. One query."""
    found = {key: figures for key, *figures in _answered(_asking_figures(Asker.of(user)))}
    return [_load(queue, found.get(queue.key), found.get(_mine(queue))) for queue in queues_of(user)]


def counts(user: User) -> list[Load]:
    """Only how many rows each queue has, for the menu of every page. One query, and a light one."""
    found: dict[str, int] = dict(_answered(_asking_counts(Asker.of(user))))
    return [
        Load(queue, count=min(count, MOST_IN_MENU), is_more=count > MOST_IN_MENU)
        for queue in queues_of(user)
        for count in (found.get(queue.key, 0),)
    ]


@dataclass(frozen=True)
class Asker:
    """Who asks and on which day: all that the text of the question depends on.

    Composing the text of some twenty queues takes ten times as long as the database takes to answer it, and every
    page of the desk asks; so the text is composed once for each asker, and only the answer is always new.
    """

    person: Any
    roles: frozenset[Any]
    memberships: frozenset[Any]
    today: date
    user: User = field(compare=False, repr=False)

    @classmethod
    def of(cls, user: User) -> "Asker":
        return cls(user.pk, user.valid_roles, user.valid_memberships, clock.today(), user)


Question = tuple[str, Sequence[Any]]  # SQL and its values


@lru_cache(maxsize=256)
def _asking_counts(asker: Asker) -> Question:
    user, limit = asker.user, MOST_IN_MENU + 1
    return _union(
        [(queue.key, queue.rows(user).order_by().values("pk")[:limit], "count(*)", ()) for queue in queues_of(user)]
    )


@lru_cache(maxsize=256)
def _asking_figures(asker: Asker) -> Question:
    user, today = asker.user, asker.today
    young = clocks.start_of(today - timedelta(days=YOUNG_DAYS))
    middle = clocks.start_of(today - timedelta(days=MIDDLE_DAYS))
    return _union(
        [
            (key, rows, FIGURES, (young, young, middle))
            for queue in queues_of(user)
            for key, rows in _figures(queue, user, today)
        ]
    )


Part = tuple[str, QuerySet[Any, Any], str, tuple[Any, ...]]


def _mine(queue: Queue) -> str:
    return f"{queue.key}:mine"


def _figures(queue: Queue, user: User, today: date) -> Iterator[tuple[str, QuerySet[Any, Any]]]:
    """The oldest rows, and the oldest of those that await the person."""
    is_overdue = Case(When(queue.late(today), then=True), default=False)
    rows = queue.rows(user).annotate(is_overdue=is_overdue).order_by(queue.by, "pk")
    yield queue.key, rows.values("since", "is_overdue")[: MOST + 1]
    yield _mine(queue), rows.filter(queue.mine(user)).values("since", "is_overdue")[: MOST + 1]


FIGURES = (
    "min(since), count(*) FILTER (WHERE NOT is_overdue AND since >= %s),"
    " count(*) FILTER (WHERE NOT is_overdue AND since < %s AND since >= %s),"
    " count(*), count(*) FILTER (WHERE is_overdue)"
)


def _union(parts: list[Part]) -> Question:
    """One row for each part that has rows: its key, and what is asked of its rows. No text: nothing to ask."""
    texts, values = [], []
    for key, rows, asked, given in parts:
        try:
            text, inner = rows.query.sql_with_params()
        except EmptyResultSet:  # a filter that nothing passes, such as no board at all
            continue
        texts.append(f"SELECT %s, {asked} FROM ({text}) AS rows_of_it")  # noqa: S608 (our own text)
        values += [key, *given, *inner]
    return " UNION ALL ".join(texts), tuple(values)


def _answered(question: Question) -> list[Any]:
    text, values = question
    if not text:
        return []
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall()  # type: ignore[no-any-return]


def _load(queue: Queue, row: Any, own: Any) -> Load:
    if row is None or not row[3]:
        return Load(queue)
    oldest, young, middle, count, late = row
    load = Load(
        queue,
        count=min(count, MOST),
        oldest=oldest,
        late=late,
        ages=(young, middle, count - late - young - middle, late),
        is_more=count > MOST,
    )
    return load if own is None else replace(load, mine=own[3], mine_late=own[4])
