"""Begäran om att ärendet avgörs at the desk: what was asked, and the head's refusal (FL 12 §, D-10)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from applications.lifecycle.gates.grant import conflict_answered, conflicts_settled
from applications.models import DecisionRequest
from applications.selectors import decision_requests as reading
from applications.services import decision_requests
from portal import dates

from ..forms.decision_request import RefuseForm
from ..selectors.dossier import Dossier
from . import frame, places
from .editing import page, save
from .opening import open_case

TITLE = "Begäran om avgörande"
LEAD = (
    "Avslaget är ett särskilt beslut. Sökanden får skälen och läser om det kan överklagas. Avgörs ärendet senast {day} "
    "behövs inget avslag."
)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The request for all who read the case, and for the head to refuse while it waits. 404 where nothing is asked."""
    dossier = open_case(request, pk)
    row = reading.of_case(dossier.case)
    if row is None:
        raise Http404("nobody has asked")
    is_head = dossier.user.has_perm("applications.refuse_decision", dossier.case)
    if request.method == "POST" and not is_head:
        raise Http404("not this person's to answer")
    if request.method != "POST" and not (is_head and dossier.asked_waits):
        return _read(request, dossier, row)
    gates = (*conflict_answered(dossier.case, dossier.user), *conflicts_settled(row, dossier.user))
    missing = [{"text": item.text, "url": places.url_of(item.place, dossier)} for item in gates]
    form = RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reasons = form.cleaned_data["reasons"]
        save(form, lambda: decision_requests.refuse(row, reasons=reasons, by=dossier.user), dict)
        if not form.errors:
            messages.success(request, "Begäran är avslagen. Sökanden får beslutet.")
            return redirect(frame.case_url(dossier.case))
    lead = LEAD.format(day=dates.weekday_long(row.due_on))
    facts = _facts(row)
    return page(request, dossier, TITLE, form, verb="Avslå begäran", lead=lead, missing=missing, facts=facts)


def _facts(row: DecisionRequest) -> list[tuple[str, str]]:
    told = [("Begärt av", row.requested_by.name), ("Kom in", dates.datetime_long(row.requested_at))]
    told.append(("Svar senast", dates.weekday_long(row.due_on)))
    return [*told, ("Sökanden skriver", row.text)] if row.text else told


def _read(request: HttpRequest, dossier: Dossier, row: DecisionRequest) -> HttpResponse:
    case, facts = dossier.case, _facts(row)
    if row.is_refused and row.refused_at is not None and row.refused_by is not None:
        facts += [("Avslogs", dates.datetime_long(row.refused_at)), ("Beslutat av", row.refused_by.name)]
        facts.append(("Skäl", row.reasons))
    context = {
        "title": TITLE,
        "case": case,
        "case_url": frame.case_url(case),
        "crumbs": frame.crumbs((case.title, frame.case_url(case)), (TITLE, "")),
        "lead": _standing(dossier, row),
        "facts": facts,
    }
    return frame.page(request, "decision_request", context)


def _standing(dossier: Dossier, row: DecisionRequest) -> str:
    if row.is_refused:
        return "Begäran är avslagen. Beslutet finns bland handlingarna."
    if dossier.asked_waits:
        return (
            f"Ärendet ska vara avgjort senast {dates.weekday_long(row.due_on)}, annars svarar enhetschefen på begäran."
        )
    return "Begäran väntar inte längre på svar: ärendet är avgjort eller återtaget."
