"""Mina sidor: the applicant's start."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal import clock, dates
from portal.accounts.models import User
from portal.look.words import counted

from ..models import Case
from ..selectors import my_pages as pages
from ..selectors.case_story import is_over, is_with_us, sentence, stages
from . import places
from .doors import person


@require_safe
def my_pages(request: HttpRequest) -> HttpResponse:
    """What to do now with dates first, then every case with its one sentence."""
    cases = pages.cases_of(person(request))
    todo = pages.todo(cases, user=person(request))
    several = len({case.organisation_id for case in cases}) > 1
    context = {
        "heading": counted(len(todo), "en sak att göra", "saker att göra").capitalize() if todo else "Mina sidor",
        "organisations": _organisations(cases),
        "day": dates.weekday_long(clock.today()),
        "todo": [places.todo(item, among=True) for item in todo],
        "groups": _groups(cases, several=several),
        "ahead": pages.ahead(cases),
        "officer": _officer(cases),
    }
    return render(request, "applications/my_pages.html", context)


def _groups(cases: list[Case], *, several: bool) -> list[tuple[str, list[dict[str, Any]]]]:
    """What the applicant goes on with, what lies with us, and what is over; empty groups are left out."""
    groups: dict[str, list[dict[str, Any]]] = {"Pågår": [], "Hos oss": [], "Klara": []}
    for case in cases:
        name = "Klara" if is_over(case) else "Hos oss" if is_with_us(case) else "Pågår"
        groups[name].append(_row(case, several=several))
    return [(name, rows) for name, rows in groups.items() if rows]


def _row(case: Case, *, several: bool) -> dict[str, Any]:
    number = case.dnr or "Utkast, syns bara för er"
    return {
        "title": case.title,
        "url": places.case(case),
        "number": f"{case.organisation.name}, {number[:1].lower() if not case.dnr else number[:1]}{number[1:]}"
        if several
        else number,
        "sentence": sentence(case),
        "stages": stages(case),
    }


def _organisations(cases: list[Case]) -> str:
    names = list(dict.fromkeys(case.organisation.name for case in cases))
    return " och ".join(names) if len(names) < 3 else f"era {counted(len(names), 'en organisation', 'organisationer')}"


def _officer(cases: list[Case]) -> User | None:
    """Whom to call: the officer of the newest case that has one, else the contact of its programme."""
    named = next((case.officer for case in cases if case.officer), None)
    return named or (cases[0].programme.contact if cases else None)
