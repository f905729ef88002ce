"""The open list of projects, and the open page of one that ended early: no sign-in, no names of staff."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.context import Link

from ..models import Project, Report
from ..selectors import public_projects as reading

PER_PAGE = 30


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """Projects that have been granted support; `?satsning=` is a filter, and 404 when it names nothing."""
    known, slug = list(reading.programmes()), request.GET.get("satsning", "")
    chosen = next((row for row in known if row.slug == slug), None)
    if slug and chosen is None:
        raise Http404("no such programme with projects")
    page = Paginator(reading.granted(slug), PER_PAGE).get_page(request.GET.get("sida"))
    context = {
        "projects": reading.listed(page),
        "rows": page,
        "programmes": known,
        "chosen": chosen,
        "crumbs": [Link("Start", "/"), Link("Projekt", "")],
    }
    return render(request, "applications/public_projects.html", context)


@require_safe
def project(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it was, that it ended early and why, who took part, and where to read what was learnt (F-13, F-14, F-17).

    404 for every project that was not ended early.
    """
    row = _closed(pk)
    return render(request, "applications/public_project.html", {"project": row, "open": reading.about(row)})


@require_safe
def final_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Conclusions, lessons and recommendation of the final report, once it is approved."""
    row = _closed(pk)
    report: Report | None = reading.final_report(row)
    if report is None:
        raise Http404("there is no approved final report")
    context = {"project": row, "open": reading.about(row), "report": report, "parts": reading.conclusions(report)}
    return render(request, "applications/public_final_report.html", context)


def _closed(pk: UUID) -> Project:
    return get_object_or_404(reading.closed_early(), pk=pk)
