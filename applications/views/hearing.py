"""Underlag inför beslut on the applicant's side: what the proposal will rest on, and the answer to it (FL 25 §)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.look.form_errors import collect

from ..forms.hearing import HearingForm
from ..selectors import hearings as reading
from ..services import hearings
from . import doors, places
from .answers import Tried, attempt, fields_of, page, saved, typed_before


@require_http_methods(["GET", "HEAD", "POST"])
@page
def hearing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that has been sent, the latest first, with what was answered; the latest can be answered again."""
    case = doors.case(request, pk)
    rows = reading.of_case(case)
    if not rows:
        raise Http404("nothing has been communicated")
    latest, by = rows[0], doors.person(request)
    may_answer = case.application.state in hearings.OPEN and doors.may(request, "write_case", case)
    form = HearingForm(
        request.POST if request.method == "POST" else typed_before(request), initial={"hearing": latest.pk}
    )
    tried: Tried | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = next((row for row in rows if row.pk == given["hearing"]), latest)
        tried = attempt(
            lambda: hearings.answer(chosen, has_comments=given["answer"] == "yes", text=given["text"], by=by),
            places=fields_of(form),
        )
        if tried.is_done:
            saved(request, "Svaret är skickat")
            return redirect(places.at("hearing", case.pk))
    context = {
        "case": case,
        "latest": latest,
        "rows": rows,
        "is_over": latest.due_on < clock.today(),
        "has_answered": bool(latest.answers.all()),
        "may_answer": may_answer,
        "form": form,
        "is_unsaved": form.is_bound and request.method != "POST",
        "error_list": [*(tried.errors if tried else ()), *collect(form)] if form.is_bound else [],
        "crumbs": places.of_case(case, "Underlag inför beslut"),
    }
    return render(request, "applications/hearing.html", context)
