"""The sections of an application as a list of tasks: how far each has come, and what remains (domain.md §3.0)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from portal import dates
from portal.look.words import counted

from .. import findings, questions
from ..models import Application, SectionDraft
from ..models.account import in_words
from ..models.effect_chain import chain_of
from ..sections import SECTIONS, Section, section_missing, sections_of, unparsed_sentences
from . import from_idea

DONE, BEGUN, FAULT, NOT_BEGUN = "done", "begun", "fault", "not_begun"


@dataclass(frozen=True, slots=True)
class Task:
    """One section. `status` is a key of the section marks; `faults` must be mended, `missing` is left to do."""

    key: str
    label: str
    hint: str
    status: str
    faults: tuple[str, ...]
    missing: tuple[str, ...]
    word: str = ""  # instead of the mark's own
    is_voluntary: bool = False  # nothing has to be written there, and nothing is


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class TaskList:
    """All sections in order; `sentence` says in words what the bar only shows."""

    tasks: tuple[Task, ...]

    @property
    def groups(self) -> list[Group]:
        parts = groupby(self.tasks, key=lambda task: SECTIONS[task.key].group)
        return [Group(title, tuple(tasks)) for title, tasks in parts]

    @property
    def done(self) -> int:
        return sum(task.status == DONE for task in self.tasks)

    @property
    def total(self) -> int:
        """How many must be done; a voluntary one counts when something stands in it."""
        return sum(not task.is_voluntary for task in self.tasks)

    @property
    def is_complete(self) -> bool:
        return self.done == self.total

    @property
    def sentence(self) -> str:
        total = self.total
        if self.is_complete:
            return f"Alla {counted(total, 'en del', 'delar')} är klara. Läs igenom ansökan och skicka in den."
        told = f"{self.done} av {total} delar är klara."
        faulty = [task.label for task in self.tasks if task.status == FAULT]
        if faulty:
            return f"{told} Börja med {faulty[0].lower()}, där finns ett fel."
        if len(left := [task.label for task in self.tasks if task.status != DONE and not task.is_voluntary]) == 1:
            return f"{told} Bara {left[0].lower()} återstår."
        return told

    @property
    def statuses(self) -> list[str]:
        return [task.status for task in self.tasks if not task.is_voluntary]


def after(application: Application, key: str) -> str | None:
    """The section that follows in the call's form, by key; None after the last."""
    keys = [section.key for section in sections_of(application.call_version)]
    place = keys.index(key) + 1
    return keys[place] if place < len(keys) else None


def tasks_of(application: Application) -> TaskList:
    """The list for an application that is best fetched by `doors.application(is_list=True)`."""
    begun = {draft.section: "" for draft in application.section_drafts.all()}
    begun = {key: "Påbörjad, från idén" for key in from_idea.sections(application)} | begun
    used = sections_of(application.call_version)
    return TaskList(tuple(_task(application, section, begun.get(section.key)) for section in used))


def draft_of(application: Application, key: str) -> SectionDraft | None:
    return next((row for row in application.section_drafts.all() if row.section == key), None)


def faults_of(application: Application, section: Section) -> list[str]:
    """What is written but wrong: text that does not parse, and what the rules of the call do not allow."""
    return list(dict.fromkeys([*unparsed_sentences(application, section), *_against_rules(application, section.key)]))


def _against_rules(application: Application, key: str) -> Iterator[str]:
    yield from questions.faults(application, key)
    yield from (error.text for error in findings.errors(application, key))


def _task(application: Application, section: Section, begun: str | None) -> Task:
    """`begun`: the word for a section in which something stands; None where nothing does."""
    faults = faults_of(application, section)
    missing = [text for text in section_missing(application, section) if text not in faults]
    if faults:
        return _row(section, FAULT, faults[0], faults, missing)
    if not missing and section.is_voluntary and begun is None:
        return replace(_row(section, NOT_BEGUN, section.hint), word="Frivillig", is_voluntary=True)
    if not missing:
        return _row(section, DONE, _content(application, section.key) or section.hint)
    if begun is not None:
        more = f" Och {counted(len(missing) - 1, 'en sak', 'saker')} till." if len(missing) > 1 else ""
        return replace(_row(section, BEGUN, f"{missing[0]}{more}", (), missing), word=begun)
    return _row(section, NOT_BEGUN, section.hint, (), missing)


def _row(
    section: Section, status: str, hint: str, faults: list[str] | tuple[str, ...] = (), missing: list[str] | None = None
) -> Task:
    return Task(section.key, section.label, hint, status, tuple(faults), tuple(missing or ()))


def _content(application: Application, key: str) -> str:
    """What a finished section holds, in a few words."""
    if key == "sokande":
        account = in_words(application.account_kind, application.account_no)
        return ", ".join(filter(None, (application.contact_name, account)))
    if key == "parter":
        return counted(len(application.parties.all()), "en part", "parter").capitalize()
    if key == "projekt" and application.period_start and application.period_end:
        return f"{application.title}, {dates.period_long(application.period_start, application.period_end)}"
    if key == "organisation":
        return counted(len(application.project_roles.all()), "en roll", "roller").capitalize()
    if key == "effektkedja":
        return counted(len(chain_of(application).nodes), "ett led", "led").capitalize()
    if key == "mal":
        return counted(len(application.sub_goals.all()), "ett delmål", "delmål").capitalize()
    return ""
