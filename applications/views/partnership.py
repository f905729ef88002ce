"""Who takes part in a project: four lists, each on a page of its own that works without a script."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal import clock, dates
from portal.look.form_errors import collect

from ..enums import PartnershipPart
from ..forms import partnership as forms
from ..forms.draft import differences, storable
from ..forms.rows import Rows, with_row, without_row
from ..models import Application, Project
from ..selectors import partnership as selected
from ..services import partnership
from . import doors, places
from .answers import Tried, attempt, page, read_version, typed_before, who_saved

form_page = require_http_methods(["GET", "HEAD", "POST"])
PREFIX, UNDO, TOLD = "rad", "angra", "partnership_told"
Owner = Project | Application


@dataclass(frozen=True, slots=True)
class Kind:
    """One list: what its page says, which forms its rows have, where they are read and which service saves them."""

    title: str
    lead: str
    one: str
    add: str
    formset: Any
    columns: tuple[str, ...]
    rows: Callable[[Any], Any]
    save: Callable[..., Any]
    part: PartnershipPart
    rules: Callable[[Any], dict[str, Any]] = lambda row: {}  # what each row's form must know
    is_compact: bool = False  # a row is one line


MUNICIPALITIES = Kind(
    "Kommunernas roller",
    "Vilka kommuner prövar, vilka deltar och vilka följer projektet för att kunna införa det senare.",
    "Ny kommun",
    "Lägg till en kommun",
    forms.MunicipalityFormSet,
    ("name", "role"),
    lambda project: project.municipalities.all(),
    partnership.save_municipalities,
    PartnershipPart.MUNICIPALITIES,
    lambda project: {"offered": selected.offered_municipalities(project)},
    is_compact=True,
)
STEERING = Kind(
    "Styrgruppen",
    "En ordförande, medlemmar och adjungerade. Den som är adjungerad får vara med och tala men har ingen röst.",
    "Ny person",
    "Lägg till en person",
    forms.SteeringFormSet,
    ("name", "seat", "title", "organisation"),
    lambda project: project.steering_group.all(),
    partnership.save_steering,
    PartnershipPart.STEERING,
)
EVENTS = Kind(
    "Händelser",
    "Möten, workshoppar och texter att läsa, med dag och länk.",
    "Ny händelse",
    "Lägg till en händelse",
    forms.EventFormSet,
    ("held_on", "name", "url", "note"),
    lambda project: project.events.all(),
    partnership.save_events,
    PartnershipPart.EVENTS,
)
RELATED = Kind(
    "Närliggande projekt",
    "Projekt som ert projekt bygger på eller går ihop med. De kan vara era egna eller andras, också äldre.",
    "Nytt projekt",
    "Lägg till ett projekt",
    forms.RelatedFormSet,
    ("name", "owner", "years", "relation", "url"),
    lambda application: application.related_projects.all(),
    partnership.save_related,
    PartnershipPart.RELATED,
)


@form_page
@page
def project_municipalities(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The municipalities and the role of each."""
    return _of_project(request, pk, MUNICIPALITIES)


