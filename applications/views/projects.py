"""The project: what is owed by when, reports, claims, and what has been paid and how it was computed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal import clock

from ..documents import supports
from ..enums import ProjectState, SignaturePurpose
from ..lifecycle.gates.advance import EARLY_ENOUGH
from ..lifecycle.gates.early_close import RUNNING
from ..models import EarlyClose, Payout, Project
from ..selectors import dialogue, my_pages, partnership, phases, project_lists, signing, sub_grants
from ..selectors.case_facts import owed
from ..selectors.case_story import sentence, stages, told
from ..services import plans as planning
from ..services import sub_grants as giving_on
from ..services.early_close import open_closing
from ..services.partnership import OVER
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
    waiting = {item.row for item in owed(case) if item.waits}
    held = project_lists.hold(row)
    payouts = list(Payout.objects.filter(case=row.case_id).select_related("claim"))
    context = {
        "project": row,
        "case": case,
        "sentence": sentence(case),
        "stages": stages(case),
        "todo": [places.todo(item) for item in my_pages.todo([case], user=doors.person(request))],
        "periods": [
            {"report": report, "claim": claim, "waits": claim is not None and str(claim.pk) in waiting}
            for number, report in sorted(reports.items())
            for claim in [claims.get(number)]
        ],
        "advance": claims.get(0),  # the number of an advance; those of periods begin with 1
        "takes_advance": row.decision.advance is not None
        and row.state in EARLY_ENOUGH
        and not any(claim.shared_at for claim in claims.values() if not claim.is_advance),
        "payouts": payouts,
        "paid": sum(payout.amount for payout in payouts if payout.paid_on),
        "conditions": list(row.decision.conditions.all()),
        "supports": supports.table(row.decision),
        "pilots": sub_grants.years(row),
        "pilots_change": row.state in giving_on.OPEN and doors.may(request, "keep_sub_grants", row),
        "plan": held.plan,
        "may_write_plan": row.state in planning.WRITABLE and doors.may(request, "write_plan", row),
        "signatures": signing.of_object(row.decision_id, SignaturePurpose.ACCEPTANCE),
        "phases": phases.of_project(row),
        "may_plan": row.state not in OVER and doors.may(request, "keep_phases", row),
        "meetings": dialogue.of_case(row.case),
        "partnership": partnership.of_project(row),
        "may_change": row.state not in OVER and doors.may(request, "change_partnership", row),
        "closing": _closing(row),
        "may_ask": row.state in RUNNING and doors.may(request, "ask_early_close", row),
        "is_waiting": row.state == ProjectState.GRANTED,
        "today": clock.today(),
        "crumbs": places.of_case(row.case, "Projektet"),
    }
    return render(request, "applications/project.html", context)


def _closing(row: Project) -> EarlyClose | None:
    """An end before its time that the applicant knows of: warned, asked for by themselves, or decided and sent."""
    closing = open_closing(row)
    if closing is None or not (closing.warned_at or closing.is_requested):
        return None
    return closing
