"""The officer's pages about a remiss: asking several at once, and no longer waiting for one of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from applications.lifecycle.engine import MovedOn, NotReady, NotYours
from applications.lifecycle.gates.grant import conflict_answered
from portal.look.words import counted

from ..enums import MemoState
from ..forms.referral import PREFIX, Addressees, EndForm, SendForm, with_more_rows
from ..models import Referral, ReferralResponse
from ..selectors import referrals as reading
from ..selectors.dossier import Dossier
from ..services import referrals
from . import editing, frame, places
from .moves import tell
from .opening import open_case

EDIT = require_http_methods(["GET", "HEAD", "POST"])


@EDIT
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The question, the day, what of the application is shown, and to whom. `more` gives rows and sends nothing."""
    dossier = open_case(request, pk)
    _require_time(dossier)
    version = dossier.version
    assert version is not None  # what is examined has been sent in
    if request.method != "POST":
        return _page(request, dossier, SendForm(version=version), Addressees(prefix=PREFIX))
    if "more" in request.POST:
        return _page(request, dossier, *with_more_rows(request.POST, version))
    form, rows = SendForm(request.POST, version=version), Addressees(request.POST, prefix=PREFIX)
    if form.is_valid() and rows.is_valid():
        sent = _send(dossier, form, rows)
        if sent is not None:
            messages.success(request, f"Remissen är skickad till {counted(sent.responses.count(), 'en', 'mottagare')}.")
            return _to_list(dossier)
    return _page(request, dossier, form, rows)


def _to_list(dossier: Dossier) -> HttpResponse:
    return redirect(f"{frame.case_url(dossier.case, 'case_assessment')}#remisser")


def _require_time(dossier: Dossier) -> None:
    application, memo = dossier.application, dossier.memo
    if application is None or not dossier.user.has_perm("applications.handle_case", dossier.case):
        raise Http404("not this person's to ask")
    if application.state not in referrals.SENDABLE or (memo is not None and memo.state != MemoState.DRAFT):
        raise Http404("not now")


def _send(dossier: Dossier, form: SendForm, rows: Any) -> Referral | None:
    given = form.cleaned_data
    try:
        return referrals.send(
            dossier.case,
            key=form.sent_key,
            question=given["question"],
            due_on=given["due_on"],
            addressees=rows.addressees(),
            sections=given["sections"],
            by=dossier.user,
        )
    except NotYours as refused:
        raise Http404(str(refused)) from refused
    except NotReady as refused:
        for item in refused.missing:
            form.add_error(None, item.text)
    except MovedOn as refused:
        form.add_error(None, str(refused))
    except ValidationError as faults:
        tell(form, faults)
    return None


def _page(request: HttpRequest, dossier: Dossier, form: SendForm, rows: Any) -> HttpResponse:
    application = dossier.application
    assert application is not None  # _require_time answers 404 without one
    context = {
        "title": "Skicka på remiss",
        "case": dossier.case,
        "case_url": frame.case_url(dossier.case),
        "crumbs": frame.crumbs((dossier.case.title, frame.case_url(dossier.case)), ("Skicka på remiss", "")),
        "form": form,
        "formset": rows,
        "missing": [
            {"text": item.text, "url": places.url_of(item.place, dossier)}
            for item in conflict_answered(application, dossier.user)
        ],
        "application_url": frame.case_url(dossier.case, "case_application"),
    }
    return frame.page(request, "referral", context)


@EDIT
def end(request: HttpRequest, pk: UUID, response: UUID) -> HttpResponse:
    """Wait no longer for one of those who have been asked, and say why."""
    dossier = open_case(request, pk)
    row = get_object_or_404(
        ReferralResponse.objects.select_related("referral__case__application"), pk=response, referral__case=dossier.case
    )
    if not dossier.user.has_perm("applications.handle_case", dossier.case):
        raise Http404("not this person's to end")
    if not reading.is_open(row):
        why = "har redan svarat" if row.answered_at else "är inte längre någon som ärendet väntar på"
        messages.info(request, f"{row.organisation} {why}.")
        return _to_list(dossier)
    form = EndForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        editing.save(
            form,
            lambda: referrals.withdraw(row, reason=given["reason"], version=given["version"], by=dossier.user),
            lambda: {"version": ReferralResponse.objects.get(pk=row.pk).version},
        )
        if not form.errors:
            messages.success(request, f"Ärendet väntar inte längre på {row.organisation}.")
            return _to_list(dossier)
    lead = f"{row.organisation} kan då inte svara längre, och förslaget kan lämnas utan yttrandet."
    return editing.page(
        request, dossier, f"Avsluta väntan på {row.organisation}", form, verb="Avsluta väntan", lead=lead
    )
