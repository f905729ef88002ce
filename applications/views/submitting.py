"""The last step: read everything on one page, send it in, get a receipt, read what was sent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal import clock, dates
from portal.money import NBSP, kronor

from ..documents.contents import contents
from ..models import Application, ApplicationVersion
from ..selectors import people
from ..services import submitting
from . import doors, places
from .answers import Tried, attempt, page, still_missing

ASSIGNED_WITHIN = 3  # working days, domain.md D-03


@require_safe
@page
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that will be sent, as it will be read; what is missing as links; and who may send it."""
    row = doors.application(request, pk, is_list=True)
    if not row.is_private:
        return redirect("applications:case", row.case_id)
    return _review(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the application in. A second post leads to the same receipt."""
    row = doors.application(request, pk)
    if request.method != "POST":
        return redirect("applications:review", row.pk)
    tried = attempt(lambda: submitting.submit(row, by=doors.person(request)), places=places.in_application(row))
    return redirect("applications:receipt", row.pk) if tried.is_done else _review(request, row, tried)


def _review(request: HttpRequest, row: Application, tried: Tried | None = None) -> HttpResponse:
    data = contents(row)
    context = {
        "application": row,
        "data": data,
        "missing": still_missing(row, doors.person(request), places.in_application(row)),
        "error_list": list(tried.errors) if tried else [],
        "may_submit": doors.may(request, "submit_application", row),
        "signatories": people.signatories(row.case),
        "certified": _certified(row, data),
        "is_late": row.call.has_closed,
        "crumbs": places.of_application(row, "Granska och skicka in"),
    }
    return render(request, "applications/review.html", context)


def _certified(row: Application, data: dict[str, Any]) -> str:
    """What the signatory says by sending it in (domain.md §3.2 step 9)."""
    body = row.case.organisation
    applied = f"{kronor(Decimal(data['budget']['applied']))}{NBSP}kr"
    period = dates.period_long(row.period_start, row.period_end) if row.period_start and row.period_end else ""
    return (
        f"Jag intygar att uppgifterna är riktiga och att jag får företräda {body.name} ({body.orgnr}). "
        f"{body.name} ansöker om {applied} för projektet {row}{f', {period}' if period else ''}."
    )


@require_safe
@page
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What came in, when, under which number, and what happens now."""
    row = doors.application(request, pk)
    version = get_object_or_404(row.versions.select_related("submitted_by", "document"), number=1)
    context = {
        "application": row,
        "version": version,
        "steps": _steps(row, version),
        "actions": [
            {"url": places.at("my_pages"), "label": "Till Mina sidor"},
            {"url": places.at("case", row.case_id), "label": "Till ärendet"},
        ],
        "crumbs": places.of_case(row.case, "Kvitto"),
    }
    return render(request, "applications/receipt.html", context)


def _steps(row: Application, version: ApplicationVersion) -> list[str]:
    received = clock.local(version.received_at).date()
    assigned = dates.add_working_days(received, ASSIGNED_WITHIN)
    return [
        f"Vi mejlar en kvittens till {version.submitted_by.email} inom några minuter.",
        f"Vi utser en handläggare senast {dates.weekday_long(assigned)}.",
        "Handläggaren ser efter att allt är med. Saknas något hör vi av oss här och med mejl.",
        f"{row.case.board.definite} beslutar. Ni ser beslutet här så snart det är klart.",
    ]


@require_safe
@page
def sent(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Read what was sent in, as it was frozen."""
    row = doors.application(request, pk)
    version = get_object_or_404(row.versions.select_related("submitted_by", "document"), number=number)
    context = {
        "application": row,
        "version": version,
        "data": version.data,
        "others": row.versions.exclude(pk=version.pk),
        "crumbs": places.of_case(row.case, f"Inskickad ansökan, version {number}"),
    }
    return render(request, "applications/sent.html", context)
