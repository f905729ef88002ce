"""Underrättelse om försening at the desk."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from applications.lifecycle.gates.grant import conflict_answered
from applications.services import delays

from ..forms.delay import DelayForm
from . import frame, places
from .editing import page, save
from .opening import open_case


@require_http_methods(["GET", "HEAD", "POST"])
def delay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell the applicant why it takes longer. 404 but for the officer of a case that waits for a decision."""
    dossier = open_case(request, pk)
    application = dossier.application
    if application is None or application.state not in delays.WAITS_FOR_DECISION:
        raise Http404("not now")
    if not dossier.user.has_perm("applications.handle_case", application):
        raise Http404("not this person's to write")
    missing = [
        {"text": item.text, "url": places.url_of(item.place, dossier)}
        for item in conflict_answered(application, dossier.user)
    ]
    form = DelayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        save(
            form,
            lambda: delays.tell(application, reason=given["reason"], expected_on=given["expected_on"], by=dossier.user),
            dict,
        )
        if not form.errors:
            messages.success(request, "Sökanden är underrättad om att det dröjer.")
            return redirect(frame.case_url(dossier.case))
    title, lead = "Underrätta om försening", "Sökanden får ett mejl, och ser den nya dagen i sitt ärende."
    return page(request, dossier, title, form, verb="Skicka underrättelsen", lead=lead, missing=missing)
