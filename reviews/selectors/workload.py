"""How much waits, how old it is and what is late: every queue of a person in one query."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, Min, Q, QuerySet, Value

from portal import clock
from portal.accounts.models import User

from . import clocks
from .queues import Queue, queues_of

YOUNG_DAYS, MIDDLE_DAYS = 7, 14  # design.md §8: at most 7 days, 8 to 14, 15 or more


@dataclass(frozen=True)
class Load:
    """One queue's figures. `ages` counts rows at most 7 days old, 8–14, 15 or more, and the late ones by themselves."""

    queue: Queue
    count: int = 0
    oldest: datetime | None = None
    late: int = 0
    ages: tuple[int, int, int, int] = (0, 0, 0, 0)
    mine: int = 0
    mine_late: int = 0

    def oldest_days(self, today: date) -> int | None:
        """Whole days since the oldest row came in; None for an empty queue."""
        return None if self.oldest is None else max(0, (today - clocks.day_of(self.oldest)).days)


def workload(user: User) -> list[Load]:
    """All figures of the person's queues, in their order. One query."""
    today = clock.today()
    return _asked(user, lambda queue: _figures(queue, user, today))


def counts(user: User) -> list[Load]:
    """Only how many rows each queue has, for the menu of every page. One query, and a light one."""
    return _asked(user, lambda queue: _grouped(queue, user).annotate(n=Count("pk")))


def _asked(user: User, ask: Callable[[Queue], QuerySet[Any, Any]]) -> list[Load]:
    queues = queues_of(user)
    if not queues:
        return []
    first, *rest = [ask(queue) for queue in queues]
    rows = {row["queue"]: row for row in first.union(*rest, all=True)}
    return [_load(queue, rows.get(queue.key)) for queue in queues]


def _grouped(queue: Queue, user: User) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = queue.rows(user).order_by().annotate(queue=Value(queue.key, CharField())).values("queue")
    return rows


def _figures(queue: Queue, user: User, today: date) -> QuerySet[Any, Any]:
    late, mine = queue.late(today), queue.mine(user)
    young = Q(since__gte=clocks.start_of(today - timedelta(days=YOUNG_DAYS)))
    middle = Q(since__gte=clocks.start_of(today - timedelta(days=MIDDLE_DAYS)))
    figures: QuerySet[Any, Any] = _grouped(queue, user).annotate(
        n=Count("pk"),
        oldest=Min("since"),
        late=Count("pk", filter=late),
        young=Count("pk", filter=young & ~late),
        middle=Count("pk", filter=middle & ~young & ~late),
        mine=Count("pk", filter=mine),
        mine_late=Count("pk", filter=mine & late),
    )
    return figures


def _load(queue: Queue, row: dict[str, Any] | None) -> Load:
    if row is None:
        return Load(queue)
    if "oldest" not in row:
        return Load(queue, count=row["n"])
    old = row["n"] - row["late"] - row["young"] - row["middle"]
    return Load(
        queue,
        count=row["n"],
        oldest=row["oldest"],
        late=row["late"],
        ages=(row["young"], row["middle"], old, row["late"]),
        mine=row["mine"],
        mine_late=row["mine_late"],
    )
