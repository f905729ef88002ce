"""The project: what is owed by when, reports, claims, and what has been paid and how it was computed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal import clock

from ..enums import ProjectState
from ..models import Payout
from ..selectors import my_pages
from ..selectors.case_story import sentence, stages, told
from . import doors, places
from .answers import page


@require_safe
@page
def project(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the project is, its periods with report and claim, the money, and the conditions."""
    row = doors.project(request, pk)
    case = told(row.case)
    reports = {report.number: report for report in row.reports.select_related("obligation")}
    claims = {claim.number: claim for claim in row.claims.select_related("obligation")}
    payouts = list(Payout.objects.filter(case=row.case_id).select_related("claim"))
    context = {
        "project": row,
        "case": case,
        "sentence": sentence(case),
        "stages": stages(case),
        "todo": [places.todo(item) for item in my_pages.todo([case])],
        "periods": [{"report": report, "claim": claims.get(number)} for number, report in sorted(reports.items())],
        "payouts": payouts,
        "paid": sum(payout.amount for payout in payouts if payout.paid_on),
        "conditions": list(row.decision.conditions.all()),
        "is_waiting": row.state == ProjectState.GRANTED,
        "today": clock.today(),
        "crumbs": places.of_case(row.case, "Projektet"),
    }
    return render(request, "applications/project.html", context)
