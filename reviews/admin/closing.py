"""The officer's pages about how a project ends before its time, and what its open page shows."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from applications.lifecycle.gates.early_close import RUNNING
from applications.models import Project
from applications.services import early_close, partnership

from ..forms.closing import ClosingForm, SteeringForm
from ..selectors.dossier import Dossier
from . import editing, frame
from .opening import open_case

EDIT = require_http_methods(["GET", "HEAD", "POST"])


def _project(dossier: Dossier) -> Project:
    if dossier.project is None or not dossier.user.has_perm("applications.run_project", dossier.case):
        raise Http404("not this person's project")
    return dossier.project


@EDIT
def proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the proposal to end the project; warning the applicant and handing it over are moves of their own."""
    dossier = open_case(request, pk)
    project = _project(dossier)
    closing = dossier.early_close
    if project.state not in RUNNING or (closing is not None and closing.state not in early_close.WRITABLE):
        raise Http404("nothing to write now")

    def current() -> dict[str, Any]:
        row = early_close.open_closing(project)
        if row is None:
            return {"version": 0}
        return {name: getattr(row, name) for name in (*early_close.FIELDS, "version")}

    form = ClosingForm(request.POST or None, initial=current())
    saved_now = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        saved_now = editing.save(
            form,
            lambda: early_close.save(project, values=form.values(), version=version, by=dossier.user),
            current,
        )
        if not form.errors:
            messages.success(request, "Förslaget om avslut är sparat.")
            return _back(dossier, "avslut")
    rows = editing.shown(form, saved_now) if saved_now else []
    return editing.page(request, dossier, "Förslag om avslut i förtid", form, saved_now=rows)


@EDIT
def steering(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether the names of the steering group stand on the open page; from the start they do not."""
    dossier = open_case(request, pk)
    project = _project(dossier)
    form = SteeringForm.of(project, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        partnership.show_steering(project, is_public=form.cleaned_data["is_public"], by=dossier.user)
        messages.success(request, "Sparat.")
        return _back(dossier, "medverkande")
    return editing.page(request, dossier, "Styrgruppen på den öppna sidan", form)


def _back(dossier: Dossier, part: str) -> HttpResponse:
    return redirect(f"{frame.case_url(dossier.case, 'case_project')}#{part}")
