"""Pilot money on the applicant's side: write down a pilot, change it, tell how it went."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.look.form_errors import collect

from ..forms.draft import differences
from ..forms.sub_grants import SubGrantForm
from ..lifecycle.engine import MoveRefused, NotYours, StaleVersion
from ..models import Project, SubGrant
from ..selectors import sub_grants as reading
from ..services import sub_grants
from . import doors, places
from .answers import page, read_version, saved

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@page
def sub_grant_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a pilot within the year's money."""
    return _answer(request, doors.project(request, pk), None)


@form_page
@page
def sub_grant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a pilot, or tell how it went."""
    row = doors.sub_grant(request, pk)
    return _answer(request, row.project, row)


def _answer(request: HttpRequest, project: Project, row: SubGrant | None) -> HttpResponse:
    years = reading.years(project)
    if not years or project.state not in sub_grants.OPEN or not doors.may(request, "keep_sub_grants", project):
        raise Http404("no pilot money here, or not this person's")
    if request.method != "POST":
        return _page(request, project, row, _shown(row, years), years)
    form = SubGrantForm(request.POST, years=[year.year for year in years])
    now_saved: dict[str, str] = {}
    if form.is_valid():
        version = read_version(request) if row is not None else None
        try:
            sub_grants.save(project, sub_grant=row, values=form.values, version=version, by=doors.person(request))
        except NotYours:
            raise
        except StaleVersion as refused:
            assert row is not None  # a new row has no version
            row = doors.sub_grant(request, row.pk)
            now_saved = differences(_shown(row, years), form)
            form.add_error(None, str(refused))
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            saved(request, "Piloten är sparad")
            return redirect(f"{places.at('project', project.pk)}#piloter")
    return _page(request, project, row, form, years, now_saved)


def _shown(row: SubGrant | None, years: list[reading.Year]) -> SubGrantForm:
    names = [year.year for year in years]
    if row is None:
        return SubGrantForm(years=names, initial={"year": names[0]})
    return SubGrantForm.shown({field: getattr(row, field) for field in sub_grants.FIELDS}, {}, years=names)


def _page(
    request: HttpRequest,
    project: Project,
    row: SubGrant | None,
    form: SubGrantForm,
    years: list[reading.Year],
    now_saved: dict[str, str] | None = None,
) -> HttpResponse:
    title = str(row) if row is not None else "Ny pilot"
    context = {
        "title": title,
        "project": project,
        "row": row,
        "form": form,
        "years": years,
        "now_saved": now_saved or {},
        "reload": places.at("sub_grant", row.pk) if row is not None else "",
        "error_list": collect(form) if request.method == "POST" else [],
        "crumbs": places.of_case(project.case, ("Projektet", places.at("project", project.pk)), title),
    }
    return render(request, "applications/sub_grant.html", context)
