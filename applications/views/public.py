"""Pages that need no sign-in: the start page and each call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal import clock
from portal.look.words import listed

from ..enums import ApplicationState
from ..models import Application, Call, CallWindow, Checklist, Programme
from ..selectors import call_rules, public_projects, windows
from . import checklists, doors, places
from .doors import may_begin, may_preview, organisations

PICTURED = 3  # projects on the start page


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What can be applied for now, how it goes, and whom to call."""
    told = [(row, windows.intake(row)) for row in _calls_not_over()]
    calls = _by_closing([row for row, takes in told if takes.open is not None])
    to_come = [(takes.coming, row) for row, takes in told if takes.coming is not None]
    window, coming = min(to_come, key=lambda pair: (pair[0].opens_at, pair[1].name), default=(None, None))
    granted = list(public_projects.granted()[: PICTURED + 1])
    context = {
        "calls": [_in_list(call) for call in calls],
        "next_call": _to_come(coming, window) if coming and window else None,
        "idea_url": places.at("idea_new") if may_begin(request) else "",
        "contacts": _contacts(calls),
        "projects": public_projects.pictured(granted[:PICTURED]),
        "more_projects": len(granted) > PICTURED,
        "kollen": checklists.teaser(),
    }
    return render(request, "applications/start.html", context)


@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    """All published calls: those that are open, those that open later, and those that have closed."""
    rows = Call.objects.published().select_related("programme").prefetch_related("versions", windows.prefetched())
    told = [(row, windows.intake(row)) for row in rows.order_by("name")]
    coming = [(row, takes.coming) for row, takes in told if takes.open is None and takes.coming is not None]
    closed = [(row, takes.closed) for row, takes in told if not (takes.open or takes.coming) and takes.closed]
    context = {
        "calls": [_in_list(row) for row in _by_closing([row for row, takes in told if takes.open is not None])],
        "coming": [_to_come(row, window) for row, window in sorted(coming, key=lambda pair: pair[1].opens_at)],
        "closed": [
            {"title": row.name, "programme": row.programme.name, "url": places.at("call", row.slug), "closed": window}
            for row, window in sorted(closed, key=lambda pair: pair[1].closes_at or pair[1].opens_at, reverse=True)
        ],
    }
    return render(request, "applications/calls.html", context)


def _to_come(row: Call, window: CallWindow) -> dict[str, Any]:
    return {
        "title": row.name,
        "programme": row.programme.name,
        "url": places.at("call", row.slug),
        "opens_at": window.opens_at,
    }


RELATED = (
    "programme__contact",
    "programme__board__authority",
    "programme__unit",
    "programme__funding_source",
    "track",
    "fund",
)


def visible_call(request: HttpRequest, slug: str) -> Call:
    """A published call, or one that the person keeps and wants to see before it is. Raises Http404.

    One without rules has nothing to show.
    """
    rows = Call.objects.filter(versions__isnull=False).distinct().select_related(*RELATED)
    row = get_object_or_404(rows.prefetch_related(windows.prefetched()), slug=slug)
    if row.published_at is None and not may_preview(request, row):
        raise Http404("not published")
    return row


@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: what, who, how much, when, the rules in sentences, and the ways in."""
    row = visible_call(request, slug)
    versions = list(row.versions.order_by("-number"))
    rules = versions[0]
    takes = windows.intake(row)
    context = {
        "call": row,
        "rules": rules,
        "groups": call_rules.groups(row, rules, list(rules.questions.all())),
        "drafts": _drafts(request, row),
        "closed_to": doors.closed_to(request, rules),
        "takes": takes,
        "windows": windows.lines(row.windows.all()),
        "banner": windows.banner(row),
        "issuers": listed(row.programme.issuers),
        "changes": [version for version in versions if version.number > 1 and version.change_note],
        "is_preview": row.published_at is None,
        "may_preview": may_preview(request, row),
        "may_begin": may_begin(request),
        "has_checklist": Checklist.objects.current().filter(programme=row.programme_id).exists(),
    }
    return render(request, "applications/call.html", context)


def _calls_not_over() -> list[Call]:
    """Published calls that are open or open later, with rules and windows. Three queries."""
    ahead = CallWindow.objects.filter(Q(closes_at=None) | Q(closes_at__gt=clock.now()), call=OuterRef("pk"))
    rows = Call.objects.published().filter(Exists(ahead)).select_related("programme__contact", "programme__unit")
    return list(rows.prefetch_related("versions", windows.prefetched()))


def _by_closing(rows: Iterable[Call]) -> list[Call]:
    """The nearest closing first, those without a last day after."""
    return sorted(rows, key=lambda row: (row.closes_at is None, row.closes_at or row.opens_at, row.name))


def _in_list(row: Call) -> dict[str, Any]:
    rules = max(row.versions.all(), key=lambda version: version.number, default=None)
    return {
        "title": row.name,
        "summary": row.programme.summary,
        "who": f"{call_rules.ended(row.programme.who_may_apply)} {call_rules.in_short(rules)}" if rules else "",
        "url": places.at("call", row.slug),
        "closes_at": row.closes_at,
        "last_moment": row.last_moment,
        "through": windows.end_of(row.window) if row.window and row.closes_at else "",
        "banner": windows.banner(row),
    }


def _contacts(calls: list[Call]) -> list[dict[str, str]]:
    """Whom to call about what is open; when nothing is, those who answer for the programmes."""
    programmes = [row.programme for row in calls]
    if not programmes:
        published = Call.objects.published().filter(programme=OuterRef("pk"))
        rows = Programme.objects.filter(Exists(published)).select_related("contact", "unit")
        programmes = list(rows.order_by("name", "pk"))
    about: dict[Any, list[Programme]] = {}
    for programme in programmes:
        of_person = about.setdefault(programme.contact_id, [])
        if programme not in of_person:
            of_person.append(programme)
    return [
        {
            "name": kept[0].contact.name,
            "role": f"{kept[0].contact.title or kept[0].unit.name}, {listed([row.name for row in kept])}",
            "phone": kept[0].contact.phone,
            "email": kept[0].contact.email,
        }
        for kept in about.values()
    ]


def _drafts(request: HttpRequest, row: Call) -> list[Application]:
    """The drafts that the person's organisations already have in the call."""
    if not request.user.is_authenticated:
        return []
    return list(
        Application.objects.filter(
            call=row, state=ApplicationState.DRAFT, case__organisation__in=organisations(request).values("pk")
        ).select_related("case__organisation")
    )
