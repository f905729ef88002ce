"""The officer's pages about a running project: its plan in versions, and what to do in the start and at the end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from applications.documents import effect_chain
from applications.enums import PhaseKind
from applications.lifecycle.gates.grant import conflict_answered
from applications.models import PhaseActivity, Project
from applications.selectors import plans as reading
from applications.selectors.phases import SLUGS
from applications.services import phases, plans

from ..forms.plans import DeskActivityForm, PlanReviewForm
from ..selectors.dossier import Dossier
from . import editing, frame, places
from .opening import open_case

EDIT = require_http_methods(["GET", "HEAD", "POST"])
PHASES = {slug: phase for phase, slug in SLUGS.items()}


def _project(dossier: Dossier) -> Project:
    if dossier.project is None:
        raise Http404("there is no project")
    return dossier.project


@require_safe
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every version of the plan with what changed, and a way to answer the newest."""
    dossier = open_case(request, pk)
    project = _project(dossier)
    versions = reading.versions(project)
    newest = versions[0] if versions else None
    may_review = dossier.user.has_perm("applications.run_project", dossier.case)
    context = {
        "title": "Projektplanen",
        "case": dossier.case,
        "crumbs": frame.crumbs((dossier.case.title, frame.case_url(dossier.case)), ("Projektplanen", "")),
        "versions": versions,
        "newest": newest,
        "chain": effect_chain.drawing(effect_chain.thawed(newest.row.data)) if newest else "",
        "links": effect_chain.words(newest.row.data) if newest else [],
        "review_url": frame.case_url(dossier.case, "case_plan_review", plan=newest.row.pk)
        if newest and newest.awaits_review and may_review
        else "",
        "back": f"{frame.case_url(dossier.case, 'case_project')}#projektplan",
    }
    return frame.page(request, "plan", context)


@EDIT
def review(request: HttpRequest, pk: UUID, plan: UUID) -> HttpResponse:
    """Approve the newest version, or say what to change; once, and the decision stays as it is."""
    dossier = open_case(request, pk)
    row = get_object_or_404(_project(dossier).plan_versions.select_related("case"), pk=plan, reviewed_at=None)
    if not dossier.user.has_perm("applications.run_project", dossier.case):
        raise Http404("not this person's to answer")
    form = PlanReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        editing.save(
            form,
            lambda: plans.review(row, approve=given["answer"] == "yes", note=given["note"], by=dossier.user),
            dict,
        )
        if not form.errors:
            messages.success(request, "Återkopplingen är skickad.")
            return redirect(frame.case_url(dossier.case, "case_plan"))
    missing = conflict_answered(row, dossier.user)
    return editing.page(
        request,
        dossier,
        f"Återkoppling på planen, version {row.number}",
        form,
        verb="Skicka återkopplingen",
        lead="Ett godkännande av planen är inget nytt beslut. Vill projektet ändra det som beslutet bygger på behövs "
        "en ändring av beslutet.",
        missing=[{"text": item.text, "url": places.url_of(item.place, dossier)} for item in missing],
    )


# What to do in the start and at the end


@EDIT
def activity_new(request: HttpRequest, pk: UUID, phase: str) -> HttpResponse:
    """Add something to the list of a phase."""
    if phase not in PHASES:
        raise Http404("no such phase")
    return _activity(request, open_case(request, pk), PHASES[phase], None)


@EDIT
def activity(request: HttpRequest, pk: UUID, activity: UUID) -> HttpResponse:
    """Plan one thing to a day, tick it off on another, note something."""
    dossier = open_case(request, pk)
    row = get_object_or_404(PhaseActivity, pk=activity, project=_project(dossier))
    return _activity(request, dossier, PhaseKind(row.phase), row)


def _activity(request: HttpRequest, dossier: Dossier, phase: PhaseKind, row: PhaseActivity | None) -> HttpResponse:
    project = _project(dossier)
    if project.state in phases.OVER or not dossier.user.has_perm("applications.keep_phases", project):
        raise Http404("not this person's list, or it is closed")

    def current() -> dict[str, Any]:
        if row is None:
            return {}
        row.refresh_from_db()
        return {name: getattr(row, name) for name in (*phases.FIELDS, "version")}

    form = DeskActivityForm(request.POST or None, initial=current(), is_new=row is None)
    saved_now = None
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        version = form.cleaned_data["version"] if row is not None else None
        saved_now = editing.save(
            form,
            lambda: phases.save(project, phase=phase, activity=row, values=values, version=version, by=dossier.user),
            current,
        )
        if not form.errors:
            messages.success(request, "Listan är sparad.")
            return redirect(f"{frame.case_url(dossier.case, 'case_project')}#{SLUGS[phase]}")
    rows = editing.shown(form, saved_now) if saved_now else []
    title = row.text if row is not None else f"Nytt i listan: {phase.label.lower()}"
    return editing.page(request, dossier, title, form, saved_now=rows)
