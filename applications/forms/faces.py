"""The face of each section: which forms it has, as a visit shows them and as a post is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..models import Application
from ..sections import SECTIONS, age_faults, period_faults
from ..selectors.task_list import draft_of
from . import sections
from .budget import OTHERS, BudgetForms
from .draft import DraftForm, Posted, Unparsed, storable
from .lists import PartyFormSet, SubGoalFormSet
from .rows import Rows, without_row

PARTIES, GOALS = "part", "delmal"
ROWS = {"parter": PARTIES, "mal": GOALS, "budget": OTHERS}
COLUMNS: dict[str, type[DraftForm]] = {
    "sokande": sections.ApplicantForm,
    "projekt": sections.ProjectForm,
    "mal": sections.GoalsForm,
    "statsstod": sections.StateAidForm,
    "annat_stod": sections.OtherSupportForm,
    "bilagor": sections.AttachmentsForm,
    "villkor": sections.TermsForm,
}


@dataclass(frozen=True)
class Face:
    """A section's forms: columns, a list of rows, or the budget."""

    key: str
    form: DraftForm | None = None
    rows: Rows[Any] | None = None
    budget: BudgetForms | None = None

    @property
    def parts(self) -> list[Any]:
        """The forms in the order of the page."""
        money = [self.budget.costs, self.budget.others, self.budget.applied] if self.budget else []
        return [part for part in (self.form, self.rows, *money) if part is not None]

    @property
    def unparsed(self) -> Unparsed:
        return {name: entry for part in self.parts for name, entry in part.unparsed.items()}

    def said(self) -> dict[str, str]:
        """Label → what is said there."""
        return {label: text for part in self.parts for label, text in part.said().items()}


def shown(application: Application, key: str, *, extra: int = 0) -> Face:
    """The section with what is saved and what could not be read; `extra` blank rows to fill in."""
    draft = draft_of(application, key)
    unparsed: Mapping[str, Any] = draft.unparsed if draft else {}
    if key == "budget":
        return Face(key, budget=BudgetForms.shown(application, unparsed, extra=extra))
    form = rows = None
    if key in COLUMNS:
        saved = {name: getattr(application, name) for name in SECTIONS[key].fields}
        form = COLUMNS[key].shown(saved, unparsed, **_rules(application, key))
        for name, text in _against_rules(application, key):
            form.add_error(name, text)
    if key in ROWS:
        given = _saved_rows(application, key)
        rows = _formset(key).shown(
            given, unparsed, prefix=ROWS[key], extra=extra or not given, form_kwargs=_row_rules(application, key)
        )
    return Face(key, form, rows)


def read(application: Application, key: str, data: Posted) -> Face:
    """The section as posted; with a row taken away when one of its buttons was pressed."""
    data = storable(data)
    if key in ROWS and (gone := data.get("ta_bort")):
        data = without_row(data, ROWS[key], str(gone))
    if key == "budget":
        return Face(key, budget=BudgetForms.read(application, data))
    form = COLUMNS[key](data, **_rules(application, key)) if key in COLUMNS else None
    rows = None
    if key in ROWS:
        rows = _formset(key)(data, prefix=ROWS[key], form_kwargs=_row_rules(application, key))
    return Face(key, form, rows)


def _formset(key: str) -> Any:
    return PartyFormSet if key == "parter" else SubGoalFormSet


def _against_rules(application: Application, key: str) -> list[tuple[str, str]]:
    """What parses but the rules of the call do not allow, with the control where it is mended."""
    if key != "projekt":
        return []
    faults = [("period_end", text) for text in period_faults(application)]
    return faults + [("age_from", text) for text in age_faults(application)]


def _rules(application: Application, key: str) -> dict[str, Any]:
    return {"rules": application.call_version} if key == "projekt" else {}


def _row_rules(application: Application, key: str) -> dict[str, Any]:
    return {"applicant": application.case.organisation.orgnr} if key == "parter" else {}


def _saved_rows(application: Application, key: str) -> list[dict[str, Any]]:
    columns: tuple[str, ...] = ("name", "orgnr", "sector", "role", "does")
    rows: list[Any] = list(application.parties.all())
    if key == "mal":
        columns, rows = ("text", "activities", "indicator"), list(application.sub_goals.all())
    return [{name: getattr(row, name) for name in columns} for row in rows]
