"""Is the request for completion answered, and where does the application go back to?"""

from typing import Any

from portal import clock, dates

from ...enums import ApplicationState
from ...models import Application, CompletionRequest
from ...sections import SECTIONS, section_missing
from ..registry import Missing, gate


def open_request(application: Application) -> CompletionRequest | None:
    return application.case.completions.filter(answered_at=None).first()


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
    return [
        Missing(f"Svara på punkten: {item.text}", f"item-{item.pk}")
        for item in request.items.all()
        if not item.answer.strip()
    ]


@gate("opened_sections_complete", holds="De öppnade delarna är ifyllda")
def opened_sections_complete(application: Application, by: Any) -> list[Missing]:
    request = open_request(application)
    keys = set(request.items.values_list("section", flat=True)) if request else set()
    return [
        Missing(sentence, key)
        for key in SECTIONS
        if key in keys
        for sentence in section_missing(application, SECTIONS[key])
    ]
