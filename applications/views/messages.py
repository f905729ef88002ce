"""Messages on the applicant's side of a case: the thread, sending, and its files."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.files.streaming import respond
from portal.look.form_errors import collect

from ..forms.messages import MessageForm
from ..models import Case, MessageFile
from ..selectors import messages as reading
from ..services import messages
from . import doors, places
from .answers import Tried, attempt, fields_of, page, saved, typed_before

FORM = "#h-skriv"


@require_http_methods(["GET", "HEAD", "POST"])
@page
def case_messages(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The thread with the form; what cannot be sent is kept as it was typed, but for files, which are chosen again."""
    row = doors.case(request, pk)
    if not row.shared_at:
        return redirect("applications:case", row.pk)
    if request.method != "POST":
        return _page(request, row, MessageForm(typed_before(request)))
    form = MessageForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, form)
    given = form.cleaned_data
    tried = attempt(
        lambda: messages.from_applicant(
            row, text=given["text"], files=given["files"], key=form.sent_key, by=doors.person(request)
        ),
        places=fields_of(form),
    )
    if not tried.is_done:
        return _page(request, row, form, tried)
    saved(request, "Meddelandet är skickat")
    return redirect(places.at("case_messages", row.pk))


def _page(request: HttpRequest, row: Case, form: MessageForm, tried: Tried | None = None) -> HttpResponse:
    rows = reading.of_case(row)
    context = {
        "case": row,
        "rows": rows,
        "unread": sum(one.read_at is None and not one.from_applicant for one in rows),
        "form": form,
        "is_unsaved": form.is_bound and request.method != "POST",
        "may_write": reading.may_write(row, doors.person(request)),
        "error_list": [*(tried.errors if tried else ()), *collect(form)] if form.is_bound else [],
        "reader": row.officer or row.programme.contact,
        "crumbs": places.of_case(row, "Meddelanden"),
    }
    return render(request, "applications/messages.html", context)


@require_POST
@page
def messages_read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that what the officer has written is read."""
    row = doors.case(request, pk)
    messages.read(row, by=doors.person(request))
    return redirect(places.at("case_messages", row.pk))


@require_safe
@page
def message_file(request: HttpRequest, pk: UUID, file: UUID) -> HttpResponseBase:
    """A file of a message in the case, as it was sent."""
    row = doors.case(request, pk)
    rows = MessageFile.objects.visible_to(doors.person(request)).select_related("file")
    return respond(get_object_or_404(rows, pk=file, message__case=row).file)
