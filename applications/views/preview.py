"""A call's application as an applicant will meet it, for the head who sets it up. Nothing is saved (A10)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal import clock, dates
from portal.accounts.enums import OrganisationType
from portal.accounts.models import Organisation
from portal.context import Link

from ..forms import faces
from ..models import Application, Call, Case
from ..sections import SECTIONS
from ..selectors.task_list import after, tasks_of
from . import doors, places
from .public import visible_call
from .section_page import section_page

LABEL = "Förhandsvisning"
form_page = require_http_methods(["GET", "HEAD", "POST"])


def _imagined(request: HttpRequest, slug: str, section: str = "") -> Application:
    """An empty draft that lives only in memory, under the latest rules. 404 for who does not keep the call.

    The budget has years to write in, as it would once the period is written.
    """
    call = visible_call(request, slug)
    if not doors.may_preview(request, call):
        raise Http404("not this person's call to preview")
    rules = call.current_version()
    kind = (rules.eligible_types or [OrganisationType.MUNICIPAL])[0]
    body = Organisation(name="Er organisation", orgnr="", org_type=kind)
    programme = call.programme
    case = Case(programme=programme, board=programme.board, organisation=body, title=call.name)
    case.created_by = doors.person(request)
    application = Application(case=case, call=call, call_version=rules)
    if section == "budget":
        start = rules.earliest_start or clock.today()
        application.period_start, application.period_end = start, dates.last_possible_day(start, rules.max_years)
    return application


def _crumbs(call: Call, *links: tuple[str, str] | str) -> list[Link]:
    parts = [(call.name, places.at("call", call.slug)), *links]
    return [Link(*part) if isinstance(part, tuple) else Link(part, "") for part in parts]


@form_page
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of sections, as it stands when one begins."""
    row = _imagined(request, slug)
    tasks = tasks_of(row)
    context = {
        "call": row.call,
        "groups": [
            {"title": group.title, "tasks": [_task(row.call, task) for task in group.tasks]} for group in tasks.groups
        ],
        "progress": tasks,
        "crumbs": _crumbs(row.call, LABEL),
    }
    return render(request, "applications/preview.html", context)


def _task(call: Call, task: Any) -> dict[str, str]:
    url = places.at("preview_section", call.slug, task.key)
    return {"label": task.label, "hint": task.hint, "status": task.status, "url": url}


@form_page
def preview_section(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """One section with its empty form and the call's own questions. What is sent is not kept."""
    if section not in SECTIONS:
        raise Http404(section)
    row = _imagined(request, slug, section)
    if not row.call_version.uses(section):
        raise Http404(section)
    if request.method == "POST":
        messages.info(request, "Det här är en förhandsvisning. Inget sparas.")
        return redirect(request.path)
    following = after(row, section)
    back = places.at("preview", slug)
    return section_page(
        request,
        row,
        faces.shown(row, section),
        preview={"next": places.at("preview_section", slug, following) if following else ""},
        back=back,
        crumbs=_crumbs(row.call, (LABEL, back), SECTIONS[section].label),
    )
