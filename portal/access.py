"""Closed by default: every URL name stands on a sheet with the permission it needs; what one may not see is 404."""

from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from portal import kept, sessions

PUBLIC = "public"
SIGNED_IN = "portal.signed_in"
Sheet = dict[str, str]

# The composition root's list of sheets, by string (architecture.md §1).
SHEETS = ("portal.sheet", "applications.access", "reviews.access", "portal.demo.access")


def _join() -> Sheet:
    """All sheets in one. Raises ValueError for a name that stands on two."""
    joined: Sheet = {}
    for path in SHEETS:
        if path.startswith("portal.demo") and "portal.demo" not in settings.INSTALLED_APPS:
            continue
        sheet: Sheet = import_module(path).SHEET
        if doubled := joined.keys() & sheet.keys():
            raise ValueError(f"URL names on two sheets: {sorted(doubled)}")
        joined |= sheet
    return joined


sheet: Sheet = SimpleLazyObject(_join)  # type: ignore[assignment]  # it behaves as the sheet it makes


class AccessMiddleware:
    """Asks the sheet before each view: not signed in → sign in; not allowed, or not on a sheet → 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        needed = sheet.get(match.view_name) if match is not None else None
        if needed is None:
            raise Http404("the URL is on no sheet")
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404("no address of ours holds a NUL, and the database cannot")
        if needed == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return _to_the_door(request)
        if not request.user.has_perm(needed):
            raise Http404("not for this person")
        return None


def _to_the_door(request: HttpRequest) -> HttpResponse:
    """Sign in first. What was posted is kept for the same person; a page's own request is told so that it can wait."""
    if sessions.by_script(request):
        return JsonResponse({"sign_in": reverse("account_login")}, status=401)
    if request.method == "POST":
        kept.keep(request)
    return redirect_to_login(request.get_full_path())
