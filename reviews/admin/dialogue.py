"""Meetings with those who apply: the officer's own list, calling, moving, cancelling, summing up, offering times."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.enums import DialogueKind
from applications.lifecycle.gates.grant import conflict_answered
from applications.models import DialogueGuest, DialogueMeeting
from applications.selectors.dialogue import event
from applications.services import advice, dialogue
from portal import icalendar
from portal.look.words import counted

from ..forms.dialogue import CallForm, CancelForm, GatheringForm, OfferForm, SummaryForm, TimeForm
from ..selectors import dialogue as reading
from . import editing, frame, places
from .opening import open_case

EDIT = require_http_methods(["GET", "HEAD", "POST"])
LIST = "Möten"
USUAL_MINUTES = 60
ADVICE_MINUTES = 30


def _list_url() -> str:
    return reverse("admin:dialogues")


def _url(row: DialogueMeeting, route: str = "dialogue") -> str:
    return reverse(f"admin:{route}", kwargs={"pk": row.pk})


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """One's own: those to come, free times among them, and those that have been."""
    user = frame.person(request)
    context = {
        "title": LIST,
        "crumbs": frame.crumbs((LIST, "")),
        "ahead": reading.ahead(user),
        "rows": frame.paginated(request, reading.past(user)),
        "may_offer": reading.programmes(user).exists(),
    }
    return frame.page(request, "dialogues", context)


@require_safe
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """When, where, who is called and what was said; and what its officer can do with it."""
    row, user = _open(request, pk), frame.person(request)
    called = reading.called(row, user)
    is_mine = user.has_perm("applications.keep_meeting", row)
    is_open = row.cancelled_at is None
    is_free = row.kind == DialogueKind.ADVICE and not called
    context = {
        "title": f"{row.get_kind_display()} {row.when}",
        "crumbs": frame.crumbs((LIST, _list_url()), (str(row.get_kind_display()), "")),
        "meeting": row,
        "called": [{"row": one, "url": frame.case_url(one.case) if one.case else ""} for one in called],
        "is_free": is_free,
        "may_change": is_mine and is_open and not row.has_begun and not is_free,
        "may_take_back": is_mine and is_open and is_free,
        "may_sum_up": is_mine and is_open and row.has_begun and not is_free,
    }
    return frame.page(request, "dialogue", context)


@require_safe
def calendar_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The meeting as a file for a calendar. Who has booked is named by organisation."""
    row = _open(request, pk)
    called = reading.called(row, frame.person(request))
    about = called[0].organisation if len(called) == 1 else row.programme.name
    url = request.build_absolute_uri(_url(row))
    response = HttpResponse(icalendar.calendar(event(row, url, about)), content_type=icalendar.CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="mote.ics"'
    return response


def _open(request: HttpRequest, pk: UUID) -> DialogueMeeting:
    return get_object_or_404(reading.meetings(frame.person(request)), pk=pk)


def _own(request: HttpRequest, pk: UUID) -> DialogueMeeting:
    row = _open(request, pk)
    if not frame.person(request).has_perm("applications.keep_meeting", row) or row.cancelled_at is not None:
        raise Http404("not this person's meeting, or it is cancelled")
    return row


# Calling


@EDIT
def call(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call one case to a kick-off, dialogue or closing meeting."""
    dossier = open_case(request, pk)
    case, user = dossier.case, dossier.user
    if not user.has_perm("applications.call_meeting", case):
        raise Http404("not this person's to call")
    form = CallForm(request.POST or None, initial={"minutes": USUAL_MINUTES, "kind": DialogueKind.DIALOGUE.value})
    if request.method == "POST" and form.is_valid():
        kind = DialogueKind(form.cleaned_data["kind"])
        editing.save(form, lambda: dialogue.call(kind=kind, cases=[case], by=user, **form.time()), dict)
        if not form.errors:
            messages.success(request, "Mötet är bokat och kallelsen skickad.")
            return redirect(f"{frame.case_url(case)}#moten")
    missing = conflict_answered(DialogueGuest(case=case), user)
    return editing.page(
        request,
        dossier,
        "Kalla till möte",
        form,
        verb="Boka och kalla",
        lead=f"De som leder projektet hos {case.organisation.name} får ett mejl med en fil till kalendern.",
        missing=[{"text": item.text, "url": places.url_of(item.place, dossier)} for item in missing],
    )


@EDIT
def gathering(request: HttpRequest) -> HttpResponse:
    """Call several projects of a programme to a gathering (G-10)."""
    user = frame.person(request)
    if not reading.programmes(user).exists():
        raise Http404("an officer's page")
    form = GatheringForm(request.POST or None, among=reading.projects(user), initial={"minutes": 120})

    def act() -> DialogueMeeting:
        cases = list(form.cleaned_data["cases"])
        return dialogue.call(kind=DialogueKind.GATHERING, cases=cases, by=user, **form.time())

    lead = (
        "De som leder projekten får ett mejl med en fil till kalendern. Projekten ser inte vilka andra som är kallade."
    )
    return _form_page(request, "Kalla till gemensam träff", form, act, "Boka och kalla", "Träffen är bokad.", lead)


