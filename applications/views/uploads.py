"""Attachments: they come with their section's form, each file checked by itself; and one is handed out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portal.files.streaming import respond
from portal.look.words import counted

from ..models import Application, Attachment
from ..services import drafting
from . import doors
from .answers import attempt, page
from .section_page import kinds_of

PUT_IN = "lagg_in"  # the button of one kind; any other button of the section puts in what is chosen too


def keep(request: HttpRequest, row: Application) -> dict[str, list[str]]:
    """Put in the chosen files of every kind that can be kept; why the others were not, by kind.

    Files are kept also when the rest of the section is not: a browser does not choose a file again by itself.
    """
    failed: dict[str, list[str]] = {}
    kept = 0
    kinds = [kind.key for kind in kinds_of(row)]
    for kind in kinds:
        for upload in request.FILES.getlist(f"fil-{kind}"):
            tried = attempt(
                lambda kind=kind, upload=upload: drafting.add_attachment(  # type: ignore[misc]  # bound at once
                    row, kind=kind, upload=upload, by=doors.person(request)
                )
            )
            kept += tried.is_done
            if not tried.is_done:
                failed.setdefault(kind, []).extend(f"{upload.name}: {line.text}" for line in tried.errors)
    pressed = request.POST.get(PUT_IN)
    if pressed in kinds and not request.FILES.getlist(f"fil-{pressed}"):
        failed.setdefault(pressed, []).append("Välj en fil att lägga in.")
    if kept:
        messages.success(request, f"{counted(kept, 'en fil är inlagd', 'filer är inlagda').capitalize()}.")
    return failed


@require_safe
@page
def attachment(request: HttpRequest, pk: UUID, attachment: UUID) -> HttpResponseBase:
    """Hand out one file. One that is not sent in is the applicant's alone."""
    rows = Attachment.objects.select_related("file", "application__case")
    row = get_object_or_404(rows, application=doors.application(request, pk), pk=attachment)
    if not row.is_sent_in and not doors.person(request).has_perm("applications.write_case", row.application):
        raise Http404("not sent in")
    return respond(row.file)
