"""Messages with the applicant, at the desk: a page and a form of their own, never the box of internal notes."""

from uuid import UUID

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.forms.messages import MessageForm
from applications.lifecycle.engine import MovedOn, NotYours
from applications.models import MessageFile
from applications.selectors import messages as reading
from applications.services import messages
from portal.files import streaming

from ..selectors.dossier import Dossier
from . import frame, header
from .moves import tell
from .opening import open_case


@require_http_methods(["GET", "HEAD", "POST"])
def case_messages(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The thread, and what is written to the applicant."""
    dossier = open_case(request, pk)
    if request.method != "POST":
        return _page(request, dossier, MessageForm())
    form = MessageForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        try:
            messages.to_applicant(
                dossier.case, text=given["text"], files=given["files"], key=form.sent_key, by=dossier.user
            )
        except NotYours as refused:
            raise Http404(str(refused)) from refused
        except MovedOn as refused:
            form.add_error(None, str(refused))
        except ValidationError as faults:
            tell(form, faults)
        else:
            flash.success(request, "Meddelandet är skickat till sökanden.")
            return redirect(frame.case_url(dossier.case, "case_messages"))
    return _page(request, dossier, form)


def _page(request: HttpRequest, dossier: Dossier, form: MessageForm) -> HttpResponse:
    rows = reading.of_case(dossier.case)
    context = {
        **header.context(request, dossier, "case_messages"),
        "rows": rows,
        "unread": sum(one.read_at is None and one.from_applicant for one in rows),
        "form": form,
        "may_write": dossier.user.has_perm("applications.message_applicant", dossier.case),
    }
    return frame.page(request, "case_messages", context)


@require_POST
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that what the applicant has written is read."""
    dossier = open_case(request, pk)
    try:
        messages.read(dossier.case, by=dossier.user)
    except NotYours as refused:
        raise Http404(str(refused)) from refused
    return redirect(frame.case_url(dossier.case, "case_messages"))


@require_safe
def letter(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The letter or e-mail by which the application was taken back."""
    found = reading.letter_of(open_case(request, pk).case)
    if found is None or found.file is None:
        raise Http404("no letter")
    return streaming.respond(found.file)


@require_safe
def file(request: HttpRequest, pk: UUID, file: UUID) -> HttpResponseBase:
    """A file of a message in the case, as it was sent."""
    dossier = open_case(request, pk)
    rows = MessageFile.objects.select_related("file")
    return streaming.respond(get_object_or_404(rows, pk=file, message__case=dossier.case).file)
