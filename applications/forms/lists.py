"""The lists of parties and of sub-goals (domain.md §3.2 steps 2 and 3)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from portal import clock, dates
from portal.forms import DateField

from ..enums import PartyRole, Sector
from .fields import OrgnrField, SelectField, TextField, short
from .rows import RowForm, Rows, doubled, rows_of


class PartyForm(RowForm):
    demanded: ClassVar[dict[str, str]] = {
        "name": "Skriv vad parten heter.",
        "sector": "Välj vilken sektor parten hör till.",
        "role": "Välj vilken roll parten har.",
    }

    name = TextField(limit=160, label="Organisationens namn")
    orgnr = OrgnrField(required=False, label="Organisationsnummer", help_text="Tio siffror, till exempel 232100-0131.")
    sector = SelectField(choices=Sector.choices, label="Sektor")
    role = SelectField(choices=PartyRole.choices, label="Roll")
    does = TextField(limit=600, rows=3, label="Det här gör parten i projektet")
    intent_by = TextField(
        limit=160,
        label="Vem som lovar för parten",
        help_text="Namn och titel på den som har skrivit under en avsiktsförklaring.",
    )
    intent_on = short(
        DateField(required=False, label="Avsiktsförklaringen skrevs", help_text="Till exempel 2026-11-22."),
        "input-date",
    )

    def __init__(self, *args: Any, applicant: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.applicant = applicant
        for name in ("orgnr", "sector", "role"):
            self.fields[name].widget.attrs["class"] = "input-short"

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
    indicator = TextField(limit=300, label="Så ser vi att målet är nått")


class SubGoalRows(Rows[SubGoalForm]):
    noun = "Delmål"


PartyFormSet = rows_of(PartyForm, PartyRows)
SubGoalFormSet = rows_of(SubGoalForm, SubGoalRows)
