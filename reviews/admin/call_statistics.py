"""A call's figures: how many applied for each kind of support and got it, on a day; as a page and as JSON (N-02)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from ..selectors import component_statistics
from . import frame
from .calls import crumbs, open_call, url


@require_safe
def figures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The figures with their day. The kinds overlap and have no sum."""
    call = open_call(request, pk)
    context = {
        "title": f"Statistik, {call.name}",
        "crumbs": crumbs(call, "Statistik"),
        "call": call,
        "call_url": url(call),
        "json_url": url(call, "call_statistics_json"),
        "statistics": component_statistics.of_call(call),
    }
    return frame.page(request, "call_statistics", context)


@require_safe
def export(request: HttpRequest, pk: UUID) -> JsonResponse:
    """The same as JSON, to take along."""
    call = open_call(request, pk)
    return JsonResponse({"call": call.name, **component_statistics.of_call(call).as_json()})
