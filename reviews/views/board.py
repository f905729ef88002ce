"""/namnd/: what members read on a tablet, with nothing to learn (architecture.md §9); they only report jäv here."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications.lifecycle.engine import NotYours
from applications.services import handling
from portal.accounts.models import User
from portal.files import streaming

from ..forms.conflicts import MemberConflictForm
from ..selectors import board as reading

PER_PAGE = 20
LONGEST_NUMBER = 5


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the sheet lets nobody else in
    return request.user


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Coming meetings with their matters, and decisions, newest first."""
    user = _person(request)
    # Whether there is more is told, but not how many: counting them takes longer than reading a page.
    number = _number(request.GET.get("sida", ""))
    rows = list(reading.decisions(user)[(number - 1) * PER_PAGE : number * PER_PAGE + 1])
    context = {
        "decisions": [(row, reading.sentence(row)) for row in rows[:PER_PAGE]],
        "number": number,
        "newer": number - 1,
        "older": number + 1 if len(rows) > PER_PAGE else None,
        "meetings": reading.coming_meetings(user),
    }
    return render(request, "reviews/board.html", context)


def _number(given: str) -> int:
    """The page asked for; the first where it is no number, or past all that anybody could want."""
    is_number = given.isascii() and given.isdecimal() and len(given) <= LONGEST_NUMBER
    return max(1, int(given)) if is_number else 1


@require_safe
def decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One decision as it was locked, in full. 404 for other boards' and where the member is jävig."""
    row = get_object_or_404(reading.decisions(_person(request)), pk=pk)
    context = {"decision": row, "d": row.frozen, "sentence": reading.sentence(row)}
    return render(request, "reviews/decision.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A member reports jäv in a matter that is to be decided (kommunallagen 6:30); then it is gone from the page.

    The board tries it at the meeting, and the minutes and the packs read the row.
    """
    user = _person(request)
    item = get_object_or_404(reading.matters(user), pk=pk)
    form = MemberConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            handling.declare_conflict(
                item.case, is_conflicted=True, ground=given["ground"], note=given["note"], by=user
            )
        except NotYours as refused:
            raise Http404(str(refused)) from refused
        messages.success(request, "Du har anmält jäv. Ärendet visas inte längre för dig.")
        return redirect("reviews:board")
    return render(request, "reviews/board_conflict.html", {"item": item, "form": form})


@require_safe
def document(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The PDF, shown in the window."""
    found = get_object_or_404(reading.documents(_person(request)).select_related("file"), pk=pk)
    assert found.file is not None  # the query asks for those that are made
    return streaming.respond(found.file, show=True)
