"""How long a person stays signed in: until they have been away too long, and never beyond a working day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse

from portal import clock, kept

BEGAN, USED = "signed_in_at", "used_at"  # seconds, in the session
WRITTEN_AFTER = 60  # seconds; nobody's session is written more often than this
# A page asks by itself, with this header, for what no person has done: that keeps nobody signed in.
BY_ITSELF = "HTTP_X_BY_ITSELF"
BY_SCRIPT = "autosave"  # what a page's own requests say in X-Requested-With


class SessionTimeMiddleware:
    """Ends a session that has been idle too long or that began too long ago. Public visits touch no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            if left(request) <= 0:
                logout(request)
            elif BY_ITSELF not in request.META:
                touch(request)
        return self.get_response(request)


def left(request: HttpRequest) -> int:
    """Seconds until the person is signed out, if nothing is done meanwhile."""
    return min(idle_left(request), whole_left(request))


def idle_left(request: HttpRequest) -> int:
    used: int = request.session.get(USED, clock.seconds())
    # The minute is that in which a use is not written down.
    return used + settings.SESSION_IDLE_SECONDS + WRITTEN_AFTER - clock.seconds()


def whole_left(request: HttpRequest) -> int:
    """Seconds until the person must sign in anew, whatever is done."""
    began: int = request.session.get(BEGAN, clock.seconds())
    return began + settings.SESSION_COOKIE_AGE - clock.seconds()


def touch(request: HttpRequest) -> None:
    """Somebody is there. Written at most once a minute, so that reading pages costs no writing."""
    now = clock.seconds()
    if BEGAN not in request.session:
        request.session[BEGAN] = now
    if now - request.session.get(USED, 0) >= WRITTEN_AFTER:
        request.session[USED] = now


def by_script(request: HttpRequest) -> bool:
    """A page's own request, which wants an answer that it can read instead of a page."""
    return request.headers.get("X-Requested-With") == BY_SCRIPT


def _begin(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """A person has signed in: the time counts from now, and what another had sent is not theirs."""
    if request is None:
        return
    request.session[BEGAN] = request.session[USED] = clock.seconds()
    kept.signed_in(request, user)


user_logged_in.connect(_begin, dispatch_uid="portal.sessions")
