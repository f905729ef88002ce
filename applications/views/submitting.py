"""The last step: read everything on one page, send it in, get a receipt, read what was sent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import clock, dates
from portal.money import NBSP, kronor

from .. import findings
from ..documents.contents import contents
from ..enums import RuleLevel
from ..findings import Finding
from ..models import Application, ApplicationVersion
from ..sections import SECTIONS
from ..selectors import people, windows
from ..services import submitting
from . import doors, places
from .answers import Tried, attempt, page, saved, still_missing

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


@require_POST
@page
def warnings(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep which warnings the applicant has read and stands by. What has been sent in leads to its case."""
    row = doors.application(request, pk)
    given = request.POST.getlist("varning")
    tried = attempt(lambda: submitting.read_warnings(row, keys=given, by=doors.person(request)))
    if tried.is_done:
        saved(request)
    return redirect(f"{places.at('review', row.pk)}#varningar")


def _review(request: HttpRequest, row: Application, tried: Tried | None = None) -> HttpResponse:
    data = contents(row)
    found = findings.of_application(row)
    context = {
        "application": row,
        "data": data,
        "missing": still_missing(row, doors.person(request), places.in_application(row)),
        "error_list": list(tried.errors) if tried else [],
        "warnings": _warnings(row, found),
        "advice": [finding.text for finding in found if finding.level == RuleLevel.ADVICE],
        "may_write": doors.may(request, "write_case", row),
        "may_submit": doors.may(request, "submit_application", row),
        "signatories": people.signatories(row.case),
        "certified": _certified(row, data),
        "late": windows.told_late(row.call),
        "news": windows.news(row),
        "crumbs": places.of_application(row, "Granska och skicka in"),
    }
    return render(request, "applications/review.html", context)


def _warnings(row: Application, found: list[Finding]) -> list[dict[str, Any]]:
    """Each warning with its box, and the section where it can be mended instead."""
    return [
        {
            "key": finding.key,
            "id": f"{places.WARNING}{finding.key}",
            "text": finding.text,
            "is_read": finding.key in row.warnings_read,
            "section": SECTIONS[finding.section].label,
            "url": places.at("section", row.pk, finding.section),
        }
        for finding in found
        if finding.level == RuleLevel.WARNING
    ]


def _certified(row: Application, data: dict[str, Any]) -> str:
    """What the signatory says by sending it in (domain.md §3.2 step 9)."""
    body = row.case.organisation
    amount = Decimal(data["budget"]["applied"])
    applied = f"{kronor(amount)}{NBSP}kr" if amount else "stöd"
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
