"""The economist's own page of a case, and the question of state aid."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from applications.lifecycle.gates.grant import conflict_answered

from ..forms.economy import EconomyForm, StateAidForm, economy_values, state_aid_values
from ..forms.preparing import VersionedForm
from ..models import EconomyReview, StateAidReview
from ..selectors import economy as reading
from ..selectors.dossier import Dossier
from ..selectors.readers import READ_IN
from ..services import economy
from . import editing, frame, places
from .opening import open_case

EDIT = require_http_methods(["GET", "HEAD", "POST"])


@EDIT
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Budget, account and other public money beside each other, and what she says about them."""
    dossier = _open(request, pk, "reviews.review_economy")

    def current() -> dict[str, Any]:
        return economy_values(EconomyReview.objects.filter(case=dossier.case).first())

    form = EconomyForm(request.POST or None, initial=current())

    def act() -> None:
        given = form.cleaned_data
        values = {"opinion": given["opinion"], "version": given["version"], "by": dossier.user}
        economy.review(dossier.case, supports=given["supports"] == "yes", **values)

    return _page(request, dossier, "Ekonomisk granskning", form, act, current, "Yttrandet är sparat.")


@EDIT
def state_aid(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether the support is state aid."""
    dossier = _open(request, pk, "reviews.judge_state_aid")

    def current() -> dict[str, Any]:
        return state_aid_values(StateAidReview.objects.filter(case=dossier.case).first())

    form = StateAidForm(request.POST or None, initial=current())

    def act() -> None:
        economy.judge_aid(dossier.case, by=dossier.user, **form.cleaned_data)

    return _page(request, dossier, "Statsstöd", form, act, current, "Bedömningen av statsstöd är sparad.")


def _open(request: HttpRequest, pk: UUID, permission: str) -> Dossier:
    """404 for others and at other times."""
    dossier = open_case(request, pk)
    application = dossier.application
    if application is None or not dossier.user.has_perm(permission, dossier.case) or application.state not in READ_IN:
        raise Http404("not this person's to write, or not now")
    return dossier


def _page(
    request: HttpRequest,
    dossier: Dossier,
    title: str,
    form: VersionedForm,
    act: Callable[[], None],
    current: Callable[[], Mapping[str, Any]],
    saved: str,
) -> HttpResponse:
    assert dossier.application is not None  # asked above
    lacks = conflict_answered(dossier.application, dossier.user)
    missing = [{"text": item.text, "url": places.url_of(item.place, dossier)} for item in lacks]
    saved_now = None
    if request.method == "POST" and form.is_valid():
        saved_now = editing.save(form, act, current)
        if not form.errors:
            messages.success(request, saved)
            return redirect(frame.case_url(dossier.case, "case_assessment"))
    shown = editing.shown(form, saved_now) if saved_now else []
    facts = reading.facts(dossier) if not missing else None
    return editing.page(request, dossier, title, form, saved_now=shown, missing=missing, economy=facts)
