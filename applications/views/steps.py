"""The step before: how it stands, and which project the draft continues."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.look.form_errors import collect

from ..forms.steps import StepForm
from ..selectors import steps as reading
from ..services import steps
from . import doors, places
from .answers import attempt, fields_of, page, saved


@require_http_methods(["GET", "HEAD", "POST"])
@page
def application_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose among the projects of the step before. 404 for a call that has none before it."""
    row = doors.application(request, pk, is_list=True)
    standing = reading.standing(row)
    if standing is None or not doors.may(request, "write_case", row):
        raise Http404("no step before this one, or not this person's to choose")
    if request.method != "POST" and not row.is_private:
        return redirect("applications:case", row.case_id)
    projects = reading.offered(row.call, [row.case.organisation_id])
    typed = request.POST if request.method == "POST" else None
    form = StepForm(typed, projects=projects, initial={"continues": standing.project})
    tried = None
    if form.is_valid():
        chosen = form.cleaned_data["continues"]
        tried = attempt(lambda: steps.choose(row, project=chosen, by=doors.person(request)), places=fields_of(form))
        if tried.is_done:
            saved(request, "Projektet är valt")
            return redirect("applications:application", row.pk)
    context = {
        "application": row,
        "step": standing,
        "form": form,
        "has_projects": projects.exists(),
        "error_list": [*(tried.errors if tried else ()), *collect(form)],
        "crumbs": places.of_application(row, "Steget före"),
    }
    return render(request, "applications/application_step.html", context)
