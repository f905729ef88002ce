"""Signing on the applicant's side: asking for it, taking it back, and coming back from another service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from ..documents.to_sign import Statement
from ..enums import SignaturePurpose
from ..models import Claim, SigningOrder
from ..services import signing, signing_orders
from . import doors, places
from .answers import Places, Tried, attempt, page, saved

SEEN = "innehall"  # the hidden control with the hash of what the page showed


def sign(
    request: HttpRequest,
    act: Callable[[str], Any],
    away: tuple[Model, str, Callable[[], Statement]],
    *,
    places: Places,
    values: Mapping[str, str] | None = None,
) -> tuple[Tried, HttpResponse | None]:
    """Do the signed act, given the hash that the page showed; where people sign elsewhere, the way there instead.

    `away`: the row, the move that is signed, and what to sign.
    """
    if not signing_orders.is_away():
        return attempt(lambda: act(request.POST.get(SEEN, "")), places=places), None
    row, move, statement = away
    by = doors.person(request)
    tried = attempt(
        lambda: signing_orders.begin(row, move, statement(), by=by, values=values),
        places=places,
    )
    return tried, redirect(tried.result) if tried.is_done else None


@require_POST
@page
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask those who may sign to do it; once a day."""
    row = doors.application(request, pk)
    tried = attempt(lambda: signing.ask(row, by=doors.person(request)), places=places.in_application(row))
    if not tried.is_done:
        messages.error(request, " ".join(line.text for line in tried.errors))
    elif tried.result:
        saved(request, "Frågan är skickad till dem som får skriva under")
    else:
        messages.info(request, "De är redan tillfrågade i dag.")
    return redirect(f"{places.at('review', row.pk)}#skriv-under")


@require_POST
@page
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one's own signature back. What has been sent in leads to its case."""
    row = doors.application(request, pk)
    tried = attempt(lambda: signing.withdraw(row, by=doors.person(request)))
    if tried.is_done:
        saved(request, "Din underskrift är tillbakatagen")
    else:
        messages.error(request, " ".join(line.text for line in tried.errors))
    return redirect(f"{places.at('review', row.pk)}#skriv-under")


@require_safe
@page
def signing_return(request: HttpRequest, token: str) -> HttpResponse:
    """Back from the service where people sign. A second visit leads to the same page and does nothing."""
    if request.method == "HEAD":
        return HttpResponse(status=204)
    order = signing_orders.finish(token, answer=request.GET.dict(), by=doors.person(request))
    if order.failure:
        messages.error(request, order.failure)
    else:
        saved(request, "Du har skrivit under")
    return redirect(_place(order, request))


def _place(order: SigningOrder, request: HttpRequest) -> str:
    """Where one left from, or what the signature led to."""
    is_done = not order.failure
    if order.purpose == SignaturePurpose.APPLICATION:
        row = doors.application(request, order.object_id)
        return places.at("receipt" if is_done and not row.is_private else "review", row.pk)
    if order.purpose == SignaturePurpose.COMPLETION:
        is_open = order.case.completions.filter(answered_at=None).exists()
        return places.at("completion", order.case.application.pk) if is_open else places.at("case", order.case_id)
    if order.purpose == SignaturePurpose.WITHDRAWAL:
        return places.at("withdraw", order.object_id)  # leads on to the case when it is done
    project = order.case.project
    if order.purpose == SignaturePurpose.ACCEPTANCE:
        return places.at("project" if is_done else "project_accept", project.pk)
    claim = Claim.objects.filter(pk=order.object_id, is_advance=False).first()
    return places.at("claim", claim.pk) if claim is not None else places.at("project_advance", project.pk)
