"""Searching the cases of the desk."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..selectors import search as finding
from . import frame, lists


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """By number, title, applicant, people or text in `?q=`, and by the choices that the lists have."""
    user = frame.person(request)
    form = lists.form_of(request, finding.FOUND)
    typed = form.query.get("q", "")
    is_short = 0 < len(typed) < finding.SHORTEST
    is_asked = bool(form.narrows) and not is_short
    own = {
        "title": "Sök ärende",
        "crumbs": frame.crumbs(("Sök ärende", "")),
        "typed": typed,
        "is_short": is_short,
        "exact": finding.of_number(user, typed) if is_asked else None,
    }
    return frame.page(request, "search", own | lists.context(request, finding.FOUND, form, is_asked=is_asked))
