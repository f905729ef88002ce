"""The questions that a call adds to the form: which are asked, what is answered, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from portal import dates
from portal.look.words import filesize, too_long
from portal.money import MINUS, NBSP

from .enums import QuestionKind
from .models import Application, Attachment, CallQuestion, CallVersion
from .models.call_version import ANSWER_FILES

Answers = Mapping[str, str]

CONTROLS = "fraga"  # the prefix of the questions' controls in the form
LIMIT = 2000  # signs of a text whose question says nothing else
SCANNED = "inskannad"  # the kind of a file that is the application itself, as it came in on paper or by e-mail
ATTACHMENTS = "bilagor"  # the section of all files that answer no question


def questions_of(version: CallVersion, section: str | None = None) -> list[CallQuestion]:
    """In the order of the form; of one section or of all. Pages prefetch `questions`."""
    return [row for row in version.questions.all() if section is None or row.section == section]


def asked(rows: Iterable[CallQuestion], answers: Answers) -> frozenset[str]:
    """The keys of the questions that are asked when the answers are these.

    A question whose condition does not hold is not asked, nor is one that depends on a question that is not asked.
    """
    found: set[str] = set()
    for row in rows:
        if not row.depends_on or (row.depends_on in found and answers.get(row.depends_on) == row.depends_value):
            found.add(row.key)
    return frozenset(found)


def open_questions(application: Application, section: str | None = None) -> list[CallQuestion]:
    """The questions of a section that are asked with the answers that are saved."""
    rows = questions_of(application.call_version)
    keys = asked(rows, application.answers)
    return [row for row in rows if row.key in keys and (section is None or row.section == section)]


# Answers


def value(row: CallQuestion, stored: str) -> Any:
    """A stored answer as the form's field reads it: a text, a Decimal or a day; the text itself if it is none."""
    try:
        if stored and row.kind == QuestionKind.NUMBER:
            return Decimal(stored)
        if stored and row.kind == QuestionKind.DATE:
            return date.fromisoformat(stored)
    except (InvalidOperation, ValueError):
        return stored
    return stored


def stored(given: Any) -> str:
    """What is kept of a parsed answer: a text as it is, a day as 2026-11-22, a number as 1234.5."""
    if given is None:
        return ""
    return given.isoformat() if isinstance(given, date) else f"{given:f}" if isinstance(given, Decimal) else str(given)


def number_words(number: Decimal) -> str:
    """1 234,5: thousands parted by U+00A0, a decimal comma, as many decimals as there are."""
    digits = f"{abs(number):,f}".replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{digits}" if number < 0 else digits


def words(row: CallQuestion, given: str, files: Iterable[Attachment] = ()) -> str:
    """The answer as a person reads it; empty when there is none."""
    if row.kind == QuestionKind.FILE:
        return "\n".join(f"{one.file.original_name}, {filesize(one.file.size)}" for one in files)
    read = value(row, given)
    if isinstance(read, Decimal):
        return number_words(read)
    return dates.long(read) if isinstance(read, date) else str(read)


def carried(answers: Answers, old: CallVersion, new: CallVersion) -> dict[str, str]:
    """The answers of a draft that follows from one version of the rules to another.

    The same key and kind stay. What answered another kind of question, or one that is gone, is kept and not shown: it
    comes back when a later version asks for it.
    """
    was = {row.key: row.kind for row in old.questions.all()}
    kept = dict(answers)
    for row in new.questions.all():
        if row.key in kept and was.get(row.key, row.kind) != row.kind:
            kept[f"{row.key}:{was[row.key]}"] = kept.pop(row.key)
        if row.key not in kept and (hidden := kept.pop(f"{row.key}:{row.kind}", None)) is not None:
            kept[row.key] = hidden
    return kept


# Files


def attachment_kind(key: str) -> str:
    """What marks a file as the answer to a question."""
    return f"{ANSWER_FILES}{key}"


def key_of(kind: str) -> str | None:
    """The question that a kind of attachment answers; None for the call's ordinary kinds."""
    return kind.removeprefix(ANSWER_FILES) if kind.startswith(ANSWER_FILES) else None


def section_of(version: CallVersion, kind: str) -> str | None:
    """Where a file of the kind is put in: the question's section; None when the version asks for no such file."""
    if (key := key_of(kind)) is None:
        return ATTACHMENTS
    found = (row for row in questions_of(version) if row.key == key and row.kind == QuestionKind.FILE)
    return next((row.section for row in found), None)


def files_by_key(attachments: Iterable[Attachment]) -> dict[str, list[Attachment]]:
    found: dict[str, list[Attachment]] = {}
    for attachment in attachments:
        if (key := key_of(attachment.kind)) is not None:
            found.setdefault(key, []).append(attachment)
    return found


def counted(application: Application, attachments: Iterable[Attachment]) -> list[Attachment]:
    """Those that are sent in with the application: not the answers to questions that are not asked."""
    open_keys = {row.key for row in open_questions(application) if row.kind == QuestionKind.FILE}
    return [row for row in attachments if (key := key_of(row.kind)) is None or key in open_keys]


# What is left to do


def missing(application: Application, section: str) -> list[str]:
    """A sentence per question that must be answered and is not, and per file with harmful code."""
    asked_now = open_questions(application, section)
    rows = [row for row in asked_now if row.required]
    there: dict[str, list[Attachment]] = {}
    if any(row.kind == QuestionKind.FILE for row in asked_now):
        there = files_by_key(application.attachments.all())
    stopped = [
        f"{one.file.original_name} innehåller skadlig kod. Ta bort filen och lägg in en ren kopia."
        for row in asked_now
        for one in there.get(row.key, ())
        if one.file.is_stopped and not one.is_sent_in
    ]
    return stopped + [
        f"Lägg in en fil till frågan ”{row.label}”."
        if row.kind == QuestionKind.FILE
        else f"Svara på frågan ”{row.label}”."
        for row in rows
        if not (row.key in there if row.kind == QuestionKind.FILE else application.answers.get(row.key, "").strip())
    ]


def faults(application: Application, section: str) -> list[str]:
    """What was right under other rules and is not under these, in the words that stand at the field."""
    found = (fault(row, application.answers.get(row.key, "")) for row in open_questions(application, section))
    return [text for text in found if text]


def fault(row: CallQuestion, given: str) -> str:
    if row.kind == QuestionKind.CHOICE and given and given not in row.choices:
        return NOT_A_CHOICE
    if row.kind == QuestionKind.TEXT and len(given) > (row.limit or LIMIT):
        return too_long(len(given), row.limit or LIMIT)
    return ""


NOT_A_CHOICE = "Svaret finns inte bland dem som går att välja. Välj ett av svaren."


def counts(application: Application, section: str, control: str) -> bool:
    """Whether what could not be read in a control still has to be mended: not when its question is not asked now."""
    if not control.startswith(f"{CONTROLS}-"):
        return True
    return any(f"{CONTROLS}-{row.key}" == control for row in open_questions(application, section))
