"""A project that may end before its time, as its applicant sees it: ask for it, or read the warning and answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.look.form_errors import collect

from ..enums import EarlyCloseState
from ..forms.early_close import AskForm, CommentForm
from ..lifecycle.gates.early_close import RUNNING
from ..models import EarlyClose, Project
from ..services import early_close as closings
from . import doors, places
from .answers import Tried, attempt, fields_of, page, saved


@require_http_methods(["GET", "HEAD", "POST"])
@page
def early_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask that the project ends; or the grounds of a warning, and the answer to it."""
    row = doors.project(request, pk)
    closing = closings.open_closing(row)
    form = _form(request, row, closing)
    tried = None
    if request.method == "POST":
        posted = CommentForm(request.POST) if closing is not None and closing.warned_at else AskForm(request.POST)
        form = form or posted
        if posted.is_valid():
            tried = _act(request, row, closing, posted)
            if tried.is_done:
                saved(request, "Ert svar är lämnat" if isinstance(posted, CommentForm) else "Er begäran är lämnad")
                return redirect("applications:early_close", row.pk)
    elif closing is None and form is None:
        return redirect("applications:project", row.pk)
    context = {
        "project": row,
        "closing": closing,
        "form": form,
        "is_answer": isinstance(form, CommentForm),
        "is_told": closing is not None and (closing.warned_at is not None or closing.is_requested),
        "error_list": [*(tried.errors if tried else ()), *collect(form)],
        "crumbs": places.of_case(row.case, ("Projektet", places.at("project", row.pk)), "Avslut i förtid"),
    }
    return render(request, "applications/early_close.html", context)


def _form(request: HttpRequest, row: Project, closing: EarlyClose | None) -> Any:
    """What the person can write now, if anything."""
    if row.state not in RUNNING or not doors.may(request, "ask_early_close", row):
        return None
    data = request.POST if request.method == "POST" else None
    if closing is None or (closing.state in closings.WRITABLE and not closing.warned_at and not closing.is_requested):
        return AskForm(data)
    if closing.state == EarlyCloseState.WARNED:
        return CommentForm(data, initial={"text": closing.comment})
    return None


def _act(request: HttpRequest, row: Project, closing: EarlyClose | None, form: Any) -> Tried:
    by, text = doors.person(request), form.cleaned_data["text"]
    if isinstance(form, CommentForm) and closing is not None:
        return attempt(lambda: closings.comment(closing, text=text, by=by), places=fields_of(form))
    return attempt(lambda: closings.ask(row, text=text, by=by), places=fields_of(form))
