"""The projektplan with all its versions, and the lists of what to do in the start and at the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.look.form_errors import collect

from ..documents import effect_chain
from ..enums import PhaseKind
from ..forms.draft import Posted, differences, storable
from ..forms.lists import SubGoalFormSet
from ..forms.plans import ActivityForm, PlanForm
from ..forms.rows import without_row
from ..models import PhaseActivity, Project
from ..selectors import plans as reading
from ..selectors.phases import SLUGS
from ..services import phases, plans
from . import doors, places
from .answers import Tried, attempt, fields_of, page, read_version, saved, typed_before, who_saved

form_page = require_http_methods(["GET", "HEAD", "POST"])
PREFIX = "mal"
PHASES = {slug: phase for phase, slug in SLUGS.items()}


@require_safe
@page
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The newest version whole, and each version with who wrote it, when, what changed and what we thought."""
    project = doors.project(request, pk)
    versions = reading.versions(project)
    context = {
        "project": project,
        "versions": versions,
        "newest": versions[0] if versions else None,
        "chain": effect_chain.drawing(effect_chain.thawed(versions[0].row.data)) if versions else "",
        "links": effect_chain.words(versions[0].row.data) if versions else [],
        "may_write": _may_write(request, project),
        "crumbs": _crumbs(project, "Projektplanen"),
    }
    return render(request, "applications/plan.html", context)


def _may_write(request: HttpRequest, project: Project) -> bool:
    return project.state in plans.WRITABLE and doors.may(request, "write_plan", project)


def _crumbs(project: Project, *last: Any) -> list[Any]:
    return places.of_case(project.case, ("Projektet", places.at("project", project.pk)), *last)


@form_page
@page
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the plan anew: its text, its goals as rows, and what is changed and why."""
    project = doors.project(request, pk)
    if request.method != "POST":
        if not _may_write(request, project):
            return redirect("applications:project_plan", project.pk)
        if (texts := typed_before(request)) is not None:
            return _page(request, project, PlanForm(texts), SubGoalFormSet(texts, prefix=PREFIX), typed=texts)
        form, rows = _shown(project)
        return _page(request, project, form, rows)
    data = storable(request.POST)
    if gone := data.get("ta_bort"):
        data = without_row(data, PREFIX, str(gone))
    form, rows = PlanForm(data), SubGoalFormSet(data, prefix=PREFIX)
    if gone or data.get("go") == "row":
        more = data if gone else _with_row(data, rows)
        return _page(request, project, PlanForm(more), SubGoalFormSet(more, prefix=PREFIX))
    if not (form.is_valid() and rows.is_valid()) or any(one.errors for one in rows.filled):
        return _page(request, project, form, rows, Tried())
    tried = attempt(
        lambda: plans.write(
            project,
            text=form.cleaned_data["text"],
            goals=rows.values,
            change_note=form.cleaned_data["change_note"],
            number=read_version(request),
            by=doors.person(request),
        ),
        places=fields_of(form),
    )
    if not tried.is_done:
        return _page(request, doors.project(request, pk), form, rows, tried)
    saved(request, f"Version {tried.result.number} av planen är sparad")
    return redirect("applications:project_plan", project.pk)


def _with_row(data: Posted, rows: Any) -> Posted:
    data[f"{PREFIX}-TOTAL_FORMS"] = str(len(rows.forms) + 1)
    return data


def _shown(project: Project) -> tuple[PlanForm, Any]:
    last = project.plan_versions.order_by("number").last()
    data = last.data if last else {"text": "", "goals": []}
    form = PlanForm(initial={"text": data["text"]})
    return form, SubGoalFormSet.shown(data.get("goals") or [], {}, prefix=PREFIX, extra=0)


def _page(
    request: HttpRequest,
    project: Project,
    form: PlanForm,
    rows: Any,
    tried: Tried | None = None,
    *,
    typed: Posted | None = None,
) -> HttpResponse:
    last = project.plan_versions.order_by("number").last()
    is_stale = tried is not None and tried.is_stale
    now_saved: dict[str, str] = {}
    if is_stale and last is not None:
        shown = PlanForm.shown({"text": last.data["text"]}, {})
        goals = SubGoalFormSet.shown(last.data.get("goals") or [], {}, prefix=PREFIX)
        now_saved = differences(shown, form) | differences(goals, rows)
        now_saved.pop(str(form["change_note"].label), None)
    context = {
        "project": project,
        "form": form,
        "rows": rows,
        "number": (typed["version"] if typed and "version" in typed else "") or (last.number if last else 0),
        "is_unsaved": typed is not None,
        "now_saved": now_saved,
        "saved_elsewhere": who_saved(request, last.written_by, last.written_at) if last else "",
        "error_list": [*tried.errors, *collect(form), *collect(rows)] if tried is not None else [],
        "crumbs": _crumbs(project, ("Projektplanen", places.at("project_plan", project.pk)), "Ny version"),
    }
    return render(request, "applications/plan_write.html", context)


# What to do in the start and at the end


@form_page
@page
def activity_new(request: HttpRequest, pk: UUID, phase: str) -> HttpResponse:
    """Add something of one's own to the list of a phase."""
    if phase not in PHASES:
        raise Http404("no such phase")
    return _activity(request, doors.project(request, pk), PHASES[phase], None)


@form_page
@page
def activity(request: HttpRequest, pk: UUID, activity: UUID) -> HttpResponse:
    """Plan one thing to a day, tick it off on another, note something."""
    project = doors.project(request, pk)
    row = get_object_or_404(PhaseActivity, pk=activity, project=project)
    return _activity(request, project, PhaseKind(row.phase), row)


def _activity(request: HttpRequest, project: Project, phase: PhaseKind, row: PhaseActivity | None) -> HttpResponse:
    back = f"{places.at('project', project.pk)}#{SLUGS[phase]}"
    if project.state in phases.OVER or not doors.may(request, "keep_phases", project):
        return redirect(back)
    given = request.POST if request.method == "POST" else None
    form = ActivityForm(given, initial=values_of(row), is_new=row is None)
    tried = Tried()
    if given is not None and form.is_valid():
        version = read_version(request) if row is not None else None
        tried = attempt(
            lambda: phases.save(
                project,
                phase=phase,
                activity=row,
                values=form.cleaned_data,
                version=version,
                by=doors.person(request),
            ),
            places=fields_of(form),
        )
        if tried.is_done:
            saved(request)
            return redirect(back)
        if row is not None:
            row.refresh_from_db()
    title = row.text if row is not None else f"Nytt i listan: {phase.label.lower()}"
    context = {
        "title": title,
        "project": project,
        "row": row,
        "form": form,
        "back": back,
        "now_saved": _now(row) if tried.is_stale and row is not None else {},
        "error_list": [*tried.errors, *collect(form)] if given is not None else [],
        "crumbs": _crumbs(project, title),
    }
    return render(request, "applications/activity.html", context)


def values_of(row: PhaseActivity | None) -> dict[str, Any]:
    return {name: getattr(row, name) for name in phases.FIELDS} if row is not None else {}


def _now(row: PhaseActivity) -> dict[str, str]:
    """What another has saved meanwhile, by label."""
    fields = ActivityForm().fields
    return {str(fields[name].label): str(value or "–") for name, value in values_of(row).items() if name in fields}
