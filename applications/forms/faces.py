"""The face of each section: which forms it has, as a visit shows them and as a post is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .. import findings
from ..models import Application, Attachment
from ..models.component import asks_for_money
from ..questions import CONTROLS, questions_of
from ..sections import SECTIONS, unparsed_of
from ..sections.needs import plan_is_needed
from . import aid, sections
from .anchoring import AnchoringForm
from .applicant import ApplicantForm, ContactsForm
from .budget import OTHERS, BudgetForms
from .draft import DraftForm, Posted, Unparsed, storable
from .lists import PartyFormSet, SubGoalFormSet
from .organisation import OrganisationForm, RoleFormSet
from .partnership import RelatedFormSet
from .project import ProjectForm
from .questions import QuestionsForm
from .risks import RiskFormSet, RisksForm
from .rows import Rows, without_row
from .support import SupportForm
from .target import CarryingForm, TargetForm

PARTIES, GOALS, ROLES = "part", "delmal", "projektroll"
RISKS, RELATED, MINIMIS, SUPPORTS = "riskrad", "narliggande", "forsumbart", "annatstod"
ROWS = {
    "parter": PARTIES,
    "mal": GOALS,
    "organisation": ROLES,
    "risker": RISKS,
    "narliggande": RELATED,
    "budget": OTHERS,
    "statsstod": MINIMIS,
    "annat_stod": SUPPORTS,
}
FORMSETS = {
    "parter": PartyFormSet,
    "mal": SubGoalFormSet,
    "organisation": RoleFormSet,
    "risker": RiskFormSet,
    "narliggande": RelatedFormSet,
    "statsstod": aid.MinimisFormSet,
    "annat_stod": aid.OtherSupportFormSet,
}
# Where the rows lie, and the columns of each.
HELD = {
    "parter": (
        "parties",
        (
            "id",
            "name",
            "orgnr",
            "sector",
            "role",
            "does",
            "contributes",
            "contact_name",
            "contact_email",
            "intent_by",
            "intent_on",
        ),
    ),
    "mal": (
        "sub_goals",
        ("text", "activities", "responsible", "starts_on", "ends_on", "indicator", "baseline", "target", "source"),
    ),
    "organisation": ("project_roles", ("role", "workplace", "share", "paid_by")),
    "risker": ("risks", ("text", "likelihood", "impact", "action")),
    "narliggande": ("related_projects", ("name", "owner", "years", "relation", "url")),
    "statsstod": ("minimis_aids", ("giver", "granted_on", "receiver", "amount", "currency", "rate", "rule")),
    "annat_stod": ("other_supports", ("giver", "amount", "status", "costs", "starts_on", "ends_on")),
}
COLUMNS: dict[str, type[DraftForm]] = {
    "sokande": ApplicantForm,
    "kontakter": ContactsForm,
    "projekt": ProjectForm,
    "malgrupp": TargetForm,
    "genomforande": CarryingForm,
    "risker": RisksForm,
    "forankring": AnchoringForm,
    "mal": sections.GoalsForm,
    "organisation": OrganisationForm,
    "statsstod": aid.StateAidForm,
    "annat_stod": aid.OtherSupportForm,
    "bilagor": sections.AttachmentsForm,
    "villkor": sections.TermsForm,
}


# The forms that read the rules of the call.
RULED = frozenset({"projekt", "malgrupp", "forankring", "genomforande", "statsstod", "villkor"})


@dataclass(frozen=True)
class Face:
    """A section's forms: columns, a list of rows, or the budget."""

    key: str
    form: DraftForm | None = None
    rows: Rows[Any] | None = None
    budget: BudgetForms | None = None
    support: SupportForm | None = None
    questions: QuestionsForm | None = None

    @property
    def parts(self) -> list[Any]:
        """The forms in the order of the page."""
        money = self.budget.parts if self.budget else []
        return [part for part in (self.support, self.form, self.rows, *money, self.questions) if part is not None]

    @property
    def unparsed(self) -> Unparsed:
        return {name: entry for part in self.parts for name, entry in part.unparsed.items()}

    @property
    def answers(self) -> dict[str, str] | None:
        """To the call's own questions in the section; None where there are none."""
        return self.questions.answers if self.questions else None

    @property
    def has_faults(self) -> bool:
        """Something could not be read that must be mended."""
        own = self.questions.set_aside if self.questions else {}
        return bool(self.unparsed.keys() - own.keys())

    def said(self) -> dict[str, str]:
        """Label → what is said there."""
        return {label: text for part in self.parts for label, text in part.said().items()}


