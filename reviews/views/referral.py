"""/yttrande/: whoever has been asked about a case reads the question and answers it, by a personal link and once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications.lifecycle.engine import MovedOn
from portal import clock

from ..forms.referral import AnswerForm
from ..models import ReferralResponse
from ..selectors import referrals as reading
from ..services import referrals


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The question and the form; afterwards what was answered. Nothing happens by opening the link."""
    response = reading.by_token(token)
    if response is None:
        raise Http404("we have not made this link")
    if request.method != "POST":
        return _page(request, response, AnswerForm(initial={"name": response.name}))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, response, form)
    given = form.cleaned_data
    try:
        referrals.answer(response, text=given["text"], name=given["name"], is_declined=given["is_declined"])
    except MovedOn:
        fresh = reading.by_token(token)
        assert fresh is not None  # it was there a moment ago, and is never removed
        return _page(request, fresh, form, status=409)
    except ValidationError as faults:
        for name, texts in faults.message_dict.items():
            for text in texts:
                form.add_error(name if name in form.fields else None, text)
        return _page(request, response, form)
    return redirect(request.path)


def _page(request: HttpRequest, response: ReferralResponse, form: AnswerForm, status: int = 200) -> HttpResponse:
    """One page in its states; what was typed and could not be taken is shown so that it can be copied."""
    referral = response.referral
    is_open = reading.is_open(response)
    context: dict[str, Any] = {
        "response": response,
        "referral": referral,
        "case": referral.case,
        "authority": referral.case.board.authority,
        "sections": reading.shown(referral) if is_open else [],
        "is_late": is_open and referral.due_on < clock.today(),
        "form": form if is_open else None,
        "not_taken": form.data.get("text", "") if not is_open and form.is_bound else "",
    }
    return render(request, "reviews/referral.html", context, status=status)
