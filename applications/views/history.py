"""The visible history of a case: what happened, when and by whom, newest first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import Case, CaseMessage, Decision
from ..selectors import case_history as reading
from ..selectors import messages
from ..selectors.case_facts import SENT
from . import doors, log_text, places
from .answers import page

PER_PAGE = 40


@require_safe
@page
def case_history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All of it, a page at a time."""
    row = doors.case(request, pk)
    threads = messages.of_case(row) if row.shared_at else []
    found = entries(request, row, reading.sent_decisions(row, SENT), threads)
    context = {
        "case": row,
        "rows": Paginator(found, PER_PAGE).get_page(request.GET.get("sida")),
        "crumbs": places.of_case(row, "Historik"),
    }
    return render(request, "applications/case_history.html", context)


def entries(
    request: HttpRequest, row: Case, decisions: list[Decision], threads: list[CaseMessage]
) -> list[dict[str, Any]]:
    """As portal/partials/log.html wants them; `threads` are the messages of the case."""
    reading.fetch(row)
    told = log_text.rows(reading.moves(row, doors.person(request)), decisions)
    told += [
        {
            "at": one.at,
            "icon": one.icon,
            "text": one.text,
            "url": places.at(one.place, *one.args) if one.place else "",
            "link": one.link,
        }
        for one in reading.others(row, threads)
    ]
    return sorted(told, key=lambda line: line["at"], reverse=True)
