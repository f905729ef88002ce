"""Is the idea or the application written, and does the call take it?"""

from typing import Any

from portal import clock, dates

from ...findings import of_application, unread
from ...models import Application, Idea
from ...sections import section_left, sections_of
from ..registry import Missing, gate


@gate("idea_tells_the_problem", holds="Namn och problem är ifyllda")
def idea_tells_the_problem(idea: Idea, by: Any) -> list[Missing]:
    missing = []
    if not idea.title.strip():
        missing.append(Missing("Skriv vad idén heter.", "title"))
    if not idea.problem.strip():
        missing.append(Missing("Skriv vilket problem ni vill lösa.", "problem"))
    return missing


@gate("idea_is_changed", holds="Idén är ändrad sedan den delades")
def idea_is_changed(idea: Idea, by: Any) -> list[Missing]:
    return [] if idea.changed_at is not None else [Missing("Idén är inte ändrad sedan ni delade den.")]


@gate("call_has_opened", holds="Utlysningen har öppnat")
def call_has_opened(application: Application, by: Any) -> list[Missing]:
    """Only a call that has not opened stops anyone. A late application is received and flagged; a machine never
    turns it away (kommunallagen 6:38, domain.md §9 case 3)."""
    call = application.call
    if call.window_of(clock.now()) is not None:
        return []
    if call.opens_at is None:
        return [Missing("Det är inte bestämt när utlysningen öppnar. Skicka in ansökan när den har öppnat.")]
    return [Missing(f"Utlysningen öppnar {dates.datetime_long(call.opens_at)}. Skicka in ansökan då.")]


@gate("sections_complete", holds="Alla delar är ifyllda")
def sections_complete(application: Application, by: Any) -> list[Missing]:
    """The place is the section, and after a # the column where it is mended."""
    return [
        Missing(left.text, f"{section.key}#{left.field}" if left.field else section.key)
        for section in sections_of(application.call_version)
        for left in section_left(application, section)
    ]


@gate("warnings_are_read", holds="Varningarna är lästa")
def warnings_are_read(application: Application, by: Any) -> list[Missing]:
    """A warning stops nobody who has read it (domain.md §3.0); one that has changed is read again."""
    left = unread(application, of_application(application))
    return [Missing(f"Läs varningen och kryssa i den: {row.text}", f"varning-{row.key}") for row in left]
