"""The rows of a call's rules: cost categories, kinds of attachments and of support.

Row lists keep the keys of rows that were there, since budgets point at them; a new row gets its key from its name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.text import slugify

from applications.enums import ComponentKind, CostKind
from portal.forms import PercentField

from .moving import SHORT

EMPTY_ROWS = 2
KEY_LENGTH = 30
Row = dict[str, Any]


class RuleRow(forms.Form):
    """One row of a list; without a name it is left out. `key` is that of a row that was there."""

    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    label = forms.CharField(label="Namn", required=False, max_length=160)

    @property
    def is_blank(self) -> bool:
        return not (self.cleaned_data.get("label") or "").strip()

    def row(self) -> Row:
        """The row without its key, as the version keeps it."""
        return {"label": self.cleaned_data["label"].strip()}


class CostRow(RuleRow):
    kind = forms.ChoiceField(label="Typ", choices=CostKind.choices, initial=CostKind.DIRECT, required=False)
    not_eligible = forms.BooleanField(label="Räknas inte in i andelen", required=False)
    sub_grants = forms.BooleanField(label="Delas ut till andra, som pilotmedel", required=False)
    external = forms.BooleanField(label="Köps av andra, som externa tjänster", required=False)
    usual_share = PercentField(
        label="Brukar vara högst, procent av kostnaden",
        required=False,
        widget=forms.TextInput(attrs=SHORT),
        help_text="Frivilligt. Är det mer får den som söker en varning.",
    )

    def row(self) -> Row:
        given = self.cleaned_data
        row = super().row() | {"kind": given["kind"] or CostKind.DIRECT.value}
        if given["not_eligible"]:
            row["eligible"] = False
        if given["sub_grants"]:
            row["sub_grants"] = True
        if given["external"]:
            row["external"] = True
        if given["usual_share"]:
            row["usual_share"] = str(given["usual_share"])
        return row


class AttachmentRow(RuleRow):
    required = forms.BooleanField(label="Måste vara med", required=False)
    figure = forms.BooleanField(label="Är en bild som ska synas i ansökan", required=False)
    published = forms.BooleanField(label="Publiceras, så alla ska kunna läsa den", required=False)

    def row(self) -> Row:
        told = {name: True for name in ("figure", "published") if self.cleaned_data[name]}
        return super().row() | {"required": self.cleaned_data["required"]} | told


class ComponentRow(RuleRow):
    kind = forms.ChoiceField(label="Slag", choices=ComponentKind.choices, initial=ComponentKind.MONEY, required=False)
    unit = forms.CharField(label="Räknas i", required=False, max_length=40, help_text="Till exempel: platser")

    def row(self) -> Row:
        given = self.cleaned_data
        return super().row() | {"kind": given["kind"] or ComponentKind.MONEY.value, "unit": given["unit"].strip()}


class CriterionRow(RuleRow):
    weight = forms.IntegerField(
        label="Väger",
        required=False,
        min_value=1,
        max_value=100,
        widget=forms.TextInput(attrs=SHORT | {"inputmode": "numeric"}),
        help_text="1 om inget annat skrivs. 2 väger dubbelt.",
        error_messages={
            "invalid": "Skriv ett helt tal med siffror.",
            "min_value": "Skriv 1 eller mer.",
            "max_value": "Skriv högst 100.",
        },
    )
    guide = forms.CharField(
        label="Vad ska den som bedömer titta efter?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def row(self) -> Row:
        given = self.cleaned_data
        guide = given["guide"].replace("\r\n", "\n").strip()
        return super().row() | {"weight": given["weight"] or 1, "guide": guide}


class RuleRows(BaseFormSet):
    """A list of rows. What a row was given elsewhere (a column of another form) is kept with it."""

    noun: ClassVar[str] = "Rad"
    known: ClassVar[tuple[str, ...]] = ()

    def listed(self, before: Iterable[Any]) -> list[Row]:
        """The rows as the version keeps them, with the keys of those that were there `before`."""
        old = {row["key"]: row for row in before if isinstance(row, dict) and "key" in row}
        taken, found = set(old), []
        for form in self.forms:
            if form.is_blank:
                continue
            key = form.cleaned_data.get("key") or ""
            if key not in old:
                key = _new_key(form.cleaned_data["label"], taken)
            taken.add(key)
            kept = {name: value for name, value in old.get(key, {}).items() if name not in self.known}
            found.append({"key": key} | kept | form.row())
        return found


def _new_key(label: str, taken: set[str]) -> str:
    base = slugify(label)[:KEY_LENGTH] or "rad"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key


class CostRows(RuleRows):
    noun = "Kostnadsslag"
    known = ("key", "label", "kind", "eligible", "sub_grants", "external", "usual_share")


class AttachmentRows(RuleRows):
    noun = "Bilaga"
    known = ("key", "label", "required", "figure", "published")


class ComponentRows(RuleRows):
    noun = "Stöd"
    known = ("key", "label", "kind", "unit")


class CriterionRows(RuleRows):
    noun = "Kriterium"
    known = ("key", "label", "weight", "guide")


def _rows(form: type[RuleRow], rows: type[RuleRows]) -> Any:
    return formset_factory(form, formset=rows, extra=EMPTY_ROWS, max_num=40)


# Field of the version → its formset, and the prefix of its controls.
ROWS: dict[str, tuple[Any, str]] = {
    "cost_categories": (_rows(CostRow, CostRows), "kostnad"),
    "attachment_kinds": (_rows(AttachmentRow, AttachmentRows), "bilaga"),
    "criteria": (_rows(CriterionRow, CriterionRows), "kriterium"),
    "components": (_rows(ComponentRow, ComponentRows), "stod"),
}
