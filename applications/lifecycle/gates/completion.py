"""Is the request for completion answered, and where does the application go back to?"""

import json
from typing import Any

from django.core import serializers

from portal import clock, dates

from ...enums import ApplicationState
from ...findings import errors
from ...models import Application, CompletionItem, CompletionRequest
from ...sections import SECTIONS, section_left
from ..registry import Missing, gate

# How an item's `field` is written where it is no column: a question of the call's own, or a kind of attachment.
QUESTION, FILES = "fraga-", "fil-"
ITEM_FILES = "komplettering-"  # the kind of a file that was put in as the answer to an item


def open_request(application: Application) -> CompletionRequest | None:
    """The one that is not answered; without a question where the page has fetched the case's requests."""
    case = application.case
    if "completions" in getattr(case, "_prefetched_objects_cache", {}):
        return next((row for row in case.completions.all() if row.answered_at is None), None)
    return case.completions.filter(answered_at=None).first()


def items_of(request: CompletionRequest) -> list[CompletionItem]:
    """Its items, each of which knows the request without asking for it."""
    rows = list(request.items.all())
    for item in rows:
        item.request = request
    return rows


def kind_of(item: CompletionItem) -> str:
    """The kind of the files that are put in as this item's answer: the one asked for, or files of the item's own."""
    return item.field.removeprefix(FILES) if item.field.startswith(FILES) else f"{ITEM_FILES}{item.pk}"


def has_changed(application: Application, item: CompletionItem) -> bool:
    """The named field says something else than when it was asked for; whole sections tell nothing here."""
    if not item.field or item.field.startswith(FILES) or not item.request.before:
        return False
    was = item.request.before[0]["fields"]
    if item.field.startswith(QUESTION):
        key = item.field.removeprefix(QUESTION)
        return bool(application.answers.get(key, "") != was.get("answers", {}).get(key, ""))
    now = json.loads(serializers.serialize("json", [application], fields=[item.field]))[0]["fields"]
    return bool(now.get(item.field) != was.get(item.field))


def is_answered(application: Application, item: CompletionItem) -> bool:
    """Said in words, by changing the named field, or with a file."""
    if item.answer.strip() or has_changed(application, item):
        return True
    kind = kind_of(item)
    return any(row.kind == kind and not row.is_sent_in for row in application.attachments.all())


def _asked_in(application: Application, state: str) -> list[Missing]:
    request = open_request(application)
    if request is not None and request.asked_in == state:
        return []
    return [Missing("Kompletteringen begärdes i ett annat steg.")]


@gate("asked_in_formal_check", holds="Begärd under formell kontroll")
def asked_in_formal_check(application: Application, by: Any) -> list[Missing]:
    return _asked_in(application, ApplicationState.FORMAL_CHECK)


@gate("asked_in_preparation", holds="Begärd under beredning")
def asked_in_preparation(application: Application, by: Any) -> list[Missing]:
    return _asked_in(application, ApplicationState.PREPARATION)


@gate("completion_time_is_over", holds="Tiden för kompletteringen är slut")
def completion_time_is_over(application: Application, by: Any) -> list[Missing]:
    request = open_request(application)
    if request is not None and clock.today() <= request.due_on:
        return [Missing(f"Sökanden har till och med {dates.weekday_long(request.due_on)} på sig.")]
    return []


@gate("completion_answered", holds="Alla punkter är besvarade")
def completion_answered(application: Application, by: Any) -> list[Missing]:
    request = open_request(application)
    if request is None:
        return [Missing("Det finns ingen obesvarad begäran om komplettering.")]
    items = items_of(request)
    stopped = [
        Missing(f"{row.file.original_name} innehåller skadlig kod. Ta bort filen.", f"item-{item.pk}")
        for item in items
        for row in application.attachments.all()
        if row.kind == kind_of(item) and row.file.is_stopped and not row.is_sent_in
    ]
    return stopped + [
        Missing(f"Svara på punkten: {item.text}", f"item-{item.pk}")
        for item in items
        if not is_answered(application, item)
    ]


@gate("opened_sections_complete", holds="Det som öppnades är ifyllt")
def opened_sections_complete(application: Application, by: Any) -> list[Missing]:
    """All of a section that is open, and of one with named fields only what stands in those."""
    request = open_request(application)
    items = items_of(request) if request else []
    whole = {item.section for item in items if not item.field}
    named = {item.field: item for item in items if item.field}
    missing = []
    for key in SECTIONS:
        if key in whole:
            missing += [Missing(row.text, key) for row in section_left(application, SECTIONS[key])]
        elif any(item.section == key for item in items):
            left = section_left(application, SECTIONS[key])
            missing += [Missing(row.text, f"item-{named[row.field].pk}") for row in left if row.field in named]
    return missing


@gate("opened_budget_holds", holds="Budgeten går ihop")
def opened_budget_holds(application: Application, by: Any) -> list[Missing]:
    """Only a budget that is open: nobody is stopped by what they may not mend."""
    request = open_request(application)
    if request is None or not any(item.section == "budget" for item in items_of(request)):
        return []
    return [Missing(error.text, "budget") for error in errors(application, "budget")]
