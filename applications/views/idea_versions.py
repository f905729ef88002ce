"""A shared idea after it was shared: what stood in it each time, and going no further with it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ..enums import IdeaState
from ..selectors import checklists as reading
from ..selectors.idea_versions import rows
from ..services import ideas
from . import doors, places
from .answers import attempt, page, saved


@require_safe
@page
def idea_version(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """The idea as it was shared that day, whatever has been written since."""
    row = doors.idea(request, pk)
    version = get_object_or_404(row.versions.select_related("shared_by"), number=number)
    context = {
        "idea": row,
        "version": version,
        "rows": rows(version.content),
        "told": reading.dated(version.content.get("checklist", {})),
        "others": row.versions.exclude(pk=version.pk),
        "crumbs": places.of_case(row.case, f"Idén, version {number}"),
    }
    return render(request, "applications/idea_version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def idea_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what stays, then go no further with the idea."""
    row = doors.idea(request, pk)
    if row.is_private:
        return redirect("applications:idea_delete", row.pk)
    if row.state in (IdeaState.CLOSED, IdeaState.CONVERTED) and request.method != "POST":
        return redirect("applications:case", row.case_id)
    if not doors.may(request, "share_idea", row):
        raise Http404("not this person's to close")
    tried = attempt(lambda: ideas.close(row, by=doors.person(request))) if request.method == "POST" else None
    if tried and tried.is_done:
        saved(request, "Idén är avslutad")
        return redirect("applications:case", row.case_id)
    context = {
        "idea": row,
        "error_list": list(tried.errors) if tried else [],
        "crumbs": places.of_case(row.case, "Avsluta idén"),
    }
    return render(request, "applications/idea_close.html", context)
