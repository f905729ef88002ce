"""Help for those who work at the desk: calls, versions of rules, earmarked money and boards that take over."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from . import frame

TITLE = "Hjälp"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """One page to read, the same for everybody at the desk."""
    return frame.page(request, "help", {"title": TITLE, "crumbs": frame.crumbs((TITLE, ""))})
