"""Idékollen: open to anybody, all questions at once or one at a time. The answers live in the address and the form."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.context import Link

from ..forms import checklist as carrying
from ..forms.checklist import ChecklistForm
from ..models import Checklist
from ..selectors import checklists as reading
from ..services import checklists
from . import doors, places

NAME = "Idékollen"


@require_safe
def checklist_list(request: HttpRequest) -> HttpResponse:
    """The programmes that have questions; with only one of them, straight in."""
    editions = list(reading.current())
    if len(editions) == 1:
        return redirect("applications:checklist", editions[0].programme.slug)
    context = {"editions": editions, "crumbs": _crumbs()}
    return render(request, "applications/checklists.html", context)


@require_safe
def checklist(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions at once; also where the answers of one at a time are looked through."""
    edition = _edition(request.GET, slug)
    answers = carrying.read(request.GET, edition)
    rows = reading.rows(edition)
    context = {
        "checklist": edition,
        "groups": carrying.groups(rows, ChecklistForm(rows, answers)),
        "outcome": reading.outcome(edition, answers),
        "asked": reading.asked(edition),
        "edition_field": carrying.EDITION,
        "result_url": places.at("checklist_result", slug),
        "start_url": places.at("checklist", slug),
        "one_url": _at("checklist_question", edition, answers, 1),
        "crumbs": _crumbs(edition),
    }
    return render(request, "applications/checklist.html", context)


@require_safe
def checklist_question(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One question. A button is an answer and leads to the next; the last leads to all of them, to look through."""
    edition = _edition(request.GET, slug)
    answers, asked = carrying.read(request.GET, edition), reading.asked(edition)
    if not 1 <= number <= len(asked):
        raise Http404("no such question")
    row = asked[number - 1]
    given = answers.get(row.key)
    onward: tuple[Any, ...] = ("checklist",) if number == len(asked) else ("checklist_question", number + 1)
    back: tuple[Any, ...] = ("checklist",) if number == 1 else ("checklist_question", number - 1)
    context = {
        "checklist": edition,
        "row": row,
        "number": number,
        "count": len(asked),
        "steps": range(1, len(asked) + 1),
        "field": carrying.name_of(row),
        "choices": carrying.CHOICES,
        "given": given.label if given else "",
        "carried": carrying.carried_fields(edition, answers, but=row.key),
        "next_url": places.at(onward[0], slug, *onward[1:]),
        "keep_url": _at(onward[0], edition, answers, *onward[1:]),
        "skip_url": _at(onward[0], edition, answers, *onward[1:], but=row.key),
        "back_url": _at(back[0], edition, answers, *back[1:]),
        "all_url": _at("checklist", edition, answers),
        "crumbs": _crumbs(edition, f"Fråga {row.label}"),
    }
    return render(request, "applications/checklist_question.html", context)


# Without the token of forms, since that is a cookie and nothing may be stored at who answers. There is nothing to
# forge: the post is in nobody's name, and all it does is to count one more anonymous round.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def checklist_result(request: HttpRequest, slug: str) -> HttpResponse:
    """What the answers say. A post is counted and led on to its own address, so that a reload counts nothing."""
    if request.method == "POST":
        edition = _edition(request.POST, slug)
        answers = carrying.read(request.POST, edition)
        checklists.submit(edition, answers)
        return redirect(_at("checklist_result", edition, answers))
    return render(request, "applications/checklist_result.html", _result(request, slug))


@require_safe
def checklist_print(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for paper: every question with its answer, the advice and whom to call."""
    context = _result(request, slug)
    edition, answers = context["checklist"], context["answers"]
    context |= {
        "rows": [
            {"row": row, "answer": answers[row.key].label if row.key in answers else ""}
            for row in reading.rows(edition)
        ],
        "crumbs": None,
    }
    return render(request, "applications/checklist_print.html", context)


def teaser() -> dict[str, Any] | None:
    """The start page's way in: with one programme its first question, with several where one chooses."""
    editions = list(reading.current())
    if not editions:
        return None
    if len(editions) > 1:
        return {"url": places.at("checklist_list"), "count": 0}
    edition = editions[0]
    asked, slug = reading.asked(edition), edition.programme.slug
    return {
        "url": places.at("checklist", slug),
        "count": len(asked),
        "row": asked[0],
        "steps": range(1, len(asked) + 1),
        "field": carrying.name_of(asked[0]),
        "choices": carrying.CHOICES,
        "carried": carrying.carried_fields(edition, {}),
        "next_url": places.at("checklist_question", slug, 2) if len(asked) > 1 else places.at("checklist", slug),
    }


def _result(request: HttpRequest, slug: str) -> dict[str, Any]:
    edition = _edition(request.GET, slug)
    answers = carrying.read(request.GET, edition)
    idea = carrying.query(edition, answers, **{carrying.PROGRAMME: slug})
    return {
        "checklist": edition,
        "answers": answers,
        "outcome": reading.outcome(edition, answers),
        "contact": edition.programme.contact,
        "change_url": _at("checklist", edition, answers),
        "start_url": places.at("checklist", slug),
        "print_url": _at("checklist_print", edition, answers),
        "result_url": _at("checklist_result", edition, answers),
        "idea_url": places.at("idea_new") + idea if doors.may_begin(request) else "",
        "plain_idea_url": places.at("idea_new") if doors.may_begin(request) else "",
        "crumbs": _crumbs(edition, "Resultat"),
    }


def _edition(data: QueryDict, slug: str) -> Checklist:
    """The edition that the answers belong to, which may be older than the one asked now. Drafts are not found."""
    try:
        found = reading.edition(slug, carrying.edition_number(data))
    except ValueError as refused:
        raise Http404 from refused
    if found is None:
        raise Http404("no such edition")
    return found


def _at(route: str, edition: Checklist, answers: reading.Answers, *args: Any, but: str = "") -> str:
    return places.at(route, edition.programme.slug, *args) + carrying.query(edition, answers, but=but)


def _crumbs(edition: Checklist | None = None, last: str = "") -> list[Link]:
    parts = [Link("Start", "/"), Link(NAME, places.at("checklist_list") if edition else "")]
    if edition is not None:
        url = places.at("checklist", edition.programme.slug)
        parts.append(Link(edition.programme.name, url if last else ""))
    return [*parts, Link(last, "")] if last else parts
