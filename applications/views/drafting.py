"""Writing an application: the list of its sections, each section, and taking a draft away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import Organisation

from ..forms import faces, merging
from ..forms.draft import differences, storable
from ..forms.faces import Face
from ..forms.ideas import WhoForm
from ..forms.merging import Clash
from ..forms.project import EVERYWHERE
from ..forms.sections import AttachmentsForm
from ..forms.steps import StartForm
from ..models import Application, Call
from ..models.sides import place_in
from ..rules import writes_section
from ..sections import SECTIONS
from ..selectors import dialogue, from_idea, signing, steps, windows
from ..selectors.task_list import Task, after, draft_of, faults_of, tasks_of
from ..services import budgeting, drafting, parties, pictures, saving_fields, section_rows
from . import answer_files, doors, places, uploads
from .answers import Tried, attempt, choose, fields_of, page, read_version, saved, typed_before
from .autosaving import TRIES
from .section_page import back_of, saved_elsewhere, section_page, stamp

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@page
def application_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin an application in a call, or go to the draft that the organisation already has there."""
    call = get_object_or_404(Call.objects.published().select_related("programme"), slug=slug)
    mine = doors.organisations(request)
    form = _start_form(request, call, mine)
    tried = None
    if form.is_valid():
        given = form.cleaned_data
        chosen, project, by = given["organisation"], given.get("continues"), doors.person(request)
        tried = attempt(
            lambda: drafting.start(call, organisation=chosen, by=by, continues=project), places=fields_of(form)
        )
        if tried.is_done:
            return redirect("applications:application", tried.result.pk)
    context = {
        "form": form,
        "call": call,
        "organisations": mine,
        "error_list": list(tried.errors) if tried else [],
        "closed_to": [] if tried else doors.closed_to(request, call.current_version()),
        "crumbs": places.crumbs((call.name, places.at("call", slug)), "Ny ansökan"),
    }
    return render(request, "applications/application_new.html", context)


def _start_form(request: HttpRequest, call: Call, mine: QuerySet[Organisation]) -> WhoForm:
    if call.step is None:
        return WhoForm(request.POST or None, organisations=mine)
    projects = steps.offered(call, [body.pk for body in mine])
    return StartForm(request.POST or None, organisations=mine, projects=projects)


@require_safe
@page
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sections with how far each has come; what has come in is read on the case's page."""
    row = doors.application(request, pk, is_list=True)
    if not row.is_private:
        return redirect("applications:case", row.case_id)
    tasks = tasks_of(row)
    standing = signing.standing(row)
    context = {
        "application": row,
        "groups": [
            {"title": group.title, "tasks": [_task(row, task) for task in group.tasks]} for group in tasks.groups
        ],
        "progress": tasks,
        "signatories": standing.signatories,
        "signing": standing,
        "step": steps.standing(row),
        "asks_related_elsewhere": not row.call_version.uses("narliggande"),
        "may_delete": doors.may(request, "delete_draft", row),
        "writers": _writers(row),
        "own_part": _own_part(request, row),
        "news": windows.news(row),
        "from_idea": from_idea.carried(row),
        "advice": dialogue.advice(row.case),
        "crumbs": places.crumbs(str(row)),
    }
    return render(request, "applications/application.html", context)


def _task(row: Application, task: Task) -> dict[str, str]:
    url = places.at("section", row.pk, task.key)
    return {"label": task.label, "hint": task.hint, "status": task.status, "word": task.word, "url": url}


def _own_part(request: HttpRequest, row: Application) -> int | None:
    """The party that the person represents here."""
    place = place_in(doors.person(request), row.case_id)
    return place.party_id if place is not None else None


def _writers(row: Application) -> list[dict[str, Any]]:
    """Who has saved what, the last of each person, latest first."""
    last = {draft.saved_by_id: draft for draft in reversed(row.section_drafts.all())}
    drafts = sorted(last.values(), key=lambda draft: draft.saved_at, reverse=True)
    return [
        {"name": draft.saved_by.name, "section": SECTIONS[draft.section].label, "at": draft.saved_at}
        for draft in drafts
        if draft.section in SECTIONS
    ]


