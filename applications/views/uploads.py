"""Attachments: put in with their section's form, or one at a time by a script; each checked by itself; handed out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from portal import sessions
from portal.files.streaming import respond
from portal.look.words import counted

from .. import findings, questions
from ..forms import faces
from ..forms.sections import AttachmentsForm
from ..models import Application, Attachment
from ..sections import SECTIONS, section_missing
from ..selectors.task_list import draft_of, faults_of
from ..services import attaching
from . import doors, places
from .answers import Tried, attempt, page
from .section_page import kinds_of, told

PUT_IN = "lagg_in"  # the button of one kind; any other button of the section puts in what is chosen too
FILE, KEY, KIND = "fil", "nyckel", "slag"  # what a script sends: one file, the name of its choice, its kind


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
                lambda kind=kind, upload=upload: attaching.add_attachment(  # type: ignore[misc]  # bound at once
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


# One at a time, by a script


def sent_file(request: HttpRequest) -> tuple[Any, UUID]:
    """The file that a script sent, and the name that it gave its choice. Raises Http404 for a faulty post."""
    upload = request.FILES.get(FILE)
    try:
        key = UUID(request.POST.get(KEY, ""))
    except ValueError as fault:
        raise Http404("no key") from fault
    if upload is None:
        raise Http404("no file")
    return upload, key


def refused(tried: Tried) -> JsonResponse:
    """Why the file was not kept, for its own row: an answer as good as the other, and no fault in the browser's log."""
    return JsonResponse({"errors": [line.text for line in tried.errors]})


def row_of(request: HttpRequest, attachment: Attachment, **context: Any) -> str:
    """The file's row in the list, as the page has it."""
    application = attachment.application
    told = {"attached": attachment, "application": application, "twin": attaching.same_among(attachment)}
    return render_to_string("applications/partials/file_row.html", told | context, request)


@require_POST
@page
def attachment_add(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Keep one file of a kind, or as the answer to a question, and answer with its row and what is left to do.

    The same choice sent again is answered with the row that is there.
    """
    row = doors.application(request, pk)
    kind = request.POST.get(KIND, "")
    section = questions.section_of(row.call_version, kind)
    if section is None or (section == questions.ATTACHMENTS and kind not in {one.key for one in kinds_of(row)}):
        raise Http404(kind)
    upload, key = sent_file(request)
    tried = attempt(lambda: attaching.add_attachment(row, kind=kind, upload=upload, key=key, by=doors.person(request)))
    if not tried.is_done:
        return refused(tried)
    fresh = doors.application(request, pk, keys=(section,))
    attachment = next(one for one in findings.attachments(fresh) if one.pk == tried.result.pk)
    form = faces.shown(fresh, section).form if section == questions.ATTACHMENTS else None
    controls = form.controls_of(attachment) if isinstance(form, AttachmentsForm) else []
    attachment.application = fresh
    html = row_of(request, attachment, controls=controls)
    return JsonResponse({"row": html, "id": f"inlagd-{attachment.pk}"} | _around(request, fresh, section))


@require_POST
@page
def attachment_remove(request: HttpRequest, pk: UUID, attachment: UUID) -> HttpResponseBase:
    """Take one file away; a script is told what is left to do, others come back to the section."""
    row = doors.application(request, pk)
    found = get_object_or_404(Attachment.objects.select_related("file", "application"), application=row, pk=attachment)
    section = questions.section_of(row.call_version, found.kind) or questions.ATTACHMENTS
    tried = attempt(lambda: attaching.remove_attachment(found, by=doors.person(request)))
    if sessions.by_script(request):
        fresh = doors.application(request, pk, keys=(section,))
        return JsonResponse(_around(request, fresh, section)) if tried.is_done else refused(tried)
    if tried.is_done:
        messages.success(request, f"{found.file} är borttagen.")
    for line in tried.errors:
        messages.error(request, line.text)
    return redirect(places.at("section", pk, section))


def _around(request: HttpRequest, row: Application, key: str) -> dict[str, Any]:
    """What else of the section's page a file changes: what is left to do, and what the rules say."""
    is_faulty = bool(findings.errors(row, key) or faults_of(row, SECTIONS[key]))
    missing = section_missing(row, SECTIONS[key]) if draft_of(row, key) and not is_faulty else ()
    remarks = told(findings.of_section(row, key))
    return {
        "parts": {
            "del-kvar": render_to_string("applications/partials/missing.html", {"missing": missing}, request),
            "del-anmarkningar": render_to_string("applications/partials/remarks.html", {"remarks": remarks}, request),
        },
        "is_faulty": is_faulty,
    }


# Handed out


@require_safe
@page
def attachment(request: HttpRequest, pk: UUID, attachment: UUID) -> HttpResponseBase:
    """Hand out one file. One that is not sent in is the applicant's alone."""
    rows = Attachment.objects.select_related("file", "application__case")
    row = get_object_or_404(rows, application=doors.application(request, pk), pk=attachment)
    if not row.is_sent_in and not doors.person(request).has_perm("applications.write_case", row.application):
        raise Http404("not sent in")
    return respond(row.file, is_own=True)