@EDIT
def offer(request: HttpRequest) -> HttpResponse:
    """Offer times for advice: whoever has an idea or a draft in the programme books one (B6)."""
    user = frame.person(request)
    if not reading.programmes(user).exists():
        raise Http404("an officer's page")
    form = OfferForm(request.POST or None, among=reading.programmes(user), initial={"minutes": ADVICE_MINUTES})

    def act() -> list[DialogueMeeting]:
        given = form.cleaned_data
        return advice.offer(
            given["programme"],
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            minutes=given["minutes"],
            place=given["place"],
            by=user,
        )

    lead = (
        "Den som bokar visar organisation, namn och vad de vill prata om. Är idén inte delad ser du inget mer än det."
    )
    return _form_page(request, "Erbjud tider för råd", form, act, "Lägg upp tiderna", "Tiderna är upplagda.", lead)


def _form_page(
    request: HttpRequest, title: str, form: Form, act: Callable[[], Any], verb: str, done: str, lead: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        result: list[Any] = []
        editing.save(form, lambda: result.append(act()), dict)
        if not form.errors:
            made = result[0]
            said = f"{counted(len(made), 'en tid', 'tider').capitalize()} att boka." if isinstance(made, list) else ""
            messages.success(request, f"{done} {said}".strip())
            return redirect(_list_url())
    context = {
        "title": title,
        "crumbs": frame.crumbs((LIST, _list_url()), (title, "")),
        "form": form,
        "verb": verb,
        "lead": lead,
        "case_url": _list_url(),
        "back": "Tillbaka till möten",
    }
    return frame.page(request, "edit", context)


# One meeting


@EDIT
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move the meeting, or change its place or topic."""
    row, user = _own(request, pk), frame.person(request)
    form = TimeForm(request.POST or None, initial=TimeForm.of(row))
    return _act(
        request,
        row,
        "Ändra mötet",
        form,
        lambda: dialogue.change(row, version=form.cleaned_data["version"], by=user, **form.time()),
        "Mötet är ändrat. De som är kallade har fått besked om tid eller plats är ny.",
    )


@EDIT
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cancel with a reason."""
    row, user = _own(request, pk), frame.person(request)
    form = CancelForm(request.POST or None, initial={"version": row.version})
    return _act(
        request,
        row,
        "Ställ in mötet",
        form,
        lambda: dialogue.cancel(row, reason=form.cleaned_data["reason"], version=form.cleaned_data["version"], by=user),
        "Mötet är inställt. De som var kallade har fått besked.",
    )


@EDIT
def sum_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write who was there and what was said; both sides read it."""
    row, user = _own(request, pk), frame.person(request)
    initial = {"present": row.present, "summary": row.summary, "version": row.version}
    form = SummaryForm(request.POST or None, initial=initial)
    return _act(
        request,
        row,
        "Skriv vad som sades",
        form,
        lambda: dialogue.sum_up(row, by=user, **form.cleaned_data),
        "Anteckningarna är sparade.",
    )


@EDIT
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take away a free time."""
    row, user = _own(request, pk), frame.person(request)
    form = Form(request.POST or None)
    if request.method == "POST":
        editing.save(form, lambda: advice.take_back(row, by=user), dict)
        if not form.errors:
            messages.success(request, "Tiden är borttagen.")
            return redirect(_list_url())
    return _page(request, row, "Ta bort tiden", form, verb="Ta bort tiden", lead=f"Ingen har bokat {row.when}.")


def _act(
    request: HttpRequest, row: DialogueMeeting, title: str, form: Any, act: Callable[[], Any], done: str
) -> HttpResponse:
    saved_now = None

    def current() -> dict[str, Any]:
        row.refresh_from_db()
        return TimeForm.of(row) | {"present": row.present, "summary": row.summary, "reason": row.cancel_reason}

    if request.method == "POST" and form.is_valid():
        saved_now = editing.save(form, act, current)
        if not form.errors:
            messages.success(request, done)
            return redirect(_url(row))
    shown = editing.shown(form, saved_now) if saved_now else []
    return _page(request, row, title, form, verb=title, saved_now=shown)


def _page(request: HttpRequest, row: DialogueMeeting, title: str, form: Form, **more: Any) -> HttpResponse:
    context = {
        "title": title,
        "crumbs": frame.crumbs((LIST, _list_url()), (str(row.get_kind_display()), _url(row)), (title, "")),
        "form": form,
        "case_url": _url(row),
        "back": "Tillbaka till mötet",
        "lead": row.when.capitalize(),
        **more,
    }
    return frame.page(request, "edit", context, 409 if context.get("saved_now") else 200)
