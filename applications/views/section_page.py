"""The page of one section: its forms, what must be mended, and what is saved now when another was first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal import dates
from portal.look.form_errors import ErrorLine, collect
from portal.money import NBSP

from .. import findings
from ..enums import RuleLevel
from ..findings import Finding
from ..forms import faces
from ..forms.draft import differences
from ..forms.faces import Face
from ..forms.sections import AttachmentsForm
from ..models import Application, Attachment
from ..models.project import writing_new_budget
from ..questions import key_of
from ..sections import SECTIONS, section_missing
from ..selectors import from_idea, signing
from ..selectors.task_list import draft_of, faults_of
from . import effect_chain, places
from .answers import Tried
from .budget_grid import grid

LEADS = {
    "sokande": "Vem vi hör av oss till och vart pengarna ska.",
    "parter": "De som gör projektet tillsammans med er.",
    "projekt": "Vad ni vill göra, för vem och hur länge.",
    "forankring": "Vilka som står bakom projektet, och vad det bygger på.",
    "organisation": "Vilka som arbetar i projektet, hur mycket, och vem som betalar.",
    "mal": "Vart ni ska, och hur ni ser att ni kommer dit.",
    "effektkedja": "Led för led från det ni sätter in till det som blir annorlunda, och vad som leder till vad.",
    "budget": "Först vad projektet kostar, sedan vem som betalar. Varje år ska de två bli lika stora.",
    "statsstod": "Stöd till den som säljer något på en marknad har egna regler.",
    "annat_stod": "Samma kostnad får inte betalas två gånger.",
    "bilagor": "PDF, Word, Excel, OpenDocument, PNG eller JPG. Högst 25 MB per fil.",
    "villkor": "Läs och kryssa i. Sedan återstår att granska och skicka in.",
}
OTHER = {"key": "annat", "label": "Annan bilaga", "required": False}


@dataclass
class File:
    """A file that is put in, with the controls that describe it when it is a picture."""

    row: Attachment
    controls: list[Any]


@dataclass
class Kind:
    """A kind of attachment that the call names, with the files that are there and what went wrong with others."""

    key: str
    label: str
    required: bool
    is_picture: bool
    files: list[File] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def kinds_of(
    application: Application, failed: dict[str, list[str]] | None = None, face: Face | None = None
) -> list[Kind]:
    """The kinds of the call, each with its files; a file of a kind that is gone stands under the last."""
    rows = application.call_version.attachment_kinds or [OTHER]
    kinds = {
        row["key"]: Kind(row["key"], row["label"], bool(row.get("required")), bool(row.get("figure"))) for row in rows
    }
    form = face.form if face is not None and isinstance(face.form, AttachmentsForm) else None
    for attachment in application.attachments.select_related("file"):
        if key_of(attachment.kind) is None:
            controls = form.controls_of(attachment) if form is not None else []
            kinds.get(attachment.kind, list(kinds.values())[-1]).files.append(File(attachment, controls))
    for key, errors in (failed or {}).items():
        kinds[key].errors = errors
    return list(kinds.values())


def stamp(row: Application, key: str) -> str:
    """When the section was last saved, as the form carries it."""
    draft = draft_of(row, key)
    return draft.saved_at.isoformat() if draft else ""


def section_page(
    request: HttpRequest,
    row: Application,
    face: Face,
    tried: Tried | None = None,
    failed: dict[str, list[str]] | None = None,
    **more: Any,
) -> HttpResponse:
    """The section's page, as visited or as answered to a post that was not saved; `more` goes before the context.

    `failed`: why attachments were not kept, by their kind.
    """
    key = face.key
    money = grid(row, face.budget, is_saved=tried is None) if face.budget else None
    errors = [*(tried.errors if tried else ()), *collect(*face.parts), *(money.errors if money else ())]
    errors += face.questions.file_lines if face.questions else ()
    errors += [ErrorLine(text, f"#fil-{kind}") for kind, texts in (failed or {}).items() for text in texts]
    if tried is None:
        errors += _rules_told(row, key, errors)
    if not errors:
        errors = [ErrorLine(text, "#rader") for text in faults_of(row, SECTIONS[key])]
    context = _context(row, key, errors, is_saved=tried is None and not failed) | {
        "face": face,
        "kinds": kinds_of(row, failed, face) if key == "bilagor" else (),
        "grid": money,
        "now_saved": differences(faces.shown(row, key), face) if tried and tried.is_stale else {},
        "saved_elsewhere": _saved_elsewhere(request, row, key),
    }
    return render(request, "applications/section.html", context | more)


def back_of(row: Application) -> str:
    """Where one goes from a section: the list of a draft, else what it was opened for."""
    if row.is_private:
        return places.at("application", row.pk)
    project = writing_new_budget(row)
    return places.at("project_accept", project.pk) if project else places.at("completion", row.pk)


def _rules_told(row: Application, key: str, errors: list[ErrorLine]) -> list[ErrorLine]:
    """What the rules do not allow and no control says."""
    said = {line.text for line in errors}
    place = {"sokande": "#organisation", "parter": "#rader", "mal": "#rader"}.get(key, "")
    return [ErrorLine(error.text, place) for error in findings.errors(row, key) if error.text not in said]


def told(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Warnings and advice as applications/partials/remarks.html wants them."""
    return [
        {"is_warning": row.level == RuleLevel.WARNING, "text": row.text}
        for row in found
        if row.level != RuleLevel.ERROR
    ]


def _saved_elsewhere(request: HttpRequest, row: Application, key: str) -> str:
    """Who saved the section last, and when: perhaps the person's own other window."""
    draft = draft_of(row, key)
    if draft is None:
        return ""
    at = f"kl.{NBSP}{dates.clock_time(draft.saved_at)}"
    if draft.saved_by_id == request.user.pk:
        return f"Du har sparat i ett annat fönster {at}"
    return f"{draft.saved_by.name} har sparat {at}"


def _context(
    row: Application,
    key: str,
    errors: list[ErrorLine],
    *,
    is_saved: bool,
) -> dict[str, Any]:
    draft = draft_of(row, key)
    return {
        "application": row,
        "section": SECTIONS[key],
        "lead": LEADS[key],
        "back": back_of(row),
        "new_budget": writing_new_budget(row),
        "error_list": errors,
        "saved": is_saved,
        "missing": section_missing(row, SECTIONS[key]) if draft and not errors else (),
        "links": effect_chain.listed(row) if key == "effektkedja" else None,
        "remarks": told(findings.of_section(row, key)),
        "signed_by": signing.names_on_draft(row),
        "draft": draft,
        "from_idea": draft is None and key in from_idea.sections(row),
        "last_saved": stamp(row, key),
        "crumbs": places.of_application(row, SECTIONS[key].label),
    }
