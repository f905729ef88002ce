"""Answering a request for completion: item by item, with the opened sections at hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.look.form_errors import collect

from ..forms.completing import AnswersForm
from ..lifecycle.gates.completion import open_request
from ..models import Application, CompletionRequest
from ..sections import SECTIONS
from ..services import completing
from . import doors, places
from .answers import Tried, attempt, page, saved


@require_http_methods(["GET", "HEAD", "POST"])
@page
def completion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is missing, why, and by when; answers are kept as they are written and handed in together."""
    row = doors.application(request, pk)
    asked = open_request(row)
    if asked is None:
        return redirect("applications:case", row.case_id)
    form = AnswersForm(request.POST or None, items=list(asked.items.all()))
    tried = None
    if request.method == "POST":
        tried = _answer(request, row, form)
        if tried.is_done and form.is_valid():
            return _onward(request, row)
    return _page(request, row, asked, form, tried)


def _answer(request: HttpRequest, row: Application, form: AnswersForm) -> Tried:
    """Keep the answers; hand in when that button was pressed and every answer can be read."""
    form.is_valid()
    tried = attempt(lambda: completing.answer(row, answers=form.answers, by=doors.person(request)))
    if tried.is_done and form.is_valid() and request.POST.get("go") == "hand_in":
        return attempt(lambda: completing.hand_in(row, by=doors.person(request)), places=places.in_application(row))
    return tried


def _onward(request: HttpRequest, row: Application) -> HttpResponse:
    if request.POST.get("go") == "hand_in":
        saved(request, "Kompletteringen kom in")
        return redirect("applications:case", row.case_id)
    saved(request, "Svaren sparade")
    return redirect("applications:completion", row.pk)


def _page(
    request: HttpRequest, row: Application, asked: CompletionRequest, form: AnswersForm, tried: Tried | None
) -> HttpResponse:
    items: list[dict[str, Any]] = [
        {
            "text": item.text,
            "section": SECTIONS[item.section].label,
            "url": places.at("section", row.pk, item.section),
            "field": form[f"svar-{item.pk}"],
        }
        for item in asked.items.all()
        if item.section in SECTIONS
    ]
    context = {
        "application": row,
        "asked": asked,
        "form": form,
        "items": items,
        "error_list": [*tried.errors, *collect(form)] if tried else [],
        "may_answer": doors.may(request, "answer_completion", row),
        "crumbs": places.of_case(row.case, "Komplettera"),
    }
    return render(request, "applications/completion.html", context)
