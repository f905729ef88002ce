"""Rows that one of several queries finds; how PostgreSQL is asked is told in portal/among.py."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from portal.among import Among

__all__ = ["Among", "any_of"]


def any_of(first: QuerySet[Any], *others: QuerySet[Any], of: str = "pk") -> Among:
    """Rows that one of the queries finds: each is read from its own index, which an OR between them would not be."""
    ids = [query.order_by().values(of) for query in others]
    return Among(first.order_by().values(of).union(*ids))
