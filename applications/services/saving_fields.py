"""Saving what was typed in one field of an application's section, while the person goes on writing in the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from portal import clock
from portal.accounts.models import User

from .. import questions
from ..lifecycle.engine import StaleVersion
from ..models import Application, Case, SectionDraft, along
from ..sections import SECTIONS
from . import drafting, promises, signing
from .drafting import Unparsed


@transaction.atomic
def save_field(
    application: Application,
    *,
    section: str,
    unit: str,
    values: Mapping[str, Any],
    unparsed: Unparsed,
    by: User,
    answers: Mapping[str, str] | None = None,
) -> Application:
    """Save the few columns that one field changes, or the answer to one of the call's own questions.

    `application` is the row as the field was read against; `unit` is what the field is compared and chosen with
    (forms/merging.py), and is written down with who changed it; `unparsed` is all that the section cannot read now,
    kept word for word. Consequences: the section is saved now by `by`; a new title names the private case; signatures
    on other words are cancelled and told. Few statements, since it is done at every pause in the writing: instead of a
    lock the row is written only where it still has the version that was read, and every change of it, also a move,
    has given it another.

    Raises NotYours, MovedOn, or StaleVersion when the application has been saved since it was read; then nothing is
    written, and the caller reads anew.
    """
    drafting.require_writer(application, section, by)
    drafting.require_open(application, section)
    own = {name: value for name, value in values.items() if name in SECTIONS[section].fields}
    if answers:
        asked = {row.key for row in questions.questions_of(application.call_version, section)}
        kept = application.answers | {key: text for key, text in answers.items() if key in asked}
        own["answers"] = {key: text for key, text in kept.items() if text}
    if own.get("title"):  # the case first, as everywhere, or PostgreSQL deadlocks
        Case.objects.filter(pk=application.case_id, shared_at=None).update(title=own["title"])
    now = clock.now()
    unchanged = Application.objects.filter(pk=application.pk, version=application.version)
    if not unchanged.update(**own, version=application.version + 1, saved_at=now):
        raise StaleVersion
    for name, value in own.items():
        setattr(application, name, value)
    application.version, application.saved_at = application.version + 1, now
    _write_down(application, section, unit, unparsed, by)
    promises.section_saved(application, section, own)
    signing.content_changed(application)
    return application


def _write_down(application: Application, section: str, unit: str, unparsed: Unparsed, by: User) -> None:
    """The section's draft, which the caller has read with the application."""
    there = next((row for row in application.section_drafts.all() if row.section == section), None)
    draft = there or SectionDraft(application=application, section=section)
    draft.unparsed = {name: dict(entry) for name, entry in unparsed.items()}
    draft.saved_at, draft.saved_by = application.saved_at, by
    draft.touched |= _touched([unit], by, application.saved_at)
    draft.save(force_insert=there is None, force_update=there is not None)
    if there is None:
        along.put(application, "section_drafts", [*application.section_drafts.all(), draft])


def note_changed(application: Application, section: str, units: Iterable[str], by: User) -> None:
    """Write down who changed these parts of a section that was saved as a whole just now."""
    if changed := list(units):
        for draft in SectionDraft.objects.filter(application=application, section=section):
            draft.touched |= _touched(changed, by, clock.now())
            draft.save(update_fields=["touched"])


def _touched(units: Iterable[str], by: User, at: datetime) -> dict[str, dict[str, str]]:
    return {unit: {"by": str(by.pk), "name": by.name, "at": at.isoformat()} for unit in units}