@form_page
@page
def project_steering(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The steering group."""
    return _of_project(request, pk, STEERING)


@form_page
@page
def project_events(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Events."""
    return _of_project(request, pk, EVENTS)


@form_page
@page
def related_projects(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Projects that this one belongs with: part of the application, and kept as long as the project runs."""

    def load() -> Application:
        return doors.application(request, pk)

    row = load()
    project: Project | None = getattr(row.case, "project", None)
    if row.is_private:
        may, back, crumbs = "write_case", places.at("application", row.pk), places.of_application(row, RELATED.title)
    else:
        may, crumbs = "change_partnership", places.of_case(row.case, RELATED.title)
        back = f"{places.at('project', project.pk)}#h-med" if project else places.at("case", row.case_id)
    is_over = project is not None and project.state in partnership.OVER
    if request.method != "POST" and (is_over or not doors.may(request, may, row)):
        return redirect(back)
    return _page(request, row, load, RELATED, back, crumbs)


def _of_project(request: HttpRequest, pk: UUID, kind: Kind) -> HttpResponse:
    def load() -> Project:
        return doors.project(request, pk)

    row = load()
    back = f"{places.at('project', row.pk)}#h-med"
    if request.method != "POST" and (
        row.state in partnership.OVER or not doors.may(request, "change_partnership", row)
    ):
        return redirect(back)
    crumbs = places.of_case(row.case, ("Projektet", places.at("project", row.pk)), kind.title)
    return _page(request, row, load, kind, back, crumbs)


def _page(
    request: HttpRequest, row: Any, load: Callable[[], Any], kind: Kind, back: str, crumbs: list[Any]
) -> HttpResponse:
    """A visit shows what is saved; a post saves it, or shows what must be mended with nothing lost."""
    if request.method != "POST":
        given = _saved_rows(kind, row)
        if (texts := typed_before(request, row)) is not None:
            rows = kind.formset(texts, prefix=PREFIX, form_kwargs=kind.rules(row))
            return _render(request, row, kind, rows, back, crumbs, seen=str(texts.get("seen", "")))
        extra = 1 if "ny" in request.GET or not given else 0
        return _render(request, row, kind, _shown(kind, row, given, extra), back, crumbs)
    data = storable(request.POST)
    gone: dict[str, str] = {}
    if UNDO in data:
        data = with_row(data, PREFIX, {name: data.get(f"{UNDO}-{name}") or "" for name in kind.columns})
    elif place := data.get("ta_bort"):
        gone = {name: data.get(f"{PREFIX}-{place}-{name}") or "" for name in kind.columns}
        data = without_row(data, PREFIX, str(place))
    rows = kind.formset(data, prefix=PREFIX, form_kwargs=kind.rules(row))
    if not rows.is_valid() or any(form.errors for form in rows.filled):
        return _render(request, row, kind, rows, back, crumbs, Tried())
    before = _fingerprint(kind, row)
    tried = _save(request, row, load, kind, rows)
    if not tried.is_done:
        return _render(request, load(), kind, rows, back, crumbs, tried)
    _remember(request, kind, before, load(), gone)
    here = request.path
    return redirect(f"{here}?ny=1#ny-rad" if request.POST.get("go") == "row" else f"{here}#rader")


def _remember(request: HttpRequest, kind: Kind, before: str, row: Any, gone: dict[str, str]) -> None:
    """What the next visit says beside the list, and the row that can be put back."""
    if _fingerprint(kind, row) == before:
        if request.POST.get("go") != "row":
            request.session[TOLD] = {"at": request.path, "text": "Inget är ändrat."}
        return
    project = row if isinstance(row, Project) else getattr(row.case, "project", None)
    change = selected.last_told(project, kind.part) if project is not None else ""
    text = f"Sparat {dates.clock_time(clock.now())}. {change}".strip()
    request.session[TOLD] = {"at": request.path, "text": text, "gone": gone}


def _told(request: HttpRequest) -> dict[str, Any]:
    """What the last save of this list led to, said once."""
    told = request.session.get(TOLD) or {}
    if request.method == "POST" or told.get("at") != request.path:
        return {}
    del request.session[TOLD]
    return dict(told)


def _save(request: HttpRequest, row: Any, load: Callable[[], Any], kind: Kind, rows: Rows[Any]) -> Tried:
    values = [form.values for form in rows.filled]
    by = doors.person(request)
    tried = attempt(lambda: kind.save(row, rows=values, version=read_version(request), by=by))
    if not tried.is_stale:
        return tried
    fresh = load()  # no conflict when it was something else that was saved, or the same words twice
    if _fingerprint(kind, fresh) == request.POST.get("seen", ""):
        return attempt(lambda: kind.save(fresh, rows=values, version=fresh.version, by=by))
    return tried if differences(_shown(kind, fresh, _saved_rows(kind, fresh), 0), rows) else Tried(fresh)


def _saved_rows(kind: Kind, row: Any) -> list[dict[str, Any]]:
    return [{name: getattr(one, name) for name in kind.columns} for one in kind.rows(row)]


def _shown(kind: Kind, row: Any, given: list[dict[str, Any]], extra: int) -> Rows[Any]:
    shown: Rows[Any] = kind.formset.shown(given, {}, prefix=PREFIX, extra=extra, form_kwargs=kind.rules(row))
    return shown


def _fingerprint(kind: Kind, row: Any) -> str:
    """What the list said when the form was read."""
    return hashlib.sha256(json.dumps(_saved_rows(kind, row), default=str).encode()).hexdigest()


def _saved_elsewhere(request: HttpRequest, kind: Kind, row: Any) -> str:
    """Who changed the list last; nobody has written it down while the application is a draft."""
    last = selected.last_changed(row.case, kind.part)
    return who_saved(request, last.changed_by, last.changed_at) if last else ""


def _render(
    request: HttpRequest,
    row: Any,
    kind: Kind,
    rows: Rows[Any],
    back: str,
    crumbs: list[Any],
    tried: Tried | None = None,
    *,
    seen: str | None = None,
) -> HttpResponse:
    stale = tried is not None and tried.is_stale
    context = {
        "kind": kind,
        "row": row,
        "rows": rows,
        "seen": seen or (request.POST.get("seen", "") if tried is not None and not stale else _fingerprint(kind, row)),
        "is_unsaved": seen is not None,
        "saved_elsewhere": _saved_elsewhere(request, kind, row) if stale else "",
        "now_saved": differences(_shown(kind, row, _saved_rows(kind, row), 0), rows) if stale else {},
        "error_list": [*tried.errors, *collect(rows)] if tried is not None else [],
        "back": back,
        "told": _told(request),
        "lacks_chair": kind is STEERING and selected.lacks_chair(row),
        "crumbs": crumbs,
    }
    return render(request, "applications/partnership.html", context)
