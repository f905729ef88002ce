"""Registering an application that came in on paper or by e-mail, and the receipt to send (G-06)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from applications.enums import CaseSource
from applications.lifecycle.engine import NotReady, NotYours
from applications.selectors import people
from applications.services import paper

from ..forms.paper import PaperForm
from . import frame
from .moves import tell

TITLE = "Registrera ansökan på papper"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Register it; afterwards the case's page, where the receipt is."""
    user = frame.person(request)
    form = PaperForm(request.POST or None, request.FILES or None, by=user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            version = paper.receive(
                given["call"],
                applicant={name: given[name] for name in ("orgnr", "name", "org_type", "address")},
                title=given["title"],
                came_in_at=given["came_in_at"],
                source=CaseSource(given["source"]),
                files=given["papers"],
                contact={name: given[name] for name in paper.CONTACT},
                by=user,
            )
        except NotYours as refused:
            raise Http404(str(refused)) from refused
        except NotReady as refused:
            for item in refused.missing:
                place = form.place_of(item.place)
                form.add_error(place if place in form.fields else None, item.text)
        except ValidationError as faults:
            tell(form, faults)
        else:
            case = version.application.case
            if people.writers(case):
                told = "Kvittensen är mejlad till dem som skriver för sökanden."
            else:
                told = (
                    f"Ingen hos {case.organisation.name} har konto. Skriv ut kvittensen under Handlingar och skicka "
                    f"den till {version.application.contact_name}."
                )
            messages.success(request, f"Ansökan är registrerad som {case.dnr}. {told}")
            return redirect("admin:case_documents" if not people.writers(case) else "admin:case", pk=case.pk)
    context = {
        "title": TITLE,
        "crumbs": frame.crumbs((TITLE, "")),
        "lead": "För den som har skickat in på annat sätt än här. Ansökan behandlas sedan som alla andra.",
        "form": form,
        "alike": [{"case": case, "url": frame.case_url(case)} for case in form.alike],
        "verb": "Registrera ansökan",
        "case_url": reverse("admin:index"),
        "back": "Tillbaka till Idag",
    }
    return frame.page(request, "paper", context)
