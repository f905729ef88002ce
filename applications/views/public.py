"""Pages that need no sign-in: the start page and each call."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal import clock
from portal.look.words import listed

from ..enums import ApplicationState
from ..models import Application, Call, CallWindow, Checklist
from ..selectors import call_rules, windows
from . import checklists, doors, places
from .doors import may_begin, may_preview, organisations


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What can be applied for now, how it goes, and whom to call."""
    calls = _open_calls()
    coming = CallWindow.objects.coming(clock.now()).select_related("call").first()
    context = {
        "calls": [_in_list(call) for call in calls],
        "next_call": {"title": coming.call.name, "opens_at": coming.opens_at} if coming else None,
        "idea_url": places.at("idea_new") if may_begin(request) else "",
        "contacts": _contacts(calls),
        "kollen": checklists.teaser(),
    }
    return render(request, "applications/start.html", context)


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
    rules = row.current_version()
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
        "changed": rules if rules.number > 1 and rules.change_note else None,
        "is_preview": row.published_at is None,
        "may_preview": may_preview(request, row),
        "may_begin": may_begin(request),
        "has_checklist": Checklist.objects.current().filter(programme=row.programme_id).exists(),
    }
    return render(request, "applications/call.html", context)


def _open_calls() -> list[Call]:
    rows = Call.objects.open_at(clock.now()).select_related("programme__contact", "programme__unit")
    rows = rows.prefetch_related("versions", windows.prefetched())
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
    people = {row.programme.contact.pk: row.programme for row in calls}
    return [
        {
            "name": programme.contact.name,
            "role": programme.contact.title or programme.unit.name,
            "phone": programme.contact.phone,
            "email": programme.contact.email,
        }
        for programme in people.values()
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
