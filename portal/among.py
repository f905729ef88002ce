"""Rows that another query names, so asked that PostgreSQL finds their ids first and then reads those rows alone.

`id IN (SELECT …)` is a join among the others, and past eight joins the planner takes them as they stand
(`join_collapse_limit`); and beside an OR it is asked of every row. An array is found once, and then looked up in the
index of the ids.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, QuerySet


class Among(Func):
    """`Among(query)`: the row's id is one that the query gives; its one column are ids."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()
    conditional = True

    def __init__(self, *given: Any) -> None:
        query = given[-1]
        ids = ArraySubquery(query) if isinstance(query, QuerySet) else query
        super().__init__(*(given[:-1] or (F("pk"),)), ids)
