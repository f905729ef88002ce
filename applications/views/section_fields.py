"""One field of a section, saved as it is typed; rows, budget and pictures are saved with the section as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from ..forms import faces, merging
from ..forms.faces import Face
from ..forms.merging import Part
from ..models import Application, SectionDraft
from ..sections import SECTIONS
from ..selectors.task_list import draft_of
from ..services import saving_fields
from . import doors
from .answers import Tried, attempt, page
from .autosaving import Typed, answer
from .drafting import save_face


@require_http_methods(["GET", "HEAD", "POST"])
@page
def section_field(request: HttpRequest, pk: UUID, section: str) -> HttpResponseBase:
    """Save one field, or tell how the section stands."""
    if section not in SECTIONS:
        raise Http404(section)
    control = request.POST.get(merging.FIELD, "")

    def load() -> Typed:
        if control:
            row = doors.section(request, pk, section, asks=faces.is_question(control))
            _must_use(row, section)
            if (face := faces.shown_alone(row, section, control, told=False)) is not None:
                return _alone(request, row, face)
        row = doors.application(request, pk, keys=(section,))
        _must_use(row, section)
        return _whole(request, row, section)

    return answer(request, load)


def _must_use(row: Application, key: str) -> None:
    if not row.call_version.uses(key):
        raise Http404(key)


def _alone(request: HttpRequest, row: Application, face: Face) -> Typed:
    """A form whose controls are columns, or answers to the call's own questions."""
    by = doors.person(request)

    def save(typed: Face) -> Tried:
        return attempt(lambda: kept(typed))

    def kept(typed: Face) -> Typed:
        unit = merging.unit_of(face.parts, request.POST[merging.FIELD]) or ""
        part, (mine,), (now,) = face.key, typed.parts, face.parts
        before = draft_of(row, part)
        others = {name: entry for name, entry in before.unparsed.items() if now.unit(name) is None} if before else {}
        answers = _changed(now.answers, mine.answers) if typed.questions else None
        changed = {} if typed.questions else _changed(now.values, mine.values)
        saved = saving_fields.save_field(
            row, section=part, unit=unit, values=changed, answers=answers, unparsed=others | mine.unparsed, by=by
        )
        return _alone(request, saved, _again(saved, face))

    draft = draft_of(row, face.key)
    return Typed(
        now=face.parts,
        read=lambda data: faces.read_alone(row, face, data),
        save=save,
        saved_at=draft.saved_at if draft else None,
        saved_by=_changed_by(draft, face.parts, request),
    )


def _changed_by(draft: SectionDraft | None, parts: Sequence[Part], request: HttpRequest) -> str:
    """Who changed the field last; else who saved the section."""
    if draft is None:
        return ""
    told = draft.touched.get(merging.unit_of(parts, request.POST.get(merging.FIELD, "")) or "")
    return str(told["name"]) if told else draft.saved_by.name


def _again(row: Application, face: Face) -> Face:
    """The form as it is saved now."""
    control = next(iter(face.parts[0].units()))
    return faces.shown_alone(row, face.key, control, told=True) or face


def _whole(request: HttpRequest, row: Application, key: str) -> Typed:

    def save(face: Face) -> Tried:
        by = doors.person(request)
        tried = save_face(row, face, row.version, by)
        if tried.is_done:
            saving_fields.note_changed(row, key, merging.changed(now, face.parts), by)
        return Tried(None, tried.errors, tried.is_stale)  # the rows have been written anew, and are read anew

    draft = draft_of(row, key)
    now = faces.shown(row, key).parts
    return Typed(
        now=now,
        read=lambda data: faces.read(row, key, data),
        save=save,
        saved_at=draft.saved_at if draft else None,
        saved_by=_changed_by(draft, now, request),
    )


def _changed(now: dict[str, Any], mine: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in mine.items() if name not in now or now[name] != value}
