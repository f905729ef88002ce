"""A progress report or final report: written, handed in, read, and written again when it has been sent back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.look.form_errors import collect

from ..enums import ReportState
from ..forms.draft import differences
from ..forms.reporting import ReportForm
from ..lifecycle.gates.project_time import opens_on
from ..models import Report
from ..selectors import dialogue
from ..selectors.case_story import handed_in
from ..services import reporting
from . import doors, places
from .answers import Places, Tried, attempt, fields_of, page, read_version, saved, still_missing


@require_http_methods(["GET", "HEAD", "POST"])
@page
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write while it is open, else read. A post saves; the other button hands it in as well."""
    row = doors.report(request, pk)
    if request.method != "POST":
        return _page(request, row, _shown(row))
    form = ReportForm(request.POST, is_final=row.is_final)
    tried = _save(request, row, form, read_version(request))
    if not (tried.is_done and form.is_valid()):
        return _page(request, doors.report(request, pk), form, tried)
    saved(request, f"{row} är lämnad" if request.POST.get("go") == "submit" else "Sparat")
    return redirect("applications:report", row.pk)


def _save(request: HttpRequest, row: Report, form: ReportForm, version: int | None) -> Tried:
    form.is_valid()
    by = doors.person(request)
    tried = attempt(lambda: reporting.save(row, values=form.kept, version=version, by=by))
    if tried.is_stale:
        tried = _meanwhile(request, row, form, tried)
    if not (tried.is_done and form.is_valid() and request.POST.get("go") == "submit"):
        return tried
    if tried.result.state not in reporting.WRITABLE:
        return tried  # the button was pressed twice, and the first time it was handed in
    return attempt(lambda: reporting.submit(tried.result, by=by), places=_places(row, form))


def _meanwhile(request: HttpRequest, row: Report, form: ReportForm, tried: Tried) -> Tried:
    """Somebody saved since the form was read. No conflict when it was the same words twice."""
    fresh = doors.report(request, row.pk)
    if not differences(_shown(fresh), form):
        return Tried(fresh)
    if fresh.state not in reporting.WRITABLE:
        return _save(request, row, form, None)  # it has been handed in, which is refused with the words for that
    return tried


def _places(row: Report, form: ReportForm) -> Places:
    at_field = fields_of(form)
    return lambda key: places.at("project", row.project_id) if key == "projekt" else at_field(key)


def _page(request: HttpRequest, row: Report, form: ReportForm, tried: Tried | None = None) -> HttpResponse:
    may_write = doors.may(request, "write_report", row) and (row.state in reporting.WRITABLE or tried is not None)
    context = {
        "report": row,
        "form": form,
        "rows": [{"label": label, "value": text} for label, text in form.said().items()],
        "may_write": may_write,
        "may_submit": doors.may(request, "submit_report", row),
        "missing": still_missing(row, doors.person(request), _places(row, form)) if may_write else [],
        "now_saved": differences(_shown(row), form) if tried and tried.is_stale else {},
        "opens_on": opens_on(row),
        "handed_in": handed_in(row) if row.state == ReportState.SUBMITTED else "",
        "meetings": dialogue.latest(row.case),
        "error_list": [*tried.errors, *collect(form)] if tried else [],
        "crumbs": places.of_case(row.case, ("Projektet", places.at("project", row.project_id)), str(row)),
    }
    return render(request, "applications/report.html", context)


def _shown(row: Report) -> ReportForm:
    return ReportForm.shown({name: getattr(row, name) for name in reporting.CONTENT}, {}, is_final=row.is_final)
