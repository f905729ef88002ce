"""The accessibility statement, and the way to tell us what does not work, signed in or not (lag 2018:1937 13 §)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts import access_reports
from portal.accounts.forms import AccessReportForm
from portal.accounts.models import AccessShortfall, Authority


@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """Show how far the service meets the demands, what falls short and why, and how it was tried."""
    told = {"shortfalls": list(AccessShortfall.objects.standing()), "authority": Authority.objects.first()}
    return render(request, "portal/accessibility.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Take what a person tells us. The page is filled in by itself from `?sida=`, and may be changed or emptied."""
    posted = request.method == "POST"
    form = AccessReportForm(request.POST if posted else None, initial={"page": request.GET.get("sida", "")[:300]})
    if posted and form.is_valid():
        if form.is_by_machine:
            return redirect("portal:report_access_done")
        if access_reports.receive(form.told()):
            return redirect("portal:report_access_done")
        form.add_error(None, access_reports.FULL)
    return render(request, "portal/report_access.html", {"form": form})


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Say that it has come in, and what happens then."""
    return render(request, "portal/report_access_done.html")
