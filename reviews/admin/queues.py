"""The queues as lists: narrowed, sorted, saved as views, given away many at a time and taken out as files."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from portal import clock
from portal.accounts.models import User

from ..forms.filtering import ListForm
from ..models import SavedView
from ..models.saved_view import LONGEST_NAME
from ..selectors import listing
from ..selectors.door import cases
from ..selectors.options import options
from ..selectors.queue import Queue
from ..selectors.search import FOUND
from ..selectors.standing import RELATED
from ..services import assigning, saved_views
from . import frame, list_files, lists


@require_safe
def queue(request: HttpRequest, key: str) -> HttpResponse:
    """One queue, fifty to a page, opened with one's own view of it. 404 where the roles do not work with it."""
    found = lists.queue_of(frame.person(request), key)
    view = None if request.GET else lists.opening_view(frame.person(request), found)
    if view is not None:
        return redirect(f"{lists.address(found)}?{view.query}")
    return _page(request, found, lists.form_of(request, found))


def _page(
    request: HttpRequest, found: Queue, form: ListForm, place: QueryDict | None = None, **more: Any
) -> HttpResponse:
    """The list; with `place` shown again to who sent one of its forms, with what was typed and what is wrong."""
    own = {"title": found.label, "lead": found.lead, "crumbs": frame.crumbs((found.label, ""))}
    template = "search" if found is FOUND else "queue"
    is_asked = found is not FOUND or bool(form.narrows)
    return frame.page(
        request, template, own | lists.context(request, found, form, is_asked=is_asked, place=place) | more
    )


@require_safe
def file(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """The whole list as it is narrowed and sorted, as CSV or xlsx."""
    if kind not in (list_files.CSV, list_files.XLSX):
        raise Http404("no such kind of file")
    user = frame.person(request)
    found = lists.queue_of(user, key)
    form = lists.form_of(request, found)
    rows = listing.whole(found, user, form.chosen)
    lines = [found.line_of(row) for row in rows]
    return list_files.answer(kind, found.key, found.label, lines, clock.today())


@require_POST
def assign(request: HttpRequest, key: str) -> HttpResponse:
    """Give the ticked cases to one officer, and tell of each how it went."""
    user = frame.person(request)
    found = lists.queue_of(user, key)
    if not lists.may_assign(user, found):
        raise Http404("not this person's to give")
    people = options(user).officers
    chosen = request.POST.get("till", "")
    place, back = QueryDict(request.POST.get("urval", "")), _back(request, key)
    officer = User.objects.filter(pk=chosen).first() if chosen in dict(people) else None
    ticked = _ids(request)
    if officer is None or not ticked:
        faults = {} if officer else {"officer_fault": "Välj vem som ska få ärendena."}
        faults |= {} if ticked else {"ticked_fault": "Kryssa för minst ett ärende i listan."}
        given = ListForm(place, queue=found, options=options(user))
        kept = {"ticked": set(ticked), "chosen_officer": chosen}
        return _page(request, found, given, place, **kept, **faults)
    rows = cases(user).filter(pk__in=ticked).select_related(*RELATED, "board").order_by("shared_at", "pk")
    report = assigning.assign_all(list(rows), officer=officer, by=user)
    context = {
        "title": "Så gick fördelningen",
        "crumbs": frame.crumbs((found.label, back), ("Fördelning", "")),
        "officer": officer,
        "went": [row for row in report if not row.why_not],
        "stayed": [row for row in report if row.why_not],
        "back": back,
        "back_label": found.label,
    }
    return frame.page(request, "assigned", context)


@require_POST
def save_view(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the choices of the page under a name."""
    user = frame.person(request)
    found = lists.queue_of(user, key)
    given = ListForm(QueryDict(request.POST.get("urval", "")), queue=found, options=options(user))
    name = _name(request)
    try:
        saved_views.save(user, queue=found.key, name=name, query=urlencode(given.query))
    except ValidationError as faults:
        place = QueryDict(request.POST.get("urval", ""))
        return _page(request, found, given, place, typed_name=name, name_fault=_told(faults))
    messages.success(request, f"Vyn {name} är sparad.")
    return redirect(_back(request, key))


@require_POST
def change_view(request: HttpRequest, key: str, view: int) -> HttpResponse:
    """Rename one's own view, and let the queue open with it or not."""
    user = frame.person(request)
    found = lists.queue_of(user, key)
    row = get_object_or_404(SavedView, pk=view, user=user, queue=found.key)
    name = _name(request)
    is_default = found is not FOUND and "oppnar" in request.POST
    place = QueryDict(row.query)
    try:
        saved_views.change(row, name=name, is_default=is_default)
    except ValidationError as faults:
        given = ListForm(place, queue=found, options=options(user))
        return _page(
            request, found, given, place, typed_name=name, typed_default=is_default, rename_fault=_told(faults)
        )
    messages.success(request, f"Vyn {row.name} är ändrad.")
    return redirect(f"{lists.address(found)}?{row.query}")


@require_POST
def remove_view(request: HttpRequest, key: str, view: int) -> HttpResponse:
    """Throw one's own view away."""
    user = frame.person(request)
    found = lists.queue_of(user, key)
    row = get_object_or_404(SavedView, pk=view, user=user, queue=found.key)
    saved_views.remove(row)
    messages.success(request, f"Vyn {row.name} är borttagen.")
    return redirect(lists.address(found) if found is FOUND else lists.whole_address(found))


def _name(request: HttpRequest) -> str:
    return " ".join(request.POST.get("namn", "").replace("\x00", "").split())


def _told(faults: ValidationError) -> str:
    """What is wrong with a view, and how to mend it."""
    if "name" not in getattr(faults, "error_dict", {}):
        return " ".join(faults.messages)
    return f"Skriv ett namn med minst ett och högst {LONGEST_NAME} tecken."


def _back(request: HttpRequest, key: str) -> str:
    """The list with the choices that it had."""
    user = frame.person(request)
    found = lists.queue_of(user, key)
    given = ListForm(QueryDict(request.POST.get("urval", "")), queue=found, options=options(user))
    query = urlencode(given.query)
    return f"{lists.address(found)}?{query}" if query else lists.whole_address(found)


def _ids(request: HttpRequest) -> list[UUID]:
    """The ticked cases; what is no id is passed over, and so is more than a page."""
    found = []
    for text in request.POST.getlist("arende")[: listing.PER_PAGE]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
