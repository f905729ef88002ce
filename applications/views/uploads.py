"""Attachments: put in several files at once, each checked by itself, fetch one, take one away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.files.streaming import respond
from portal.look.words import counted

from .. import questions
from ..models import Application, Attachment
from ..services import drafting
from . import doors
from .answers import Tried, attempt, page
from .section_page import attachments_page, kinds_of


@require_http_methods(["GET", "HEAD", "POST"])
@page
def attachment_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep each file that can be kept; name each that cannot, with how to mend it. Its address, visited, leads back."""
    row = doors.application(request, pk, keys=("bilagor",))
    if request.method != "POST":
        return redirect("applications:section", row.pk, "bilagor")
    kind = request.POST.get("slag", "")
    if kind not in {known.key for known in kinds_of(row)}:
        raise Http404(kind)
    failed, kept = _keep(request, row, kind)
    if kept:
        messages.success(request, f"{counted(len(kept), 'en fil är inlagd', 'filer är inlagda').capitalize()}.")
    if failed:
        return attachments_page(request, row, kinds_of(row, {kind: failed}))
    return redirect("applications:section", row.pk, "bilagor")


def _keep(request: HttpRequest, row: Application, kind: str) -> tuple[list[str], list[Attachment]]:
    uploads = request.FILES.getlist("filer")
    if not uploads:
        return ["Välj en fil att lägga in."], []
    failed, kept = [], []
    for upload in uploads:
        tried = _one(request, row, kind, upload)
        if tried.is_done:
            kept.append(tried.result)
        else:
            failed += [f"{upload.name}: {line.text}" for line in tried.errors]
    return failed, kept


def _one(request: HttpRequest, row: Application, kind: str, upload: UploadedFile) -> Tried:
    return attempt(lambda: drafting.add_attachment(row, kind=kind, upload=upload, by=doors.person(request)))


@require_safe
@page
def attachment(request: HttpRequest, pk: UUID, attachment: UUID) -> HttpResponseBase:
    """Hand out one file. One that is not sent in is the applicant's alone."""
    row = _found(request, pk, attachment)
    if not row.is_sent_in and not doors.person(request).has_perm("applications.write_case", row.application):
        raise Http404("not sent in")
    return respond(row.file)


@require_POST
@page
def attachment_remove(request: HttpRequest, pk: UUID, attachment: UUID) -> HttpResponse:
    """Take one file away from a draft."""
    row = _found(request, pk, attachment)
    name = str(row.file)
    tried = attempt(lambda: drafting.remove_attachment(row, by=doors.person(request)))
    if tried.is_done:
        messages.success(request, f"{name} är borttagen.")
    for line in tried.errors:
        messages.error(request, line.text)
    section = questions.section_of(row.application.call_version, row.kind) or questions.ATTACHMENTS
    return redirect("applications:section", pk, section)


def _found(request: HttpRequest, pk: UUID, attachment: UUID) -> Attachment:
    rows = Attachment.objects.select_related("file", "application__case")
    return get_object_or_404(rows, application=doors.application(request, pk), pk=attachment)
