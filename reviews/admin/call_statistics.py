"""A call's figures: how many applied for each kind of support and got it, on a day; as a page, CSV and JSON (N-02)."""

import csv
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from ..selectors import component_statistics
from . import frame
from .calls import crumbs, open_call, url
from .checklist_pages import plain


@require_safe
def figures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The figures with their day. The kinds overlap and have no sum."""
    call = open_call(request, pk)
    context = {
        "title": f"Statistik, {call.name}",
        "crumbs": crumbs(call, "Statistik"),
        "call": call,
        "call_url": url(call),
        "csv_url": url(call, "call_statistics_csv"),
        "json_url": url(call, "call_statistics_json"),
        "statistics": component_statistics.of_call(call),
    }
    return frame.page(request, "call_statistics", context)


@require_safe
def export(request: HttpRequest, pk: UUID) -> JsonResponse:
    """The same as JSON, to take along."""
    call = open_call(request, pk)
    return JsonResponse({"call": call.name, **component_statistics.of_call(call).as_json()})


@require_safe
def table(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as a file that a spreadsheet opens."""
    call = open_call(request, pk)
    found = component_statistics.of_call(call)
    # With the mark that lets Excel see that it is UTF-8, and the semicolon that it parts by in Swedish.
    headers = {"Content-Disposition": f'attachment; filename="statistik-{call.slug}-{found.on:%Y-%m-%d}.csv"'}
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(answer, delimiter=";")
    writer.writerow(["Stöd", "Har sökt", "Har fått"])
    writer.writerows((plain(name), *figures) for name, *figures in found.as_rows())
    return answer
