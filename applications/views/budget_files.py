"""The budget as an Excel file: fetched as it stands, filled in elsewhere, and read in again after a look at it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from portal import sheets
from portal.look.form_errors import ErrorLine

from ..forms import faces, merging
from ..forms.budget import BudgetForms
from ..forms.draft import Posted, merged
from ..models import Application
from . import doors, places
from .answers import page
from .budget_book import Imported, book, imported
from .budget_figures import SECTION, said, writable
from .budget_grid import grid
from .section_page import stamp

FILE = "fil"


@require_safe
@page
def budget_export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The saved budget as a workbook, which is also what can be filled in and read in again."""
    row = doors.application(request, pk, keys=(SECTION,))
    if not row.call_version.uses(SECTION):
        raise Http404(SECTION)
    face = faces.shown(row, SECTION)
    assert face.budget is not None
    if not face.budget.years:
        return redirect("applications:section", row.pk, SECTION)
    content = sheets.write(f"Budget, {row}", book(grid(row, face.budget), face.budget))
    name = slugify(row.short_name or row.title) or "ansokan"
    return HttpResponse(
        content,
        content_type=sheets.TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="budget-{name[:60]}.xlsx"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def budget_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose a filled-in file, and see what it would change. Saving is the budget's own page's, one press later."""
    row = writable(request, pk)
    if row is None:
        return redirect("applications:application", pk)
    face = faces.shown(row, SECTION)
    assert face.budget is not None
    if not face.budget.years:
        return redirect("applications:section", row.pk, SECTION)
    context: dict[str, Any] = {
        "application": row,
        "crumbs": [*places.of_application(row, "Läs in budgeten")],
        "error_list": [],
    }
    if request.method == "POST":
        upload = request.FILES.get(FILE)
        try:
            if upload is None:
                raise ValidationError("Välj filen som ni har fyllt i.")
            found = imported(row, face.budget, sheets.read(upload))
        except ValidationError as refused:
            context |= {"error_list": [ErrorLine(text, f"#{FILE}") for text in refused.messages]}
            context["file_error"] = " ".join(refused.messages)
        else:
            context |= {"found": found, "file_name": upload.name, "hidden": _hidden(row, face, found)}
            context["said"] = said(grid(row, BudgetForms.read(row, found.data)))
    return render(request, "applications/budget_import.html", context)


def _hidden(row: Application, face: faces.Face, found: Imported) -> list[tuple[str, str]]:
    """What the budget's own page would post with the new amounts: other controls as they are saved."""
    others: Posted = merged(*([face.questions.data] if face.questions else ()))
    given = [(name, str(text)) for name in others for text in others.getlist(name) if name not in found.data]
    given += [(name, str(text)) for name in found.data for text in found.data.getlist(name)]
    marks = [("version", str(row.version)), ("last_saved", stamp(row, SECTION)), ("go", "stay")]
    return [*marks, (merging.BASES, merging.bases(face.parts)), *given]
