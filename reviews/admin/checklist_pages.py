"""The acts on an edition of Idékollen, each on a page of its own, and what people have answered."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.enums import ChecklistAnswer
from applications.forms import checklist as carrying
from applications.lifecycle.engine import MovedOn
from applications.models import Checklist
from applications.selectors import checklists as reading
from applications.services import checklists

from ..selectors.checklist_statistics import statistics
from ..selectors.few import FEWEST
from . import frame
from .checklists import ChecklistAdmin

EDIT = require_http_methods(["GET", "HEAD", "POST"])
LIST = "Idékollen"
SHOW = "visa"


def _open(request: HttpRequest, pk: UUID) -> Checklist:
    """An edition of the person's boards, through the same door as the register."""
    kept = admin.site._registry[Checklist]
    assert isinstance(kept, ChecklistAdmin)
    mine = kept.get_queryset(request).values("pk")
    return get_object_or_404(reading.editions().filter(pk__in=mine), pk=pk)


def _url(edition: Checklist, route: str = "applications_checklist_change") -> str:
    return reverse(f"admin:{route}", args=[edition.pk])


def _crumbs(edition: Checklist, last: str) -> list[frame.Crumb]:
    return frame.crumbs(
        (LIST, reverse("admin:applications_checklist_changelist")), (str(edition), _url(edition)), (last, "")
    )


def _confirmation(edition: Checklist, label: str, *then: str) -> dict[str, Any]:
    """As admin/reviews/move.html reads it."""
    return {
        "title": label,
        "verb": label,
        "then": then,
        "form": None,
        "asks": True,
        "case_url": _url(edition),
        "back": "Tillbaka till utgåvan",
        "crumbs": _crumbs(edition, label),
    }


@EDIT
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let everybody meet the edition; or tell what must be mended first."""
    edition = _open(request, pk)
    context = _confirmation(
        edition,
        "Publicera",
        f"Alla som gör Idékollen för {edition.programme.name} möter den här utgåvan från nu.",
        "Frågorna går inte längre att ändra. Vill ni ändra något gör ni en ny utgåva.",
        "Idéer som redan bär med sig svar behåller sin utgåva.",
    )
    if edition.published_at is None and (lacks := checklists.faults(edition)):
        context["closed"] = {"label": "Publicera", "open": False, "missing": [{"text": text} for text in lacks]}
    elif request.method == "POST":
        try:
            checklists.publish(edition, by=frame.person(request))
        except (MovedOn, ValidationError) as refused:
            context["moved_on"] = " ".join(getattr(refused, "messages", [str(refused)]))
        else:
            messages.success(request, f"Utgåva {edition.number} är publicerad.")
            return redirect(_url(edition))
    return frame.page(request, "move", context)


@EDIT
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin the next edition as this one is."""
    edition = _open(request, pk)
    if request.method == "POST":
        made = checklists.copy(edition, by=frame.person(request))
        messages.success(request, f"Utgåva {made.number} är ett utkast. Ändra i den och publicera när den är klar.")
        return redirect(_url(made))
    context = _confirmation(
        edition,
        "Ny utgåva",
        "En ny utgåva börjar med samma frågor, råd och texter som den här.",
        "Den är ett utkast tills ni publicerar den. Den här ligger kvar.",
    )
    return frame.page(request, "move", context)


@require_safe
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The edition as people will meet it, with what their answers would give; nothing is counted."""
    edition = _open(request, pk)
    answers, rows, own = carrying.read(request.GET, edition), reading.rows(edition), _url(edition, "checklist_preview")
    context = {
        "checklist": edition,
        "outcome": reading.outcome(edition, answers),
        "preview_back": _url(edition),
        "start_url": own,
        "result_url": own,
    }
    if SHOW in request.GET:
        context |= {"contact": edition.programme.contact, "change_url": own + carrying.query(edition, answers)}
        return render(request, "applications/checklist_result.html", context)
    form = carrying.ChecklistForm(rows, answers)
    context |= {"groups": carrying.groups(rows, form), "edition_field": carrying.EDITION, "show_field": SHOW}
    return render(request, "applications/checklist.html", context)


@require_safe
def figures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What people have answered: all time, or `?manad=2026-11`, and the months below."""
    edition = _open(request, pk)
    known = statistics(edition)
    period = known.of(_month(request.GET.get("manad", "")))
    if period is None:
        raise Http404("nobody answered in that month")
    context = {
        "title": "Statistik",
        "subtitle": str(edition),
        "crumbs": _crumbs(edition, "Statistik"),
        "edition": edition,
        "period": period,
        "months": known.months,
        "fewest": FEWEST,
        "csv_url": _url(edition, "checklist_csv"),
        "own_url": _url(edition, "checklist_statistics"),
    }
    return frame.page(request, "checklist_statistics", context)


@require_safe
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same figures as a file that a spreadsheet opens: a row for each question and period."""
    edition = _open(request, pk)
    known = statistics(edition)
    name = f"idekollen-{edition.programme.slug}-utgava-{edition.number}.csv"
    # With the mark that lets Excel see that it is UTF-8, and the semicolon that it parts by in Swedish.
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(answer, delimiter=";")
    writer.writerow(["Period", "Nummer", "Fråga", "Gånger", *(str(label) for label in ChecklistAnswer.labels)])
    for period in (known.whole, *known.months):
        if not period.is_shown:
            writer.writerow([period.name, "", f"Färre än {FEWEST} gånger", "", "", "", "", ""])
            continue
        for line in period.lines:
            counts = [line.counts[kind] for kind in ChecklistAnswer]
            writer.writerow([period.name, line.row.label, plain(line.row.whole), line.rounds, *counts])
    return answer


def plain(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _month(typed: str) -> date | None:
    """The first of the month of 2026-11; nothing for nothing. Raises Http404 for something else."""
    if not typed:
        return None
    try:
        return date.fromisoformat(f"{typed}-01")
    except ValueError as refused:
        raise Http404 from refused
