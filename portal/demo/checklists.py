"""Idékollen's questions from a data file: a programme's edition as somebody wrote it, loaded and published."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from applications.models import Checklist, Programme
from applications.services import checklists

from .facts import DATA, DataFault, plain

FOLDER = DATA / "checklists"
KEYS = {"key": "key", "parent": "parent", "stem": "is_stem", "text": "text", "advice": "advice"}


def load(programme: Programme, path: Path) -> Checklist:
    """Let the programme ask with what the file says.

    The same file again changes nothing; a changed one becomes a new edition. Raises DataFault.
    """
    texts, questions = _read(path)
    asked_now = Checklist.objects.current().filter(programme=programme).first()
    if asked_now is not None and _says(asked_now, texts, questions):
        return asked_now
    try:
        edition = checklists.write(programme, texts=texts, questions=questions)
        return checklists.publish(edition, by=None)
    except ValidationError as fault:
        raise DataFault(path.name, "questions", " ".join(fault.messages)) from fault


def _read(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The columns of the edition and of its questions. Raises DataFault for a key that is not known."""
    try:
        given: dict[str, Any] = plain(tomllib.loads(path.read_text("utf-8")))
    except (FileNotFoundError, tomllib.TOMLDecodeError) as fault:
        raise DataFault(path.name, "", f"filen kan inte läsas: {fault}") from fault
    questions = given.pop("questions", [])
    if unknown := given.keys() - set(checklists.TEXTS):
        raise DataFault(path.name, min(unknown), "nyckeln finns inte")
    for number, row in enumerate(questions):
        if unknown := row.keys() - KEYS.keys():
            raise DataFault(path.name, f"questions[{number}].{min(unknown)}", "nyckeln finns inte")
    return given, [{KEYS[key]: value for key, value in row.items()} for row in questions]


def _says(edition: Checklist, texts: dict[str, Any], questions: list[dict[str, Any]]) -> bool:
    """Whether the edition is what the file says, word for word."""
    stored = list(edition.questions.order_by("order", "pk"))
    blank = {"parent": "", "is_stem": False, "advice": ""}
    return (
        all(getattr(edition, name) == value for name, value in texts.items())
        and len(stored) == len(questions)
        and all(
            getattr(one, name) == value
            for one, row in zip(stored, questions, strict=True)
            for name, value in (blank | row).items()
        )
    )
