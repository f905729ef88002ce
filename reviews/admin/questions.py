"""A call's own questions at the desk: the list, and a page for each that is added, changed or taken away.

Rules that nobody has met are changed in place; others get a new version, and say so before they are saved.
"""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.models import Call, CallQuestion, CallVersion
from applications.sections import SECTIONS
from applications.services import questions
from applications.services.calls import is_draft

from ..forms.questions import ChangeNoteForm, QuestionForm
from . import frame
from .call_acts import done
from .calls import LIST as CALLS
from .calls import open_call, url

EDIT = require_http_methods(["GET", "HEAD", "POST"])
LIST = "Egna frågor"
NO_RULES = "Skriv först utlysningens regler."


def _rules(call: Call) -> tuple[CallVersion | None, list[CallQuestion]]:
    rules = call.versions.order_by("-number").first()
    return rules, list(rules.questions.all()) if rules else []


def _crumbs(call: Call, *here: str) -> list[frame.Crumb]:
    above = (
        (CALLS, reverse("admin:applications_call_changelist")),
        (call.name, url(call)),
        (LIST, url(call, "call_questions") if here else ""),
    )
    return frame.crumbs(*above, *((label, "") for label in here))


@require_safe
def question_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The questions of the latest rules, in the order of the form."""
    call = open_call(request, pk)
    rules, rows = _rules(call)
    labels = {row.key: row.label for row in rows}
    context = {
        "title": LIST,
        "call": call,
        "crumbs": _crumbs(call),
        "rules": rules,
        "is_met": not is_draft(call),
        "questions": [
            {
                "row": row,
                "section": SECTIONS[row.section].label if row.section in SECTIONS else row.section,
                "when": f"När svaret på ”{labels[row.depends_on]}” är ”{row.depends_value}”"
                if row.depends_on in labels
                else "Alltid",
                "url": url(call, "call_question", key=row.key),
                "remove_url": url(call, "call_question_remove", key=row.key),
            }
            for row in rows
        ],
        "new_url": url(call, "call_question_new"),
    }
    return frame.page(request, "questions", context)


@EDIT
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a question."""
    return _edit(request, open_call(request, pk), None)


@EDIT
def change(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Change a question. Its place in the list is changed here too."""
    call = open_call(request, pk)
    return _edit(request, call, _found(call, key))


@EDIT
def remove(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Take a question away."""
    call = open_call(request, pk)
    row = _found(call, key)
    form = ChangeNoteForm(request.POST or None, call=call, is_met=not is_draft(call))

    def act() -> None:
        given, by = form.cleaned_data, frame.person(request)
        note = given.get("change_note", "")
        questions.remove(call, key=key, change_note=note, by=by, version=given["version"])

    if done(request, form, act, "Frågan är borttagen."):
        return redirect(url(call, "call_questions"))
    title = "Ta bort frågan"
    lead = f"”{row.label}” frågas inte längre. Svar i utkast finns kvar hos den som skrev dem, men visas inte."
    return _page(request, call, title, form, verb=title, lead=lead)


def _found(call: Call, key: str) -> CallQuestion:
    row = next((row for row in _rules(call)[1] if row.key == key), None)
    if row is None:
        raise Http404("no such question")
    return row


def _edit(request: HttpRequest, call: Call, own: CallQuestion | None) -> HttpResponse:
    rules, rows = _rules(call)
    title = "Ändra frågan" if own else "Lägg till en fråga"
    if rules is None:
        return _page(request, call, title, Form(), missing=[{"text": NO_RULES}])
    is_met = not is_draft(call)
    form = QuestionForm(request.POST or None, call=call, rules=rules, rows=rows, own=own, is_met=is_met)

    def act() -> None:
        given = form.cleaned_data
        questions.save(
            call,
            key=own.key if own else "",
            values=form.values(),
            after=given["after"],
            change_note=given.get("change_note", ""),
            by=frame.person(request),
            version=given["version"],
        )

    if done(request, form, act, "Frågan är sparad."):
        return redirect(url(call, "call_questions"))
    lead = ""
    if is_met:
        lead = (
            f"Utlysningen har börjat användas. När du sparar får den regler version {rules.number + 1}. "
            "Utkast följer med. Det som har kommit in behåller sina regler."
        )
    return _page(request, call, title, form, verb="Spara frågan", lead=lead)


def _page(request: HttpRequest, call: Call, title: str, form: Form, **context: Any) -> HttpResponse:
    shared = {
        "title": title,
        "form": form,
        "case_url": url(call, "call_questions"),
        "back": "Tillbaka till frågorna",
        "crumbs": _crumbs(call, title),
    }
    return frame.page(request, "edit", {**shared, **context})
