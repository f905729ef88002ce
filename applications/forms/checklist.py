"""Idékollen's answers as the page and the address carry them; nothing is stored anywhere between the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from ..enums import ChecklistAnswer
from ..models import Checklist
from ..selectors.checklists import Answers, Row, asked

PREFIX = "svar-"
EDITION = "utgava"
PROGRAMME = "idekollen"  # in the address of a new idea: whose questions the answers are to
LONGEST_NUMBER = 4  # digits
# In addresses, which people read and send on.
TYPED = {ChecklistAnswer.YES: "ja", ChecklistAnswer.NO: "nej", ChecklistAnswer.UNSURE: "vet-inte"}
READ = {typed: answer for answer, typed in TYPED.items()}
CHOICES = [(typed, answer.label) for answer, typed in TYPED.items()]


def name_of(row: Row) -> str:
    return f"{PREFIX}{row.key}"


class ChecklistForm(forms.Form):
    """All questions with the answers there are. Never bound: `read` takes what it knows, and nothing is required."""

    def __init__(self, rows: Sequence[Row], answers: Answers) -> None:
        super().__init__(initial={f"{PREFIX}{key}": TYPED.get(answer) for key, answer in answers.items()})
        for row in rows:
            if row.takes_answer:
                self.fields[name_of(row)] = forms.ChoiceField(
                    label=f"{row.label}. {row.text}", choices=CHOICES, widget=forms.RadioSelect, required=False
                )


def read(data: QueryDict, checklist: Checklist) -> dict[str, ChecklistAnswer]:
    """The answers in an address or a post. Unknown keys and words are passed by; what is not there is unanswered."""
    given = {row.key: READ.get(data.get(name_of(row), "")) for row in asked(checklist)}
    return {key: answer for key, answer in given.items() if answer is not None}


def edition_number(data: QueryDict) -> int | None:
    """Which edition the answers belong to. Raises ValueError for something that is no number."""
    text = data.get(EDITION, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > LONGEST_NUMBER:
        raise ValueError("no edition")
    return int(text)


def carried_fields(checklist: Checklist, answers: Answers, *, but: str = "") -> list[tuple[str, str]]:
    """Name and value of what goes along from page to page: the edition and the answers, `but` that one's."""
    given = [(f"{PREFIX}{key}", TYPED[answer]) for key, answer in answers.items() if key != but]
    return [(EDITION, str(checklist.number)), *given]


def query(checklist: Checklist, answers: Answers, *, but: str = "", **more: str) -> str:
    """The same as an address's query, with its question mark."""
    return f"?{urlencode([*more.items(), *carried_fields(checklist, answers, but=but)])}"


def groups(rows: Sequence[Row], form: ChecklistForm) -> list[dict[str, Any]]:
    """Main questions with those under them, each with its field (none for a stem), for the template."""
    found: list[dict[str, Any]] = []
    for row in rows:
        entry: Mapping[str, Any] = {"row": row, "field": form[name_of(row)] if row.takes_answer else None}
        if row.above is None:
            found.append({**entry, "under": []})
        else:
            found[-1]["under"].append(entry)
    return found
