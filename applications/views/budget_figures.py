"""The budget's figures while one types: computed as when the page is saved, and nothing is saved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from portal.look.words import listed
from portal.money import NBSP, exact

from ..forms.budget import BudgetForms
from ..forms.draft import storable
from ..models import Application
from ..services.drafting import editable_sections
from . import doors
from .answers import page
from .budget_grid import Grid, grid

SECTION = "budget"


def writable(request: HttpRequest, pk: UUID) -> Application | None:
    """The application when its budget is open for the person to write in; None when it is not, 404 for others."""
    row = doors.application(request, pk, keys=(SECTION,))
    is_open = row.call_version.uses(SECTION) and SECTION in editable_sections(row)
    return row if is_open and doors.may(request, "write_case", row) else None


@require_POST
@page
def budget_figures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The changed parts of the page, each to its place; nothing at all when the budget has been closed meanwhile."""
    row = writable(request, pk)
    if row is None:
        return HttpResponse(status=204)
    posted = storable(request.POST)
    forms = BudgetForms.read(row, posted)
    if not forms.years:
        return HttpResponse(status=204)
    money = grid(row, forms)
    shown = set(posted.getlist("raknat"))
    now = {one.key for one in money.costs if one.counted}
    context = {"grid": money, "said": said(money), "marks": _marks(money), "turned": shown ^ now}
    return render(request, "applications/sections/budget_figures.html", context)


def said(money: Grid) -> str:
    """What matters, for whoever hears the page: which years do not balance, and the share."""
    gaps = [
        f"{cell.year}: {exact(cell.amount)}{NBSP}kr {cell.remark}"
        for cell in money.difference
        if cell.is_wrong and cell.amount is not None
    ]
    unread = [str(cell.year) for cell in money.difference if cell.amount is None]
    told = [f"{listed(unread)} har belopp som vi inte kan läsa."] if unread else []
    if gaps:
        told.append(f"Går inte ihop. {'. '.join(gaps)}.")
    elif money.difference and not unread:
        told.append("Alla år går ihop.")
    if money.share_words:
        told.append(f"{money.share_words}.")
    return " ".join(told)


def _marks(money: Grid) -> list[dict[str, Any]]:
    """What is wrong with which control: its own error, and the ids of what else is told about it."""
    return [
        {"control": control.auto_id, "error": control.errors[0] if control.errors else "", "told": _told(control)}
        for control in money.faulty
    ]


def _told(control: BoundField) -> str:
    return str(control.field.widget.attrs.get("aria-describedby", ""))
