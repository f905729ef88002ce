"""Kommunicering at the desk: sending the material, and saying why it is not needed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from applications.enums import ApplicationState as A
from applications.lifecycle.gates.grant import conflict_answered
from applications.models import Application
from applications.services import hearings

from ..forms.hearing import HearForm, WaiveForm
from ..selectors.dossier import Dossier
from . import frame, places
from .editing import page, save
from .opening import open_case

EDIT = require_http_methods(["GET", "HEAD", "POST"])


def _open(request: HttpRequest, pk: UUID) -> tuple[Dossier, Application, list[dict[str, str]]]:
    """404 but for the officer of a case under preparation; and what is missing while the jäv question is open."""
    dossier = open_case(request, pk)
    application = dossier.application
    if application is None or application.state != A.PREPARATION:
        raise Http404("not now")
    if not dossier.user.has_perm("applications.handle_case", application):
        raise Http404("not this person's to write")
    missing = [
        {"text": item.text, "url": places.url_of(item.place, dossier)}
        for item in conflict_answered(application, dossier.user)
    ]
    return dossier, application, missing


@EDIT
def hear(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the applicant what the proposal will rest on."""
    dossier, application, missing = _open(request, pk)
    form = HearForm(request.POST or None, application=application)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        save(
            form,
            lambda: hearings.send(application, material=given["material"], due_on=given["due_on"], by=dossier.user),
            dict,
        )
        if not form.errors:
            messages.success(request, "Underlaget är skickat till sökanden.")
            return redirect(frame.case_url(dossier.case))
    lead = "Sökanden får ett mejl, läser texten på sin sida och kan svara där."
    return page(request, dossier, "Kommunicera underlaget", form, verb="Skicka underlaget", lead=lead, missing=missing)


@EDIT
def waive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say why the applicant need not be heard before the proposal."""
    dossier, application, missing = _open(request, pk)
    form = WaiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        save(
            form,
            lambda: hearings.waive(application, ground=given["ground"], reasons=given["reasons"], by=dossier.user),
            dict,
        )
        if not form.errors:
            messages.success(request, "Skälen är sparade.")
            return redirect(frame.case_url(dossier.case))
    title = "Avstå från kommunicering"
    return page(request, dossier, title, form, verb="Spara skälen", missing=missing)
