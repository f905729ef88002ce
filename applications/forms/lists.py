"""The lists of parties and of sub-goals (domain.md §3.2 steps 2 and 3)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from portal import clock, dates
from portal.forms import DateField

from ..enums import PartyRole, Sector
from .fields import EmailField, OrgnrField, SelectField, TextField, short
from .rows import RowForm, Rows, doubled, rows_of


class PartyForm(RowForm):
    demanded: ClassVar[dict[str, str]] = {
        "name": "Skriv vad parten heter.",
        "sector": "Välj vilken sektor parten hör till.",
        "role": "Välj vilken roll parten har.",
    }

    id = forms.CharField(required=False, widget=forms.HiddenInput)  # of the row that is there
    name = TextField(limit=160, label="Organisationens namn")
    orgnr = OrgnrField(required=False, label="Organisationsnummer", help_text="Tio siffror, till exempel 232100-0131.")
    sector = SelectField(choices=Sector.choices, label="Sektor")
    role = SelectField(choices=PartyRole.choices, label="Roll")
    does = TextField(limit=600, rows=3, label="Det här gör parten i projektet")
    contributes = TextField(
        limit=600, rows=2, label="Det här bidrar parten med", help_text="Till exempel personal, lokaler eller pengar."
    )
    contact_name = TextField(limit=120, label="Kontaktperson hos parten")
    contact_email = EmailField(label="Kontaktpersonens e-post")
    intent_by = TextField(
        limit=160,
        label="Vem som lovar för parten",
        help_text="Namn och titel på den som har skrivit under en avsiktsförklaring på papper.",
    )
    intent_on = short(
        DateField(required=False, label="Avsiktsförklaringen skrevs", help_text="Till exempel 2026-11-22."),
        "input-date",
    )

    def __init__(self, *args: Any, applicant: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.applicant = applicant
        self.standing: Any = None  # how far the party's own part has come, which the page tells
        for name in ("orgnr", "sector", "role"):
            self.fields[name].widget.attrs["class"] = "input-short"

    @property
    def is_blank(self) -> bool:
        return not any(str(self[name].data or "").strip() for name in self.fields if name != "id")

    def said(self) -> dict[str, str]:
        return {str(self[name].label): self._words(name) for name in self.fields if name != "id"}

    def clean_orgnr(self) -> str:
        orgnr: str = self.cleaned_data["orgnr"]
        if orgnr and orgnr == self.applicant:
            raise ValidationError("Det är ert eget organisationsnummer. Skriv de andra som är med.", code="own")
        return orgnr

    def clean_intent_on(self) -> date | None:
        day: date | None = self.cleaned_data["intent_on"]
        if day and day > clock.today():
            text = f"{dates.long(day)} har inte varit än. Skriv dagen när avsiktsförklaringen skrevs under."
            raise ValidationError(text, code="to_come")
        return day


class PartyRows(Rows[PartyForm]):
    noun = "Part"

    def clean(self) -> None:
        numbered = [row for row in self.filled if row.cleaned_data.get("orgnr")]
        for row in doubled(numbered, "orgnr", "role"):
            row.add_error("orgnr", "Samma organisation står två gånger i samma roll. Ta bort den ena.")


class SubGoalForm(RowForm):
    demanded: ClassVar[dict[str, str]] = {"text": "Skriv delmålet."}
    needed: ClassVar[tuple[str, ...]] = ("activities",)

    text = TextField(limit=300, label="Delmål", help_text="En sak som går att nå och att se att ni har nått.")
    activities = TextField(limit=2000, rows=4, label="Aktiviteter", help_text="Vad ni gör för att nå dit, vem och när.")
    responsible = TextField(limit=160, label="Ansvarig part", help_text="Den som ser till att delmålet nås.")
    starts_on = short(
        DateField(required=False, label="Delmålet börjar", help_text="Till exempel 2026-11-22."), "input-date"
    )
    ends_on = short(DateField(required=False, label="Delmålet slutar"), "input-date")
    indicator = TextField(
        limit=300, label="Så ser vi att målet är nått", help_text="Indikatorn: det ni mäter eller frågar efter."
    )
    baseline = TextField(limit=120, label="Nuläge", help_text="Till exempel 40 procent.")
    target = TextField(limit=120, label="Mål", help_text="Till exempel 60 procent.")
    source = TextField(limit=160, label="Källa", help_text="Var siffran kommer ifrån.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Delmålet kan inte sluta innan det börjar. Kontrollera de två dagarna.")
        return cleaned


class SubGoalRows(Rows[SubGoalForm]):
    noun = "Delmål"


PartyFormSet = rows_of(PartyForm, PartyRows)
SubGoalFormSet = rows_of(SubGoalForm, SubGoalRows)
