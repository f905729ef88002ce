"""A queue as a list: name, applicant, the sentence, the next date, how old it is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal import clock

from ..selectors.queues import QUEUES
from . import frame


@require_safe
def queue(request: HttpRequest, key: str) -> HttpResponse:
    """One queue, oldest first, fifty to a page. 404 for a queue that the person's roles do not work with."""
    user, found = frame.person(request), QUEUES.get(key)
    if found is None or not found.roles & user.role_names:
        raise Http404("no such queue for this person")
    rows = frame.paginated(request, found.marked(user).order_by("since", "pk"))
    today = clock.today()
    lines = [found.line_of(row) for row in rows]
    context = {
        "title": found.label,
        "lead": found.lead,
        "crumbs": frame.crumbs((found.label, "")),
        "rows": rows,
        "lines": [
            {
                "line": line,
                "case_url": frame.case_url(line.case),
                "url": frame.step_url(line.case, line.step),
                "age": line.age(today),
            }
            for line in lines
        ],
    }
    return frame.page(request, "queue", context)
