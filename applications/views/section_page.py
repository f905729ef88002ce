"""The page of one section: its forms, what must be mended, and what is saved now when another was first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.look.form_errors import ErrorLine, collect

from .. import findings
from ..budget.minimis import euro
from ..enums import RuleLevel
from ..findings import Finding
from ..forms import faces, merging
from ..forms.draft import differences
from ..forms.faces import Face
from ..forms.merging import Clash
from ..forms.sections import AttachmentsForm
from ..models import Application, Attachment
from ..models.project import writing_new_budget
from ..questions import key_of
from ..sections import SECTIONS, section_missing
from ..selectors import from_idea, party_money, signing, together
from ..selectors.task_list import draft_of, faults_of
from . import doors, effect_chain, places
from .answers import Tried, told_saved, who_saved
from .budget_grid import grid

LEADS = {
    "sokande": "Er organisation, vem som leder projektet och vart pengarna ska.",
    "parter": "De som gör projektet tillsammans med er.",
    "projekt": "Vad ni vill ändra på, var och hur länge.",
    "kontakter": "Den som sköter ekonomin och den som berättar om projektet. Frivilligt.",
    "malgrupp": "Vilka projektet är till för, och hur de är med.",
    "genomforande": "Hur ni gör det, vad som är nytt och vad som händer sedan.",
    "risker": "Det som kan gå fel och vad ni gör åt det, och det ni ska köpa in.",
    "narliggande": "Egna och andras projekt, också äldre, som ert bygger på eller hänger ihop med. Frivilligt.",
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
    is_published: bool
    files: list[File] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def choose(self) -> str:
        return "Välj en eller flera bilder, PNG eller JPG" if self.is_picture else "Välj en eller flera filer"

    @property
    def whose(self) -> str:
        return f"till {self.label}"


def kinds_of(
    application: Application, failed: dict[str, list[str]] | None = None, face: Face | None = None
) -> list[Kind]:
    """The kinds of the call, each with its files; a file of a kind that is gone stands under the last."""
    rows = application.call_version.attachment_kinds or [OTHER]
    kinds = {
        row["key"]: Kind(
            row["key"], row["label"], bool(row.get("required")), bool(row.get("figure")), bool(row.get("published"))
        )
        for row in rows
    }
    form = face.form if face is not None and isinstance(face.form, AttachmentsForm) else None
    for attachment in findings.attachments(application):
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
    *,
    clashes: Sequence[Clash] = (),
    bases: str | None = None,
    is_unsaved: bool = False,
    **more: Any,
) -> HttpResponse:
    """The section's page, as visited or as answered to a post that was not saved; `more` goes before the context.

    `failed`: why attachments were not kept, by their kind. `clashes`: what two have changed, to be chosen among.
    `bases`: the marks of another time than now, for what was typed before the session ended and is not saved
    (`is_unsaved`).
    """
    key = face.key
    as_saved = tried is None and not is_unsaved
    if bases is None:
        bases = merging.bases((face if as_saved else faces.shown(row, key)).parts)
    money = grid(row, face.budget, is_saved=as_saved) if face.budget else None
    errors = [*(tried.errors if tried else ()), *collect(*face.parts), *(money.errors if money else ())]
    errors += face.questions.file_lines if face.questions else ()
    errors += [ErrorLine(text, f"#fil-{kind}") for kind, texts in (failed or {}).items() for text in texts]
    if as_saved:
        errors += _rules_told(row, key, errors)
    if not errors and not is_unsaved:
        errors = [ErrorLine(text, "#rader") for text in faults_of(row, SECTIONS[key])]
    _tell_states(row, face)
    context = _context(row, key, errors, is_saved=as_saved and not failed) | {
        "face": face,
        "kinds": kinds_of(row, failed, face) if key == "bilagor" else (),
        "grid": money,
        "may_invite": key == "parter" and doors.may(request, "invite", row),
        "now_saved": differences(faces.shown(row, key), face) if tried and tried.is_stale and not clashes else {},
        "clashes": clashes,
        "bases": bases,
        "is_unsaved": is_unsaved,
        "saved_elsewhere": saved_elsewhere(request, row, key, [clash.unit for clash in clashes]),
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
    place = {"sokande": "#organisation"}.get(key, "#rader" if key in faces.ROWS else "")
    against = [error for error in findings.errors(row, key) if error.text not in said]
    return [ErrorLine(one.text, f"#{one.field}" if key == "bilagor" and one.field else place) for one in against]


def told(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Warnings and advice as applications/partials/remarks.html wants them."""
    return [
        {"is_warning": row.level == RuleLevel.WARNING, "text": row.text}
        for row in found
        if row.level != RuleLevel.ERROR
    ]


def saved_elsewhere(request: HttpRequest, row: Application, key: str, units: Sequence[str] = ()) -> str:
    """Who changed one of these parts of the section last, and when; without parts, who saved the section."""
    draft = draft_of(row, key)
    if draft is None:
        return ""
    told = max((one for unit, one in draft.touched.items() if unit in units), key=lambda one: one["at"], default=None)
    if told is None:
        return who_saved(request, draft.saved_by, draft.saved_at)
    return told_saved(told["by"] == str(request.user.pk), told["name"], datetime.fromisoformat(told["at"]))


def _tell_states(row: Application, face: Face) -> None:
    """Each party's row tells how far its own part has come."""
    if face.key == "parter" and face.rows is not None and not row._state.adding:
        states = {str(pk): state for pk, state in together.part_states(row).items()}
        for form in face.rows.forms:
            form.standing = states.get(str(form["id"].data or ""))


def _told_beside(row: Application, key: str) -> dict[str, Any]:
    """What a section says besides its forms: who may sign, the parties' own money, and the sum of small aid with what
    is applied for."""
    if key == "budget":
        return {"party_money": party_money.table(row)}
    if key == "sokande" and not row._state.adding:
        return {"signatories": signing.standing(row).signatories}
    if key == "statsstod" and (sums := findings.minimis(row)) is not None:
        told = {
            "Tidigare under tre år": sums.before,
            "Det ni söker nu": sums.now,
            "Summa": sums.total,
            "Gränsen": sums.limit,
        }
        return {"minimis": [(label, euro(amount)) for label, amount in told.items()]}
    return {}


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
        **_told_beside(row, key),
        "crumbs": places.of_application(row, SECTIONS[key].label),
    }
