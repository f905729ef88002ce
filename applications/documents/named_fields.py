"""Which fields of a section an officer can name in a request for completion, and what stands in one now."""

from __future__ import annotations

from .. import questions
from ..enums import Perspective, QuestionKind
from ..lifecycle.gates.completion import FILES, QUESTION
from ..models import Application, CallQuestion
from ..sections import SECTIONS, sections_of
from . import rows

# Ticks, and what is a part of another field's control.
NOT_NAMED = frozenset({"attachments_done", "privacy_read", "terms_accepted", "municipality_roles"})
LONGEST = 300


def of_application(application: Application) -> dict[str, dict[str, str]]:
    """Section → field → label, in the order of the form. Rows that belong together open as their whole section."""
    return {section.key: of_section(application, section.key) for section in sections_of(application.call_version)}


def of_section(application: Application, key: str) -> dict[str, str]:
    """The columns, among the attachments their kinds, and the call's own questions."""
    found = {name: rows.label(application, name) for name in SECTIONS[key].fields if name not in NOT_NAMED}
    if key == questions.ATTACHMENTS:
        kinds = application.call_version.attachment_kinds
        found |= {f"{FILES}{kind['key']}": f"Bilaga: {kind['label']}" for kind in kinds}
    found |= {_name(row): row.label for row in questions.questions_of(application.call_version, key)}
    return {name: label[:LONGEST] for name, label in found.items()}


def _name(row: CallQuestion) -> str:
    is_file = row.kind == QuestionKind.FILE
    return f"{FILES}{questions.attachment_kind(row.key)}" if is_file else f"{QUESTION}{row.key}"


def words(application: Application, key: str, field: str) -> str:
    """What stands in the field now, as a person reads it; empty when nothing does."""
    if field.startswith(FILES):
        kind = field.removeprefix(FILES)
        names = [row.file.original_name for row in application.attachments.select_related("file") if row.kind == kind]
        return "\n".join(names)
    if field.startswith(QUESTION):
        name = field.removeprefix(QUESTION)
        asked = (row for row in questions.questions_of(application.call_version, key) if row.key == name)
        return next((questions.words(row, application.answers.get(name, "")) for row in asked), "")
    if field == "perspectives":
        told = application.perspectives
        return "\n".join(f"{one.label}: {told[one.value]}" for one in Perspective if one.value in told)
    return rows.value(application, field)
