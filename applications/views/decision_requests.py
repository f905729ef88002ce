"""Begäran om att ärendet avgörs, on the applicant's side: what it means, making it, and what came of it (FL 12 §)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.look.form_errors import collect

from ..documents import refusal
from ..forms.decision_request import DecisionRequestForm
from ..selectors import appeals
from ..selectors import decision_requests as reading
from ..selectors.case_facts import part
from ..services import decision_requests
from . import doors, places
from .answers import Tried, attempt, fields_of, page, saved, typed_before


@require_http_methods(["GET", "HEAD", "POST"])
@page
def decision_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From which day it can be asked, the form, or what was asked and the answer. 404 for what has not come in."""
    case = doors.case(request, pk)
    application = part(case, "application")
    if application is None or application.is_private:
        raise Http404("nothing has come in to decide")
    asked, waits = reading.of_case(case), application.state in reading.WAITS
    is_leader = doors.may(request, "ask_for_decision", case)
    may_ask = asked is None and is_leader and reading.is_open(application)
    form = DecisionRequestForm(request.POST if request.method == "POST" else typed_before(request))
    tried: Tried | None = None
    if request.method == "POST" and form.is_valid():
        text, by = form.cleaned_data["text"], doors.person(request)
        tried = attempt(lambda: decision_requests.ask(application, text=text, by=by), places=fields_of(form))
        if tried.is_done:
            if asked is None:  # a second click is answered by the page itself
                saved(request, "Er begäran har kommit in")
            return redirect(places.at("decision_request", case.pk))
    context = {
        "case": case,
        "application": application,
        "asked": asked,
        "opens": reading.opens_on(application),
        "is_open": reading.is_open(application),
        "waits": waits,
        "may_ask": may_ask,
        "is_leader": is_leader,
        "rule": refusal.ground(case.programme.funding_source.legal_regime),
        "appeal": appeals.of_refusal(asked) if asked else None,
        "form": form,
        "is_unsaved": form.is_bound and request.method != "POST",
        "error_list": [*(tried.errors if tried else ()), *collect(form)] if form.is_bound else [],
        "crumbs": places.of_case(case, "Begäran om avgörande"),
    }
    return render(request, "applications/decision_request.html", context)
