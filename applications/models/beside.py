"""The projects that an applicant has here at the same time as the one it applies for."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject

from .application import Application
from .project import Project

_HELD, _ALONG = "_projects_beside", "projects_beside_along"
Period = tuple[date | None, date | None]


class Beside(NamedTuple):
    """A project by its case's name, and its first and last day."""

    title: str
    start: date
    end: date


def along() -> dict[str, ArraySubquery]:
    """To annotate a queryset of applications with, so that nobody asks for them one by one; `unpack` keeps them."""
    rows = (
        Project.objects.filter(
            case__organisation=OuterRef("case__organisation"),
            period_start__lte=OuterRef("period_end"),
            period_end__gte=OuterRef("period_start"),
        )
        .exclude(case=OuterRef("case"))
        .exclude(closed_early_on__lt=OuterRef("period_start"))
        .order_by("period_start", "id")
    )
    told = JSONObject(
        title=F("case__title"), start=Cast("period_start", TextField()), end=Cast("period_end", TextField())
    )
    return {_ALONG: ArraySubquery(rows.values_list(told))}


def unpack(application: Application) -> None:
    """Keep what came with the application."""
    told = getattr(application, _ALONG)
    rows = [Beside(row["title"], date.fromisoformat(row["start"]), date.fromisoformat(row["end"])) for row in told]
    application.__dict__[_HELD] = (_period(application), rows)


def projects_beside(application: Application) -> list[Beside]:
    """By their first day. One query for each period that is asked about; none where they came along."""
    start, end = period = _period(application)
    if start is None or end is None or application._state.adding:
        return []
    held = application.__dict__.get(_HELD)
    if held is None or held[0] != period:
        held = (period, list(_of(application, start, end)))
        application.__dict__[_HELD] = held
    found: list[Beside] = held[1]
    return found


def _of(application: Application, start: date, end: date) -> list[Beside]:
    body = application.case.organisation_id
    rows: QuerySet[Project] = Project.objects.filter(
        case__organisation=body, period_start__lte=end, period_end__gte=start
    )
    rows = rows.exclude(case=application.case_id).exclude(closed_early_on__lt=start).order_by("period_start", "id")
    return [Beside(*row) for row in rows.values_list("case__title", "period_start", "period_end")]


def _period(application: Application) -> Period:
    return application.period_start, application.period_end