def shown(
    application: Application, key: str, *, extra: int = 0, file_errors: dict[str, list[str]] | None = None
) -> Face:
    """The section with what is saved and what could not be read; `extra` blank rows to fill in.

    `file_errors`: why files that answer questions were not kept, by the question's key.
    """
    unparsed: Mapping[str, Any] = unparsed_of(application, key)
    own = QuestionsForm.shown_in(application, key, unparsed) if questions_of(application.call_version, key) else None
    if own is not None:
        own.file_errors = file_errors or {}
    if key == "budget":
        return Face(key, budget=BudgetForms.shown(application, unparsed, extra=extra), questions=own)
    form = _columns(application, key, unparsed) if key in COLUMNS else None
    rows = None
    if key in ROWS:
        given = _saved_rows(application, key)
        rows = FORMSETS[key].shown(
            given, unparsed, prefix=ROWS[key], extra=extra or not given, form_kwargs=_row_rules(application, key)
        )
    support = SupportForm.shown_in(application, unparsed) if key == "projekt" else None
    return Face(key, form, rows, support=support, questions=own)


def _columns(application: Application, key: str, unparsed: Mapping[str, Any], *, told: bool = True) -> DraftForm:
    """The columns as they are saved; `told` with what the rules say of them too."""
    saved = {name: getattr(application, name) for name in SECTIONS[key].fields} | _described(application, key)
    form = COLUMNS[key].shown(saved, unparsed, **_rules(application, key))
    for error in findings.errors(application, key) if told else ():
        # What is not among the choices is said by the field itself.
        if error.field in form.fields and error.field not in form.errors:
            form.add_error(error.field, error.text)
    return form


# Where the rules read nothing but columns, so that they are told at each field; elsewhere when the section is saved.
TOLD_AT_ONCE = frozenset({"sokande", "projekt", "malgrupp"})


def is_question(control: str) -> bool:
    """Whether a control belongs to one of the call's own questions."""
    return control.startswith(f"{CONTROLS}-")


def shown_alone(application: Application, key: str, control: str, *, told: bool) -> Face | None:
    """No more of the section than the form that the control is in; None for rows, money and files, saved whole."""
    unparsed: Mapping[str, Any] = unparsed_of(application, key)
    if is_question(control):
        own = QuestionsForm.shown_in(application, key, unparsed)
        return Face(key, questions=own) if own.unit(control) else None
    if key not in COLUMNS or key == "bilagor":
        return None
    form = _columns(application, key, unparsed, told=told and key in TOLD_AT_ONCE)
    return Face(key, form) if form.unit(control) else None


def read_alone(application: Application, face: Face, data: Posted) -> Face:
    """The same form as it was typed."""
    if face.questions is not None:
        return Face(face.key, questions=QuestionsForm.read(application, face.key, data))
    return Face(face.key, COLUMNS[face.key](data, **_rules(application, face.key)))


def read(application: Application, key: str, data: Posted) -> Face:
    """The section as posted; with a row taken away when one of its buttons was pressed."""
    data = storable(data)
    if key in ROWS and (gone := data.get("ta_bort")):
        data = without_row(data, ROWS[key], str(gone))
    own = QuestionsForm.read(application, key, data) if questions_of(application.call_version, key) else None
    if key == "budget":
        return Face(key, budget=BudgetForms.read(application, data), questions=own)
    form = COLUMNS[key](data, **_rules(application, key)) if key in COLUMNS else None
    rows = None
    if key in ROWS:
        rows = FORMSETS[key](data, prefix=ROWS[key], form_kwargs=_row_rules(application, key))
    support = SupportForm.read(application, data) if key == "projekt" else None
    return Face(key, form, rows, support=support, questions=own)


def _rules(application: Application, key: str) -> dict[str, Any]:
    if key == "sokande":
        return {"has_money": asks_for_money(application)}
    if key == "bilagor":
        return {"pictures": _pictures(application)}
    if key == "risker":
        return {"rules": application.call_version, "is_needed": plan_is_needed(application)}
    return {"rules": application.call_version} if key in RULED else {}


def _pictures(application: Application) -> list[Attachment]:
    """The files that are shown in the application, in the order in which they were put in."""
    kinds = application.call_version.figure_kinds
    return [row for row in application.attachments.all() if row.kind in kinds] if kinds else []


def _described(application: Application, key: str) -> dict[str, str]:
    """What is saved about the pictures, by control."""
    if key != "bilagor":
        return {}
    rows = _pictures(application)
    texts = {f"bildtext-{row.pk}": row.caption for row in rows}
    return texts | {f"beskrivning-{row.pk}": row.alt_text for row in rows}


def _row_rules(application: Application, key: str) -> dict[str, Any]:
    return {"applicant": application.case.organisation.orgnr} if key == "parter" else {}


def _saved_rows(application: Application, key: str) -> list[dict[str, Any]]:
    related, columns = HELD[key]
    return [{name: getattr(row, name) for name in columns} for row in getattr(application, related).all()]
