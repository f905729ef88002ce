"""The demo's own pages: what would have been mailed, and time that passes at the press of a button."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from post_office.models import Email

from applications import jobs
from applications.models import Obligation
from portal import clock, dates
from portal.signing import NotSigned
from portal.signing import demo as demo_signing
from reviews.jobs import run_successions

from .clock import pass_time

STEPS = {"dag": timedelta(days=1), "vecka": timedelta(weeks=1)}


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """List the mails, newest first, fifty a page: to those who have an account, and to those who are invited."""
    page = Paginator(_written().order_by("-pk"), 50).get_page(request.GET.get("sida"))
    return render(request, "demo/mails.html", {"page": page})


@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one mail as it would have been sent."""
    return render(request, "demo/mail.html", {"mail": get_object_or_404(_written(), pk=pk)})


def _written() -> QuerySet[Email]:
    """With whom it went to and the case it is about, where it is about one."""
    return Email.objects.select_related("notice__recipient", "notice__case")


@require_http_methods(["GET", "HEAD", "POST"])
def clock_page(request: HttpRequest) -> HttpResponse:
    """Let a day, a week or the time to the next deadline pass, and run the jobs of each morning on the way."""
    if request.method == "POST":
        step = STEPS.get(request.POST.get("steg", ""), _to_next_deadline())
        days = _pass_days(step.days)
        messages.success(request, f"{days} {'dag' if days == 1 else 'dagar'} har gått. Dagens jobb är körda.")
        return redirect("demo:clock")
    upcoming = _next_deadline()
    return render(
        request,
        "demo/clock.html",
        {"now": clock.now(), "next_deadline": upcoming, "steps": {"dag": "En dag", "vecka": "En vecka"}},
    )


def _next_deadline() -> Any:
    today = clock.today()
    open_ones = Obligation.objects.filter(fulfilled_at=None, cancelled_at=None, due_on__gt=today)
    return open_ones.aggregate(day=Min("due_on"))["day"]


def _to_next_deadline() -> timedelta:
    upcoming = _next_deadline()
    return upcoming - clock.today() if upcoming else timedelta(days=1)


def _pass_days(days: int) -> int:
    """Move the clock day by day, so that every working morning has its jobs; a long step stays within a request."""
    for _ in range(days):
        pass_time(timedelta(days=1))
        if dates.is_working_day(clock.today()):
            with clock.at(_half_past_eight()):
                jobs.run_morning()
                run_successions()
    jobs.run_sweep()
    return days


def _half_past_eight() -> Any:
    local = clock.local(clock.now())
    return max(local.replace(hour=8, minute=30), local)


@require_http_methods(["GET", "HEAD", "POST"])
def signing_page(request: HttpRequest) -> HttpResponse:
    """The other service, where people sign: exactly the text, a button that signs and a way to stop."""
    try:
        asked = demo_signing.read(request.GET.get("begaran", ""))
    except NotSigned as fault:
        messages.error(request, str(fault))
        return redirect("portal:start")
    if asked.get("person") != str(request.user.pk) or "back" not in asked:
        raise Http404("another person's text")
    if request.method == "POST":
        return redirect(f"{asked['back']}?{urlencode({'svar': demo_signing.answer(asked)})}")
    stop = f"{asked['back']}?{urlencode({'avbruten': '1'})}"
    return render(request, "demo/signing.html", {"text": asked["text"], "sha256": asked["sha256"][:12], "stop": stop})
