"""Pages that need no sign-in: the start page and each call."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal import clock
from portal.money import NBSP, kronor, percent

from ..enums import ApplicationState
from ..models import Application, Call, CallVersion, CallWindow
from . import places
from .doors import organisations


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What can be applied for now, how it goes, and whom to call."""
    calls = _open_calls()
    coming = CallWindow.objects.coming(clock.now()).select_related("call").first()
    context = {
        "calls": [_in_list(call) for call in calls],
        "next_call": {"title": coming.call.name, "opens_at": coming.opens_at} if coming else None,
        "idea_url": places.at("idea_new") if _may_begin(request) else "",
        "contacts": _contacts(calls),
    }
    return render(request, "applications/start.html", context)


@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: what, who, how much, when, the rules in sentences, and the ways in."""
    rows = Call.objects.published().with_windows()
    rows = rows.select_related("programme__contact", "programme__board__authority", "programme__unit")
    row = get_object_or_404(rows, slug=slug)
    rules = row.current_version()
    context = {
        "call": row,
        "rules": rules,
        "who": _ended(row.programme.who_may_apply),
        "sentences": _sentences(rules),
        "drafts": _drafts(request, row),
        "has_closed": row.has_closed,
        "is_coming": row.opens_at is None or clock.now() < row.opens_at,
        "may_begin": _may_begin(request),
    }
    return render(request, "applications/call.html", context)


def _may_begin(request: HttpRequest) -> bool:
    """A stranger signs in first; officers and members read, and begin nothing."""
    return not request.user.is_authenticated or request.user.has_perm("portal.applicant")


def _open_calls() -> list[Call]:
    rows = Call.objects.open_at(clock.now()).select_related("programme__contact", "programme__unit")
    rows = rows.prefetch_related("versions", "windows")
    return sorted(rows, key=lambda row: (row.closes_at is None, row.closes_at or row.opens_at, row.name))


def _in_list(row: Call) -> dict[str, Any]:
    rules = max(row.versions.all(), key=lambda version: version.number, default=None)
    return {
        "title": row.name,
        "summary": row.programme.summary,
        "who": f"{_ended(row.programme.who_may_apply)} {_how_much(rules)}" if rules else row.programme.who_may_apply,
        "url": places.at("call", row.slug),
        "closes_at": row.closes_at,
    }


def _ended(sentence: str) -> str:
    """With its full stop, also when the text of a programme was written without."""
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


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


def _how_much(rules: CallVersion) -> str:
    """Vi betalar högst 50 % av kostnaden i högst 3 år."""
    parts = []
    if rules.max_share is not None:
        parts.append(f"{percent(rules.max_share)} av kostnaden")
    if rules.max_amount is not None:
        parts.append(f"{kronor(rules.max_amount)}{NBSP}kr")
    if not parts:
        return f"Ett projekt får vara högst {rules.max_years} år."
    return f"Vi betalar högst {', och högst '.join(parts)}, i högst {rules.max_years} år."


def _sentences(rules: CallVersion) -> list[str]:
    """The rules of the call, one sentence each."""
    told = [
        f"Projektet är till för barn och unga {rules.age_from}–{rules.age_to} år.",
        f"Det får pågå i högst {rules.max_years} år.",
    ]
    if rules.max_share is not None:
        told.append(f"Vi betalar högst {percent(rules.max_share)} av kostnaden. Resten betalar ni och andra.")
    if rules.max_amount is not None:
        told.append(f"Ni kan söka högst {kronor(rules.max_amount)}{NBSP}kr.")
    if rules.indirect_rate is not None:
        told.append(f"Indirekta kostnader räknas som {percent(rules.indirect_rate)} av personalkostnaden.")
    every = "varje år" if rules.months_per_report == 12 else "varje halvår"
    told.append(
        f"Ni berättar hur det går och begär pengar {every}. Vi betalar i efterskott, för kostnader som är bokförda."
    )
    required = [kind["label"].lower() for kind in rules.attachment_kinds if kind.get("required")]
    if required:
        told.append(f"Ansökan ska ha med {_listed(required)}.")
    return told


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} och {words[-1]}" if len(words) > 1 else words[0]


def _drafts(request: HttpRequest, row: Call) -> list[Application]:
    """The drafts that the person's organisations already have in the call."""
    if not request.user.is_authenticated:
        return []
    return list(
        Application.objects.filter(
            call=row, state=ApplicationState.DRAFT, case__organisation__in=organisations(request).values("pk")
        ).select_related("case__organisation")
    )
