"""The link of an invitation: what it says, and accepting it with the account one has or with a new one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts.models import User
from portal.look.form_errors import collect

from ..enums import CaseRole
from ..forms.together import AccountForm
from ..models import CaseMember, Invitation
from ..selectors import together as reading
from ..services import together
from . import places
from .answers import Tried, attempt, page, saved

LONGEST_TOKEN = 100
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GONE = {
    "accepted": ("Inbjudan är redan antagen", "Länken fungerar en gång. Logga in för att fortsätta."),
    "withdrawn": ("Inbjudan är återkallad", "Den som bjöd in dig har tagit tillbaka den. Fråga den som skickade den."),
    "expired": ("Inbjudan gäller inte längre", "Länken har slutat fungera. Be den som bjöd in dig att skicka en ny."),
}


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
@page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Say who invites to what, and as what; a yes gives access at once. Nothing happens by opening the link."""
    found = together.find(token) if len(token) <= LONGEST_TOKEN else None
    if found is None:
        raise Http404("no such invitation")
    if (why := _why_not(found)) is not None:
        title, text = GONE[why]
        is_mine = request.user.is_authenticated and found.accepted_by_id == request.user.pk
        url = places.case(found.case) if is_mine else ""
        return render(request, "applications/invitation_gone.html", {"title": title, "text": text, "url": url})
    account = together.account_of(found)
    if request.user.is_authenticated:
        return _signed_in(request, found)
    if account is not None:
        url = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
        return _page(request, found, sign_in=url)
    form = AccountForm(request.POST or None, email=found.email, initial={"name": found.name})
    if not form.is_valid():
        return _page(request, found, form=form)
    given = form.cleaned_data
    tried = attempt(
        lambda: together.accept_as_new(found, name=given["name"], password=given["password1"]),
    )
    if not tried.is_done:
        return _page(request, found, form=form, tried=tried)
    member: CaseMember = tried.result
    login(request, member.user, backend=BACKEND)
    return _welcome(request, member)


def _why_not(found: Invitation) -> str | None:
    if found.accepted_at is not None:
        return "accepted"
    if found.withdrawn_at is not None:
        return "withdrawn"
    return None if found.is_open(clock.now()) else "expired"


def _signed_in(request: HttpRequest, found: Invitation) -> HttpResponse:
    assert isinstance(request.user, User)
    if request.user.email.casefold() != found.email.casefold():
        return _page(request, found, other=request.user)
    if request.method != "POST":
        return _page(request, found)
    person = request.user
    tried = attempt(lambda: together.accept(found, by=person))
    return _welcome(request, tried.result) if tried.is_done else _page(request, found, tried=tried)


def _welcome(request: HttpRequest, member: CaseMember) -> HttpResponse:
    saved(request, f"Välkommen. Du är med i {member.case.title}")
    if member.role == CaseRole.PARTNER and member.party is not None:
        return redirect("applications:party_part", member.party.application_id, member.party_id)
    return redirect(places.case(member.case))


def _page(request: HttpRequest, found: Invitation, tried: Tried | None = None, **more: Any) -> HttpResponse:
    form: AccountForm | None = more.get("form")
    errors = list(tried.errors) if tried else []
    context = {
        "invitation": found,
        "case": found.case,
        "means": reading.MEANS[CaseRole(found.role)],
        "sections": reading.section_words(found.sections),
        "error_list": [*errors, *(collect(form) if form is not None and form.is_bound else ())],
    }
    return render(request, "applications/invitation.html", context | more)
