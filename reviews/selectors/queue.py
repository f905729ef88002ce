"""What a queue is: who sees it, what its rows are, how a row reads, and which rows are late or one's own to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Q, QuerySet, When

from portal import clock
from portal.accounts.enums import StaffRoleName as Role
from portal.accounts.models import User

from . import queue_lines, queue_rules


def as_they_are(user: User, rows: Sequence[Any]) -> None:
    """Nothing more is told of the rows."""


@dataclass(frozen=True)
class Queue:
    """`late` says which rows are late on a day; `mine` which await the person, and make up the day's work.

    `path` leads from a row to its case, `by` is the column that its order is read from and `due` the one with its day.
    `prepare` adds to the rows of one page what no column tells.
    """

    key: str
    label: str
    group: str
    icon: str
    roles: frozenset[Role]
    lead: str
    rows: Callable[[User], QuerySet[Any]]
    line: Callable[[Any], queue_lines.Line]
    late: Callable[[date], Q] = queue_rules.nothing_late
    mine: Callable[[User], Q] = queue_rules.nobody
    path: str = "case"
    by: str = "since"
    due: str = ""
    is_newest_first: bool = False
    prepare: Callable[[User, Sequence[Any]], None] = as_they_are

    @property
    def to_case(self) -> str:
        """The way to a column of the case, in a filter."""
        return f"{self.path}__" if self.path else ""

    def marked(self, user: User) -> QuerySet[Any]:
        """The rows, each with `is_mine` and `is_overdue`: what is another's to do, one only looks at."""
        is_mine = Choose(When(self.mine(user), then=True), default=False)
        is_overdue = Choose(When(self.late(clock.today()), then=True), default=False)
        rows: QuerySet[Any] = self.rows(user).annotate(is_mine=is_mine, is_overdue=is_overdue)
        return rows

    def line_of(self, row: Any) -> queue_lines.Line:
        """A row of `marked` as it reads; its verb leads to the case when the step is another's."""
        line = replace(self.line(row), is_late=row.is_overdue)
        return line if row.is_mine or not line.step.is_act else replace(line, step=queue_lines.Step())
