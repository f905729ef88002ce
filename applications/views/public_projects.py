"""The open page of a project that ended before its time, and its final report: no sign-in, no names of staff."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..models import Project, Report
from ..selectors import public_projects as reading


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