@form_page
@page
def section(request: HttpRequest, pk: UUID, section: str) -> HttpResponse:
    """One section. A post is saved though it holds faults; the visit that follows shows them at their fields."""
    if section not in SECTIONS:
        raise Http404(section)
    row = doors.application(request, pk, keys=(section,))
    if not row.call_version.uses(section):
        raise Http404(section)
    if request.method == "POST":
        return _save(request, row, section)
    if section not in drafting.editable_sections(row):
        return redirect("applications:application", row.pk)
    if not writes_section(doors.person(request), row, section):
        messages.info(request, "Du kan läsa den här delen men inte ändra den.")
        return redirect(f"{places.at('review', row.pk)}#s-{section}")
    if (texts := typed_before(request)) is not None:
        return section_page(
            request, row, faces.read(row, section, texts), bases=str(texts.get(merging.BASES, "")), is_unsaved=True
        )
    extra = 1 if "ny" in request.GET else 0
    return section_page(request, row, faces.shown(row, section, extra=extra))


@form_page
@page
def application_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what is lost, then take the draft away for good."""
    row = doors.application(request, pk)
    if request.method != "POST" and not row.is_private:
        return redirect("applications:application", row.pk)
    if not doors.may(request, "delete_draft", row):
        raise Http404("not this person's to delete")
    tried = attempt(lambda: drafting.delete_draft(row, by=doors.person(request))) if request.method == "POST" else None
    if tried and tried.is_done:
        saved(request, "Utkastet är borttaget")
        return redirect("applications:my_pages")
    context = {
        "thing": "ansökan",
        "title": str(row),
        "back": places.at("application", row.pk),
        "error_list": list(tried.errors) if tried else [],
        "crumbs": places.of_application(row, "Ta bort"),
    }
    return render(request, "applications/delete.html", context)


# Saving a section

Save = Callable[[Application, Face, int, Any], Application]


def _columns(row: Application, face: Face, version: int, by: Any) -> Application:
    assert face.form is not None
    return drafting.save_section(
        row,
        section=face.key,
        values=face.form.values,
        unparsed=face.unparsed,
        version=version,
        by=by,
        answers=face.answers,
    )


def _effects(row: Application, face: Face, version: int, by: Any) -> Application:
    """The links are saved on pages of their own; what they have kept as typed stays."""
    draft = draft_of(row, face.key)
    links = {name: entry for name, entry in draft.unparsed.items() if ":" in name} if draft else {}
    return drafting.save_section(
        row, section=face.key, values={}, unparsed=links | face.unparsed, version=version, by=by, answers=face.answers
    )


def _project(row: Application, face: Face, version: int, by: Any) -> Application:
    if face.support is None:
        return _columns(row, face, version, by)
    assert face.form is not None
    return drafting.save_project(
        row,
        values=face.form.values,
        requests=face.support.requests,
        unparsed=face.unparsed,
        version=version,
        by=by,
        answers=face.answers,
    )


def _parties(row: Application, face: Face, version: int, by: Any) -> Application:
    assert face.rows is not None
    return parties.save_parties(
        row, parties=face.rows.values, unparsed=face.unparsed, version=version, by=by, answers=face.answers
    )


def _goals(row: Application, face: Face, version: int, by: Any) -> Application:
    assert face.form is not None and face.rows is not None
    return drafting.save_goals(
        row,
        values=face.form.values,
        goals=face.rows.values,
        unparsed=face.unparsed,
        version=version,
        by=by,
        answers=face.answers,
    )


def _organisation(row: Application, face: Face, version: int, by: Any) -> Application:
    assert face.form is not None and face.rows is not None
    return drafting.save_organisation(
        row,
        values=face.form.values,
        roles=face.rows.values,
        unparsed=face.unparsed,
        version=version,
        by=by,
        answers=face.answers,
    )


def _rows(row: Application, face: Face, version: int, by: Any) -> Application:
    assert face.rows is not None
    return section_rows.save(
        row,
        section=face.key,
        values=face.form.values if face.form else {},
        rows=face.rows.values,
        unparsed=face.unparsed,
        version=version,
        by=by,
        answers=face.answers,
    )


def _budget(row: Application, face: Face, version: int, by: Any) -> Application:
    assert face.budget is not None
    return budgeting.save_budget(
        row,
        costs=face.budget.amounts,
        funders=face.budget.funders,
        staff=face.budget.people,
        unparsed=face.unparsed,
        version=version,
        by=by,
        answers=face.answers,
    )


def _attachments(row: Application, face: Face, version: int, by: Any) -> Application:
    assert isinstance(face.form, AttachmentsForm)
    return pictures.save_attachments(
        row,
        values=face.form.columns,
        described=face.form.described,
        unparsed=face.unparsed,
        version=version,
        by=by,
        answers=face.answers,
    )


SAVE: dict[str, Save] = {
    "projekt": _project,
    "parter": _parties,
    "mal": _goals,
    "effektkedja": _effects,
    "organisation": _organisation,
    "risker": _rows,
    "narliggande": _rows,
    "statsstod": _rows,
    "annat_stod": _rows,
    "budget": _budget,
    "bilagor": _attachments,
}


def save_face(row: Application, face: Face, version: int, by: Any) -> Tried:
    """Save the section as its face reads it."""
    return attempt(lambda: SAVE.get(face.key, _columns)(row, face, version, by))


def _save(request: HttpRequest, row: Application, key: str) -> HttpResponse:
    lost = uploads.keep(request, row) if key == "bilagor" else {}
    row, face, tried, clashes = _tried(request, row, key)
    if not tried.is_done:
        answer_files.not_kept(request, face)
        return section_page(request, row, face, tried, lost, clashes=clashes)
    failed = answer_files.keep(request, row, face)
    if failed or lost:
        row = doors.application(request, row.pk, keys=(key,))
        return section_page(request, row, faces.shown(row, key, file_errors=failed), failed=lost)
    answer_files.remove(request, row, key)
    onward = _onward(request, row.pk, key, face)
    stays = onward.startswith(places.at("section", row.pk, key))
    if not (stays and (face.has_faults or request.POST.get("go") == "next")):  # there the page says what is wrong
        saved(request, f"{SECTIONS[key].label} sparades")
    return redirect(onward)


def _tried(request: HttpRequest, row: Application, key: str) -> tuple[Application, Face, Tried, list[Clash]]:
    """Save what was posted together with what others have saved since: only what both changed must be chosen."""
    posted, by = storable(request.POST), doors.person(request)
    known = merging.read_bases(posted)
    face, tried = faces.read(row, key, posted), Tried()
    if known is None:  # a page without marks is saved as a whole, or not at all
        tried = save_face(row, face, read_version(request), by)
        return (*_meanwhile(request, row, face, tried), []) if tried.is_stale else (row, face, tried, [])
    for _ in range(TRIES):
        now = faces.shown(row, key).parts
        merged = merging.merge(now, face.parts, posted, known)
        both = faces.read(row, key, merged.data) if merged.data is not None else face
        if merged.clashes and key in drafting.editable_sections(row):
            first = saved_elsewhere(request, row, key, [clash.unit for clash in merged.clashes])
            return row, both, choose(first), merged.clashes
        tried = save_face(row, both, row.version, by)
        if not tried.is_stale:
            if tried.is_done:
                saving_fields.note_changed(row, key, merging.changed(now, both.parts), by)
            return row, both, tried, []
        row = doors.application(request, row.pk, keys=(key,))
        face = faces.read(row, key, posted)
    return row, face, tried, []


def _meanwhile(request: HttpRequest, row: Application, face: Face, tried: Tried) -> tuple[Application, Face, Tried]:
    """Somebody saved since the form was read. No conflict when it was another section, or the same words twice."""
    fresh = doors.application(request, row.pk, keys=(face.key,))
    if stamp(fresh, face.key) == request.POST.get("last_saved", ""):
        return fresh, face, save_face(fresh, face, fresh.version, doors.person(request))
    is_open = face.key in drafting.editable_sections(fresh)
    if is_open and not differences(faces.shown(fresh, face.key), face):
        return fresh, face, Tried(fresh)
    return fresh, face, tried


def _onward(request: HttpRequest, pk: UUID, key: str, face: Face) -> str:
    """Stay where something must be mended or a row was asked for; else the next section, or the list."""
    here = places.at("section", pk, key)
    go = request.POST.get("go", "")
    if gone := request.POST.get("ta_bort"):
        return f"{here}#lon" if gone.startswith("lon-") else f"{here}#rader"
    if go == "row":
        return f"{here}?ny=1#ny-rad"
    if go == "staff":
        return f"{here}#ny-roll"
    row = doors.application(request, pk, keys=(key,))
    pressed = {answer_files.REMOVE, uploads.PUT_IN, EVERYWHERE} & request.POST.keys()
    stays = go == "stay" or pressed or face.has_faults
    if stays or (go == "next" and faults_of(row, SECTIONS[key])):
        return here
    if not row.is_private:
        return back_of(row)
    if go != "next":
        return places.at("application", pk)
    return places.at("section", pk, following) if (following := after(row, key)) else places.at("review", pk)
