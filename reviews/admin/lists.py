"""What the pages of the queues and of the search have in common: the choices, a page of rows, and what one can do."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse

from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import User

from ..forms.filtering import WORDS, ListForm
from ..models import SavedView
from ..selectors import listing
from ..selectors.options import options
from ..selectors.queue import Queue
from ..selectors.queue_lines import Line
from ..selectors.queues import QUEUES
from ..selectors.search import FOUND
from ..selectors.standing import application_of
from . import frame

# Queues where a head gives many cases to one officer at a time.
ASSIGNED = frozenset({"att-fordela", "formell-kontroll", "beredning", "komplettering", "nya", "forsenade", FOUND.key})


def queue_of(user: User, key: str) -> Queue:
    """The queue of an address. Raises Http404 for one that the person's roles do not work with."""
    found = FOUND if key == FOUND.key else QUEUES.get(key)
    if found is None or not found.roles & user.role_names:
        raise Http404("no such queue for this person")
    return found


def address(queue: Queue) -> str:
    return reverse("admin:search") if queue is FOUND else reverse("admin:queue", kwargs={"key": queue.key})


WHOLE = "alla"  # in an address: the whole list, though the queue opens with a view


def whole_address(queue: Queue) -> str:
    """The list without choices, also for who lets it open with a view."""
    return f"{address(queue)}?{WHOLE}=1"


def opening_view(user: User, queue: Queue) -> SavedView | None:
    """The view that the queue opens with for the person. The search opens empty."""
    if queue is FOUND:
        return None
    return SavedView.objects.filter(user=user, queue=queue.key, is_default=True).first()


def form_of(request: HttpRequest, queue: Queue) -> ListForm:
    return ListForm(request.GET, queue=queue, options=options(frame.person(request)))


def may_assign(user: User, queue: Queue) -> bool:
    return queue.key in ASSIGNED and StaffRoleName.HEAD_OF_UNIT in user.role_names


def context(
    request: HttpRequest, queue: Queue, form: ListForm, *, is_asked: bool = True, place: QueryDict | None = None
) -> dict[str, Any]:
    """The page that the address asks for; without rows where nothing has been asked.

    `place` is the address that a sent form came from, when its page is shown again.
    """
    user, today = frame.person(request), clock.today()
    found = listing.Listed()
    asked = request.GET if place is None else place
    if is_asked:
        after, before = asked.get("efter", ""), asked.get("fore", "")
        found = listing.listed(queue, user, form.chosen, after=after, before=before)
    lines = [queue.line_of(row) for row in found.rows]
    assigns = may_assign(user, queue)
    query = form.query
    own = address(queue)
    views = list(SavedView.objects.filter(user=user, queue=queue.key))
    text = urlencode(query)
    shown = text if form.narrows or query.get("ordning") else ""
    return {
        "queue": queue,
        "form": form,
        "is_asked": is_asked,
        "narrows": form.narrows,
        "picked": [(label, value) for label, value in form.narrows if label != WORDS],
        "query": text,
        "here": urlencode(query | {name: asked[name] for name in ("efter", "fore") if asked.get(name)}),
        "own": own,
        "whole": own if queue is FOUND else whole_address(queue),
        "can_open": queue is not FOUND,
        "lines": [_row(user, line, today, assigns) for line in lines],
        "assigns": assigns and any(application_of(line.case) for line in lines),
        "officers": form.officers if assigns else (),
        "after": f"{own}?{urlencode(query | {'efter': found.after})}" if found.after else "",
        "before": f"{own}?{urlencode(query | {'fore': found.before})}" if found.before else "",
        "views": [{"view": view, "url": f"{own}?{view.query}", "current": view.query == shown} for view in views],
        "can_save": bool(shown) and all(view.query != shown for view in views),
        "csv_url": f"{reverse('admin:queue_file', args=[queue.key, 'csv'])}?{text}",
        "xlsx_url": f"{reverse('admin:queue_file', args=[queue.key, 'xlsx'])}?{text}",
    }


def _row(user: User, line: Line, today: Any, assigns: bool) -> dict[str, Any]:
    age = listing.age_of(line, today)
    return {
        "line": line,
        "case_url": frame.case_url(line.case),
        "url": frame.step_url(line.case, line.step),
        "days": line.age(today),
        "age": age,
        "age_word": listing.AGE_WORDS[age],
        "is_mine": line.case.officer_id == user.pk,
        "can_assign": assigns and application_of(line.case) is not None,
    }
