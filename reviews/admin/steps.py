"""Letting another organisation go on from a project in the next step of its track."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from applications.lifecycle.engine import NotYours
from applications.selectors.steps import handed_on

from ..forms.steps import HandOnForm
from ..services import steps
from . import frame
from .moves import tell
from .opening import open_case

TITLE = "Låt någon annan fortsätta projektet"


@require_http_methods(["GET", "HEAD", "POST"])
def hand_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Before their application is sent in, which staff cannot see: the chain follows the project (case 17)."""
    dossier = open_case(request, pk)
    case, project, user = dossier.case, dossier.project, frame.person(request)
    if project is None or not user.has_perm("applications.run_project", case) or not handed_on(case):
        raise Http404("nothing to hand on, or not this person's")
    form = HandOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            link = steps.hand_on(project, organisation=given["orgnr"], reason=given["reason"], by=user)
        except NotYours as refused:
            raise Http404(str(refused)) from refused
        except ValidationError as faults:
            tell(form, faults)
        else:
            messages.success(request, f"{link.organisation} får fortsätta projektet.")
            return redirect(f"{frame.case_url(case, 'case_project')}#nasta-steg")
    context = {
        "title": TITLE,
        "case": case,
        "case_url": frame.case_url(case, "case_project"),
        "crumbs": frame.crumbs((case.title, frame.case_url(case)), (TITLE, "")),
        "form": form,
        "verb": "Låt dem fortsätta",
        "lead": "De kan sedan välja projektet när de söker nästa steg. Berätta det för dem.",
    }
    return frame.page(request, "edit", context)
