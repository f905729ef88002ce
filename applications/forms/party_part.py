"""A party's own part: what they do, what they put in, and what it costs them, year by year (F-06)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from portal.forms import AmountField

from ..models import Party
from .draft import DraftForm
from .fields import EmailField, TextField

COST, CASH, KIND = "kostnad", "pengar", "arbete"
FUNDING = {CASH: "Pengar", KIND: "Arbete eller saker"}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of one of the two tables, with a control a year."""

    label: str
    cells: list[tuple[int, BoundField]]


class PartForm(DraftForm):
    """The texts, a control per category and year, and one per year and sort of contribution."""

    names_cells = True  # many cells may have the same fault: the summary says which

    does = TextField(
        limit=600, rows=4, label="Det här gör parten i projektet", help_text="Vad, för vem och ungefär när."
    )
    contributes = TextField(
        limit=600, rows=3, label="Det här bidrar parten med", help_text="Till exempel personal, lokaler eller pengar."
    )
    contact_name = TextField(limit=120, label="Kontaktperson hos parten")
    contact_email = EmailField(label="Kontaktpersonens e-post")

    def __init__(self, *args: Any, categories: Mapping[str, str], years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years, self.categories = list(years), dict(categories)
        for key, label in self.categories.items():
            for year in self.years:
                self._cell(f"{COST}-{key}-{year}", f"{label}, {year}")
        for sort, label in FUNDING.items():
            for year in self.years:
                self._cell(f"{sort}-{year}", f"{label}, {year}")

    def _cell(self, name: str, label: str) -> None:
        field = AmountField(required=False, label=label)
        field.widget.attrs |= {"class": "form-control", "aria-label": f"{label}, kronor"}
        self.fields[name] = field

    @property
    def texts(self) -> list[BoundField]:
        return [self[name] for name in ("does", "contributes", "contact_name", "contact_email")]

    @property
    def cost_lines(self) -> list[Line]:
        return [
            Line(label, [(year, self[f"{COST}-{key}-{year}"]) for year in self.years])
            for key, label in self.categories.items()
        ]

    @property
    def funding_lines(self) -> list[Line]:
        return [Line(label, [(year, self[f"{sort}-{year}"]) for year in self.years]) for sort, label in FUNDING.items()]

    @property
    def part(self) -> dict[str, Any]:
        """What `parties.save_part` takes."""
        return part_of(self.cleaned_data)


def part_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns, the costs and the funding that a form's values say; empty cells are left out."""
    costs: dict[tuple[str, int], Decimal] = {}
    funding: dict[tuple[int, bool], Decimal] = {}
    for name, amount in values.items():
        sort, _, rest = name.partition("-")
        if not rest or not amount:
            continue
        if sort == COST:
            key, _, year = rest.rpartition("-")
            costs[key, int(year)] = amount
        else:
            funding[int(rest), sort == KIND] = amount
    columns = {name: value for name, value in values.items() if "-" not in name}
    return {"values": columns, "costs": costs, "funding": funding}


def saved_part(party: Party) -> dict[str, Any]:
    """The part as the form's values."""
    told: dict[str, Any] = {
        name: getattr(party, name) for name in ("does", "contributes", "contact_name", "contact_email")
    }
    told |= {f"{COST}-{row.category}-{row.year}": row.amount for row in party.costs.all()}
    return told | {f"{KIND if row.in_kind else CASH}-{row.year}": row.amount for row in party.funding.all()}


class ConfirmForm(forms.Form):
    """The leader's title; what is confirmed stands on the page."""

    title = TextField(
        limit=120,
        required=True,
        label="Din titel",
        help_text="Till exempel förvaltningschef eller ordförande.",
        error_messages={"required": "Skriv din titel, till exempel förvaltningschef."},
    )
