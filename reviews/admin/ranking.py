"""The applications of a call in order, as a page and as a file; some of them side by side; and a place of one's own."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.lifecycle.gates.grant import conflict_answered
from applications.models import Call
from portal import clock, dates, sheets
from portal.sheets import Put, Sheet

from ..forms.ranking import PlaceForm, place_values
from ..models import RankOrder
from ..selectors import ranking as reading
from ..selectors.ranking import Line, Ranking
from ..services import ranking
from . import editing, frame, places
from .checklist_pages import plain
from .opening import open_case

TITLE = "Rangordning"
HEADS = (
    "Plats",
    "Diarienummer",
    "Ärende",
    "Sökande",
    "Läge",
    "Vägt medel",
    "Spridning",
    "Antal bedömningar",
    "Söker",
    "Föreslaget",
    "Summa hittills",
    "Ryms",
    "Egen plats, varför",
)
WIDTHS = (8, 16, 40, 32, 20, 12, 12, 12, 16, 16, 16, 8, 60)
AMOUNTS = {HEADS.index(name) for name in ("Söker", "Föreslaget", "Summa hittills")}
NUMBERS = {HEADS.index(name) for name in ("Plats", "Vägt medel", "Spridning", "Antal bedömningar")}
CSV, XLSX = "csv", "xlsx"


def open_ranking(request: HttpRequest, pk: UUID) -> Call:
    """The call for whoever reads its cases as officer, head of unit or economist. Raises Http404."""
    call = get_object_or_404(Call.objects.select_related("programme__board", "fund"), pk=pk)
    if not reading.may_read(frame.person(request), call):
        raise Http404("not this person's cases")
    return call


def url(call: Call, route: str = "call_ranking", **kwargs: Any) -> str:
    return reverse(f"admin:{route}", kwargs={"pk": call.pk, **kwargs})


def _crumbs(call: Call, *last: str) -> list[frame.Crumb]:
    parts = [(f"{TITLE}: {call.name}", url(call) if last else "")]
    return frame.crumbs(*parts, *((label, "") for label in last))


@require_safe
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that wait for a decision, the highest mean first, with where the money ends."""
    call = open_ranking(request, pk)
    return _page(request, call)


def _page(request: HttpRequest, call: Call, fault: str = "") -> HttpResponse:
    user = frame.person(request)
    found = reading.ranking(call, user)
    context = {
        "title": TITLE,
        "call": call,
        "crumbs": _crumbs(call),
        "ranking": found,
        "rows": [
            {
                "line": line,
                "url": frame.case_url(line.case, "case_assessment"),
                "place_url": url(call, "call_rank_place", case=line.case.pk),
            }
            for line in found.lines
        ],
        "may_place": user.has_perm("reviews.place_in_order", found.lines[0].case) if found.lines else False,
        "compare_url": url(call, "call_compare"),
        "fault": fault,
        "ticked": set(request.GET.getlist("arende")),
        "files": [(kind, url(call, "call_ranking_file", kind=kind)) for kind in (XLSX, CSV)],
    }
    return frame.page(request, "ranking", context)


@require_safe
def file(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The same list as a file, for who reads it elsewhere."""
    call = open_ranking(request, pk)
    if kind not in (CSV, XLSX):
        raise Http404("no such kind of file")
    found = reading.ranking(call, frame.person(request))
    today = clock.today()
    headers = {"Content-Disposition": f'attachment; filename="rangordning-{call.slug}-{today.isoformat()}.{kind}"'}
    rows = [_cells(line, found) for line in found.lines]
    if kind == XLSX:
        head = [Put(text, "head", is_strong=True) for text in HEADS]
        sheet = Sheet(TITLE, [head, *(list(_puts(row)) for row in rows)], WIDTHS, fixed_columns=3)
        book = sheets.write(f"{TITLE}: {call.name}, {dates.long(today)}", [sheet])
        return HttpResponse(book, content_type=sheets.TYPE, headers=headers)
    # With the mark that lets Excel see that it is UTF-8, and the semicolon that it parts by in Swedish.
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(answer, delimiter=";")
    writer.writerow(HEADS)
    writer.writerows([_told(place, cell) for place, cell in enumerate(row)] for row in rows)
    return answer


def _told(place: int, cell: str) -> str:
    return cell.replace(".", ",") if _is_number(place) else plain(cell)


def _cells(line: Line, found: Ranking) -> list[str]:
    case, weighed, own = line.case, line.weighed, line.own
    return [
        str(line.place),
        case.dnr or "",
        case.title,
        case.organisation.name,
        case.application.get_state_display(),
        str(weighed.mean) if weighed else "",
        str(weighed.spread) if weighed else "",
        str(weighed.readers) if weighed else "",
        "" if line.applied is None else str(line.applied),
        "" if line.proposed is None else str(line.proposed),
        str(line.so_far),
        "" if found.left is None else ("Ja" if line.fits else "Nej"),
        f"Plats {own.position}. {own.reason}" if own else "",
    ]


def _is_number(place: int) -> bool:
    return place in AMOUNTS or place in NUMBERS


def _puts(row: list[str]) -> Iterator[Put]:
    for place, text in enumerate(row):
        if text and _is_number(place):
            yield Put(Decimal(text), "amount" if place in AMOUNTS else "number")
        else:
            yield Put(text)


@require_safe
def compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Two to four applications side by side."""
    call = open_ranking(request, pk)
    user = frame.person(request)
    those = reading.chosen(call, user, [pk for pk in request.GET.getlist("arende") if _is_id(pk)])
    if not reading.FEWEST <= len(those) <= reading.MOST:
        return _page(request, call, f"Välj {reading.FEWEST} till {reading.MOST} ansökningar att jämföra.")
    context = {
        "title": "Jämför ansökningar",
        "call": call,
        "crumbs": _crumbs(call, "Jämför"),
        "cases": [(case, frame.case_url(case)) for case in those],
        "parts": reading.comparison(those, user),
        "ranking_url": url(call),
    }
    return frame.page(request, "compare", context)


def _is_id(given: str) -> bool:
    try:
        UUID(given)
    except ValueError:
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, pk: UUID, case: UUID) -> HttpResponse:
    """Put one application elsewhere in the order, with why."""
    call = open_ranking(request, pk)
    dossier = open_case(request, case)
    application = dossier.application
    if application is None or application.call_id != call.pk or application.state not in reading.RANKED:
        raise Http404("not in this order")
    if not dossier.user.has_perm("reviews.place_in_order", dossier.case):
        raise Http404("not this person's to order")
    missing = [
        {"text": item.text, "url": places.url_of(item.place, dossier)}
        for item in conflict_answered(application, dossier.user)
    ]

    def current() -> dict[str, Any]:
        return place_values(RankOrder.objects.filter(case=dossier.case).first())

    form = PlaceForm(request.POST or None, initial=current())
    saved_now = None
    if request.method == "POST" and form.is_valid():
        saved_now = editing.save(
            form, lambda: ranking.place(dossier.case, by=dossier.user, **form.cleaned_data), current
        )
        if not form.errors:
            messages.success(request, "Rangordningen är ändrad.")
            return redirect(url(call))
    context: dict[str, Any] = {"missing": missing, "case_url": url(call), "back": "Tillbaka till rangordningen"}
    context["crumbs"] = _crumbs(call, "Flytta")
    context["saved_now"] = editing.shown(form, saved_now) if saved_now else []
    return editing.page(request, dossier, "Flytta i rangordningen", form, **context)
