"""Meetings: the list, planning one, its agenda, marking it held, and reporting delegated decisions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotReady, NotYours
from portal import dates
from portal.accounts.enums import StaffRoleName
from portal.look.words import counted

from ..enums import MeetingState
from ..forms.meeting import MeetingForm
from ..models import Meeting
from ..selectors import history, standing
from ..selectors import meetings as reading
from ..services import decisions, meetings
from . import frame
from .moves import tell

EDIT = require_http_methods(["GET", "HEAD", "POST"])
LIST = "Sammanträden"
REPORT = "Anmäl delegationsbesluten"


def _list_url() -> str:
    return reverse("admin:meetings")


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Planned ones and those that have been held, the latest first."""
    user = frame.person(request)
    rows = frame.paginated(request, reading.meetings(user).order_by("-held_on", "pk"))
    context = {
        "title": LIST,
        "crumbs": frame.crumbs((LIST, "")),
        "rows": rows,
        "plan_url": reverse("admin:meeting_plan") if user.has_perm("reviews.plan_meetings") else "",
    }
    return frame.page(request, "meetings", context)


@EDIT
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting of one's board."""
    user = frame.person(request)
    form = MeetingForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            meeting = meetings.plan(given["board"], held_on=given["held_on"], place=given["place"], by=user)
        except NotYours as refused:
            raise Http404(str(refused)) from refused
        except ValidationError as faults:
            tell(form, faults)
        else:
            messages.success(request, "Sammanträdet är planerat.")
            return redirect("admin:meeting", pk=meeting.pk)
    context = {
        "title": "Planera sammanträde",
        "crumbs": frame.crumbs((LIST, _list_url()), ("Planera sammanträde", "")),
        "form": form,
        "verb": "Planera sammanträdet",
        "case_url": _list_url(),
        "back": "Tillbaka till sammanträden",
    }
    return frame.page(request, "edit", context)


def _open(request: HttpRequest, pk: UUID) -> Meeting:
    return get_object_or_404(reading.meetings(frame.person(request)), pk=pk)


def _title(row: Meeting) -> str:
    return f"{row.board.name} {dates.long(row.held_on)}"


@require_safe
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The agenda with where each matter stands, and the delegated decisions to report."""
    row, user = _open(request, pk), frame.person(request)
    offers = engine.offered(row, user)
    is_secretary = row.board_id in user.boards_as(StaffRoleName.BOARD_SECRETARY)
    unreported = reading.unreported(row, user)
    context = {
        "title": _title(row),
        "crumbs": frame.crumbs((LIST, _list_url()), (dates.long(row.held_on), "")),
        "meeting": row,
        "stop_day": reading.stop_day(row),
        "call_day": reading.call_day(row),
        "is_planned": row.state == MeetingState.PLANNED,
        "matters": [
            {
                "item": item,
                "sentence": standing.sentence(item.case),
                "url": frame.case_url(item.case),
                "is_withdrawn": item.decision_id is None and standing.is_withdrawn(item.case),
            }
            for item in reading.agenda(row, user)
        ],
        "unreported": unreported,
        "reported": reading.reported(row, user),
        "moves": [_hold(offer) for offer in offers] + ([_reporting(row)] if is_secretary and unreported else []),
        "log": history.of_object(row),
    }
    return frame.page(request, "meeting", context)


def _hold(offer: engine.Offer) -> dict[str, Any]:
    return {
        "label": offer.move.label,
        "open": offer.is_open,
        "primary": True,
        "url": reverse("admin:meeting_hold", kwargs={"pk": offer.obj.pk}),
        "icon": "landmark",
        "line": "Sedan kan besluten registreras.",
        "missing": [{"text": item.text} for item in offer.missing],
        "holds": offer.in_place,
    }


@EDIT
def hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The meeting has been held."""
    row, user = _open(request, pk), frame.person(request)
    offer = next((offer for offer in engine.offered(row, user) if offer.move.name == "hold"), None)
    if offer is None:
        raise Http404("no such move for this person")
    context = _confirmation(row, offer.move.label, "Sammanträdet står som hållet. Besluten kan registreras.")
    if not offer.is_open:
        context["closed"] = _hold(offer)
    elif request.method == "POST":
        try:
            meetings.hold(row, by=user)
        except (MovedOn, NotReady) as refused:
            context["moved_on"] = str(refused)
        else:
            messages.success(request, "Sammanträdet står som hållet.")
            return redirect("admin:meeting", pk=row.pk)
    return frame.page(request, "move", context)


@EDIT
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Report the delegated decisions at this meeting, once it has been held (kommunallagen 6:40)."""
    row, user = _open(request, pk), frame.person(request)
    if row.board_id not in user.boards_as(StaffRoleName.BOARD_SECRETARY):
        raise Http404("not this person's board to report to")
    context = _confirmation(row, REPORT, "Besluten står som anmälda vid det här sammanträdet.")
    context["facts"] = [(str(item), item.decision.case.title) for item in reading.unreported(row, user)]
    if row.state != MeetingState.HELD:
        context["closed"] = _reporting(row)
    elif request.method == "POST":
        count = decisions.report(row, by=user)
        told = counted(count, "ett delegationsbeslut är anmält", "delegationsbeslut är anmälda")
        messages.success(request, f"{told.capitalize()}.")
        return redirect("admin:meeting", pk=row.pk)
    return frame.page(request, "move", context)


def _reporting(row: Meeting) -> dict[str, Any]:
    """The act as portal/partials/move.html reads it."""
    is_held = row.state == MeetingState.HELD
    return {
        "label": REPORT,
        "open": is_held,
        "primary": is_held,
        "url": reverse("admin:meeting_report", kwargs={"pk": row.pk}),
        "icon": "megaphone",
        "line": "De står som anmälda vid det här sammanträdet.",
        "missing": [] if is_held else [{"text": "Registrera först att sammanträdet är hållet."}],
        "holds": [],
    }


def _confirmation(row: Meeting, label: str, then: str) -> dict[str, Any]:
    url = reverse("admin:meeting", kwargs={"pk": row.pk})
    return {
        "title": label,
        "verb": label,
        "then": (then,),
        "form": None,
        "asks": True,
        "case_url": url,
        "back": "Tillbaka till sammanträdet",
        "crumbs": frame.crumbs((LIST, _list_url()), (dates.long(row.held_on), url), (label, "")),
    }
