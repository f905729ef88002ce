"""Searching the cases of the desk."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..selectors import search as finding
from ..selectors import standing
from . import frame

LONGEST = 100


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """By number, title, applicant or organisation number, in `?q=`."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    is_asked = len(typed) >= finding.SHORTEST
    found = finding.search(frame.person(request), typed) if is_asked else None
    rows = frame.paginated(request, found) if found is not None else None
    context = {
        "title": "Sök ärende",
        "crumbs": frame.crumbs(("Sök ärende", "")),
        "typed": typed,
        "rows": rows,
        "found": [
            {
                "case": case,
                "sentence": standing.sentence(case),
                "mark": standing.mark(case),
                "url": frame.case_url(case),
            }
            for case in rows or []
        ],
    }
    return frame.page(request, "search", context)
