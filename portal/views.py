"""Pages of the ground floor: the way after sign-in, one's own account, small standing pages, and error pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from portal import clock
from portal.context import PERSONAL_PARTS

# Officers first: one who also sits in an organisation comes to the desk, and has the other in the head.
AFTER_LOGIN = tuple(reversed(PERSONAL_PARTS))


@require_safe
def after_login(request: HttpRequest) -> HttpResponseRedirect:
    """Lead a person to the start of their own side: the desk, the board's page, or Mina sidor."""
    for _, permission, path in AFTER_LOGIN:
        if request.user.has_perm(permission):
            return HttpResponseRedirect(path)
    return HttpResponseRedirect(reverse("portal:account"))


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show one's own account: name, address, what one may do, and the ways out."""
    user: Any = request.user  # a person: the sheet lets nobody else here
    today = clock.today()
    context = {
        "memberships": user.memberships.valid_on(today).select_related("organisation"),
        "mandates": user.signing_mandates.valid_on(today).select_related("organisation"),
        "roles": user.staff_roles.valid_on(today).select_related("board"),
    }
    return render(request, "portal/account.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement (lag 2018:1937)."""
    return render(request, "portal/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show how personal data is used (GDPR art. 13)."""
    return render(request, "portal/privacy.html")


@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    """Show the five stages, each with its rings and how long it takes."""
    return render(request, "portal/how_it_works.html")


# Errors. The same words for what does not exist and for what one may not see (architecture.md §8).


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, whatever was wrong with the address."""
    return render(request, "404.html", status=404)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404 instead of 403: that a thing exists is not told."""
    return render(request, "404.html", status=404)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400 with a way on."""
    return render(request, "400.html", status=400)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 from a page without context: whatever failed may be what the frame needs."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def csrf_failure(request: HttpRequest, reason: str = "", **extra: Any) -> HttpResponse:
    """Answer 403 when a form was open too long or cookies are off; what to do stands on the page."""
    return render(request, "403_csrf.html", status=403)
