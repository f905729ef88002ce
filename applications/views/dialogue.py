"""Meetings on the applicant's side: one meeting with its file for a calendar, and booking a time for advice."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal import icalendar
from portal.look.form_errors import ErrorLine, collect

from ..forms.dialogue import BookingForm
from ..models import Case, DialogueGuest
from ..selectors import dialogue as reading
from ..services import advice as booking
from . import doors, places
from .answers import attempt, page, saved


@require_safe
@page
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """When, where and about what; afterwards who was there and what was said."""
    guest = doors.dialogue_guest(request, pk)
    context = {
        "guest": guest,
        "meeting": guest.meeting,
        "case": guest.case,
        "back": places.case(guest.case),
        "may_rebook": guest.takes_it_all
        and guest.meeting.is_ahead
        and not guest.meeting.has_begun
        and booking.may_be_advised(guest.case)
        and doors.may(request, "book_advice", guest.case),
        "crumbs": places.crumbs((guest.case.title, places.case(guest.case)), str(guest.meeting.get_kind_display())),
    }
    return render(request, "applications/meeting.html", context)


@require_safe
@page
def calendar_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The meeting as a file for a calendar, also when it is cancelled."""
    guest = doors.dialogue_guest(request, pk)
    url = request.build_absolute_uri(places.at("dialogue", guest.pk))
    return calendar_response(icalendar.calendar(reading.event(guest.meeting, url, guest.case.title)))


def calendar_response(content: bytes) -> HttpResponse:
    """As an attachment that the browser hands to the calendar."""
    response = HttpResponse(content, content_type=icalendar.CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="mote.ics"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@page
def advice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose a free time and say what to talk about; with one booked already: change it or let it go."""
    case = doors.case(request, pk)
    back = places.case(case)
    if not booking.may_be_advised(case) or not doors.may(request, "book_advice", case):
        return redirect(back)
    held = booking.ahead(case)
    if request.method != "POST":
        return _page(request, case, held, _form(case, held))
    if request.POST.get("go") == "unbook" and held is not None:
        tried = attempt(lambda: booking.unbook(held, by=doors.person(request)))
        if tried.is_done:
            saved(request, "Tiden är avbokad")
            return redirect(back)
        return _page(request, case, booking.ahead(case), _form(case, held), list(tried.errors))
    form = BookingForm(request.POST, times=reading.times(case)[: reading.MOST_FREE])
    if not form.is_valid():
        return _page(request, case, held, form)
    wish, by = form.cleaned_data["wish"], doors.person(request)
    tried = attempt(
        lambda: (
            booking.rebook(held, meeting=form.meeting, wish=wish, by=by)
            if held is not None
            else booking.book(form.meeting, case=case, wish=wish, by=by)
        )
    )
    if not tried.is_done:
        again = BookingForm(request.POST, times=reading.times(case)[: reading.MOST_FREE])
        return _page(request, case, booking.ahead(case), again, list(tried.errors))
    saved(request, "Tiden är bokad")
    return redirect("applications:dialogue", tried.result.pk)


def _form(case: Case, held: DialogueGuest | None) -> BookingForm:
    initial = {"time": str(held.meeting_id), "wish": held.wish} if held is not None else {}
    return BookingForm(times=reading.times(case)[: reading.MOST_FREE], initial=initial)


def _page(
    request: HttpRequest,
    case: Case,
    held: DialogueGuest | None,
    form: BookingForm,
    errors: list[ErrorLine] | None = None,
) -> HttpResponse:
    title = "Boka om tid för råd" if held is not None else "Boka tid för råd"
    context = {
        "title": title,
        "case": case,
        "held": held,
        "form": form,
        "is_draft": case.shared_at is None,
        "person": doors.person(request),
        "back": places.case(case),
        "error_list": [*(errors or []), *(collect(form) if request.method == "POST" and not errors else [])],
        "crumbs": places.crumbs((case.title, places.case(case)), title),
    }
    return render(request, "applications/advice.html", context)
