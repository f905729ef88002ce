"""A progress report or final report: written, handed in, read, and written again when it has been sent back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.look.form_errors import collect

from ..documents import effect_chain
from ..enums import ReportState
from ..forms import merging
from ..forms.draft import differences
from ..forms.merging import Clash
from ..forms.reporting import ReportForm
from ..lifecycle.gates.project_time import opens_on
from ..models import Report
from ..selectors import dialogue, plans
from ..selectors.case_story import handed_in
from ..services import reporting
from . import doors, places
from .answers import (
    Places,
    Tried,
    attempt,
    choose,
    fields_of,
    page,
    read_version,
    saved,
    still_missing,
    typed_before,
    who_saved,
)
from .autosaving import TRIES, Simple, Typed, answer


@require_http_methods(["GET", "HEAD", "POST"])
@page
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write while it is open, else read. A post saves; the other button hands it in as well."""
    row = doors.report(request, pk)
    if request.method != "POST":
        texts = typed_before(request) if row.state in reporting.WRITABLE else None
        if texts is not None:
            form = ReportForm(texts, is_final=row.is_final)
            return _page(request, row, form, bases=str(texts.get(merging.BASES, "")))
        return _page(request, row, _shown(row))
    form, tried, clashes = _tried(request, row)
    if not (tried.is_done and form.is_valid()):
        return _page(request, doors.report(request, pk), form, tried, clashes)
    saved(request, f"{row} är lämnad" if request.POST.get("go") == "submit" else "Sparat")
    return redirect("applications:report", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def report_field(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Save one field of the report as it is typed, or tell how it stands."""

    def load() -> Typed:
        row = doors.report(request, pk)
        return _simple(request, row).typed(row.saved_at, row.saved_by.name if row.saved_by else "")

    return answer(request, load)


def _simple(request: HttpRequest, row: Report) -> Simple:
    by = doors.person(request)
    return Simple(
        _shown(row),
        lambda data: ReportForm(data, is_final=row.is_final),
        lambda values: attempt(lambda: reporting.save(row, values=values, version=row.version, by=by)),
    )


def _tried(request: HttpRequest, row: Report) -> tuple[ReportForm, Tried, list[Clash]]:
    """Save what was posted together with what others have saved since: only what both changed must be chosen."""
    form, tried = ReportForm(request.POST, is_final=row.is_final), Tried()
    for _ in range(TRIES):
        form, clashes = _simple(request, row).post(request)  # type: ignore[assignment]  # it reads with ReportForm
        if clashes is None:  # a page without marks is saved as a whole, or not at all
            return form, _save(request, row, form, read_version(request)), []
        if clashes and row.state in reporting.WRITABLE:
            return form, choose(who_saved(request, row.saved_by, row.saved_at)), clashes
        if row.state not in reporting.WRITABLE and not differences(_shown(row), form):
            return form, Tried(row), []  # sent twice, and the first time it was handed in
        tried = _save(request, row, form, row.version)
        if not tried.is_stale:
            break
        row = doors.report(request, row.pk)
    return form, tried, []


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


def _page(
    request: HttpRequest,
    row: Report,
    form: ReportForm,
    tried: Tried | None = None,
    clashes: Sequence[Clash] = (),
    bases: str | None = None,
) -> HttpResponse:
    is_stale = tried is not None and tried.is_stale and not clashes
    may_write = doors.may(request, "write_report", row) and (row.state in reporting.WRITABLE or tried is not None)
    plan = plans.newest_data(row.project)
    context = {
        "report": row,
        "chain": effect_chain.drawing(effect_chain.thawed(plan)),
        "links": effect_chain.words(plan),
        "form": form,
        "rows": [{"label": label, "value": text} for label, text in form.said().items()],
        "may_write": may_write,
        "may_submit": doors.may(request, "submit_report", row),
        "missing": still_missing(row, doors.person(request), _places(row, form)) if may_write else [],
        "now_saved": differences(_shown(row), form) if is_stale else {},
        "clashes": clashes,
        "saved_elsewhere": who_saved(request, row.saved_by, row.saved_at),
        "bases": merging.bases([_shown(row)]) if bases is None else bases,
        "is_unsaved": bases is not None,
        "opens_on": opens_on(row),
        "handed_in": handed_in(row) if row.state == ReportState.SUBMITTED else "",
        "meetings": dialogue.latest(row.case),
        "error_list": [*tried.errors, *collect(form)] if tried else [],
        "crumbs": places.of_case(row.case, ("Projektet", places.at("project", row.project_id)), str(row)),
    }
    return render(request, "applications/report.html", context)


def _shown(row: Report) -> ReportForm:
    return ReportForm.shown({name: getattr(row, name) for name in reporting.CONTENT}, {}, is_final=row.is_final)
