"""Pages of the ground floor: the way after sign-in, one's own account, small standing pages, and error pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_POST, require_safe

from portal import clock, context, sessions
from portal.context import PERSONAL_PARTS
from portal.files.streaming import NotOpened

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
    told = {
        "memberships": user.memberships.valid_on(today).select_related("organisation"),
        "mandates": user.signing_mandates.valid_on(today).select_related("organisation"),
        "roles": user.staff_roles.valid_on(today).select_related("board"),
    }
    return render(request, "portal/account.html", told)


@require_POST
def stay(request: HttpRequest) -> JsonResponse:
    """Stay signed in: the request itself is the use. Answers how many seconds are left of each kind."""
    return JsonResponse({"idle": sessions.idle_left(request), "whole": sessions.whole_left(request)})


@require_safe
def look(request: HttpRequest, digest: str) -> HttpResponse:
    """Serve the style sheet of the region's look. Its address names its content, so it may be kept for ever.

    An older address, on a page that was made before a change, gets the look of today for a short while.
    """
    known = context.owner()
    response = HttpResponse(known.get("look_css", ""), content_type="text/css; charset=utf-8")
    is_this = digest == known.get("look_digest")
    response["Cache-Control"] = "public, max-age=31536000, immutable" if is_this else "public, max-age=60"
    return response


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
    """Answer 404, whatever was wrong with the address; of a file that one may see and not open now, why."""
    waits = exception if isinstance(exception, NotOpened) else None
    return render(request, "404.html", {"waits": waits}, status=404)


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
