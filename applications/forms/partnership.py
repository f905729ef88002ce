"""The lists of who takes part: municipalities, steering group, related projects, events (F-09, F-15, N-06, N-09)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from portal.forms import DateField, mark_needed

from ..enums import MunicipalityRole, SteeringSeat
from .fields import SelectField, TextField
from .rows import RowForm, Rows, doubled, rows_of

LONGEST_URL = 200
_YEARS = re.compile(r"(?P<first>(?:19|20|21)[0-9]{2})(?:\s?[-\u2013]\s?(?P<last>(?:19|20|21)[0-9]{2})?)?")


class LinkField(TextField):
    """A web address, or nothing. One without https:// gets it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(limit=LONGEST_URL, **kwargs)
        self.widget.attrs |= {"inputmode": "url", "autocomplete": "off"}

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).strip()
        return f"https://{text}" if text and "://" not in text else text

    def validate(self, value: str) -> None:
        super().validate(value)
        if value:
            try:
                URLValidator(schemes=["http", "https"])(value)
            except ValidationError as fault:
                raise ValidationError(
                    "Webbadressen stämmer inte. Skriv den så här: https://www.example.se/sida.", code="invalid"
                ) from fault


class YearsField(TextField):
    """A year or two with a dash between, or nothing; an effort that goes on has no second year."""

    def validate(self, value: str) -> None:
        super().validate(value)
        found = _YEARS.fullmatch(value)
        if value and (not found or (found["last"] and found["last"] < found["first"])):
            raise ValidationError("Skriv året med fyra siffror, till exempel 2019 eller 2017–2019.", code="invalid")


class MunicipalityForm(RowForm):
    demanded: ClassVar[dict[str, str]] = {"name": "Skriv vilken kommun.", "role": "Välj kommunens roll."}

    name = TextField(limit=60, label="Kommun")
    role = SelectField(choices=MunicipalityRole.choices, label="Roll")

    def __init__(self, *args: Any, offered: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if offered:
            self.fields["name"] = SelectField(
                choices=[(name, name) for name in offered],
                label="Kommun",
                error_messages={"invalid_choice": "%(value)s finns inte i listan över kommuner. Välj en ur listan."},
            )
            mark_needed(self, "name")


class MunicipalityRows(Rows[MunicipalityForm]):
    noun = "Kommun"

    def clean(self) -> None:
        for row in doubled(self.filled, "name"):
            row.add_error("name", "Kommunen står två gånger. Ta bort den ena.")


class SteeringForm(RowForm):
    demanded: ClassVar[dict[str, str]] = {
        "name": "Skriv vad personen heter.",
        "seat": "Välj vilken plats personen har.",
        "organisation": "Skriv vilken organisation personen kommer från.",
    }

    name = TextField(limit=120, label="Namn")
    seat = SelectField(choices=SteeringSeat.choices, label="Plats")
    title = TextField(limit=120, label="Befattning")
    organisation = TextField(limit=160, label="Organisation")


class SteeringRows(Rows[SteeringForm]):
    noun = "Person"

    def clean(self) -> None:
        chairs = [row for row in self.filled if row.cleaned_data.get("seat") == SteeringSeat.CHAIR]
        for row in chairs[1:]:
            row.add_error("seat", "Styrgruppen har redan en ordförande. Välj en annan plats för den ena.")


class RelatedForm(RowForm):
    demanded: ClassVar[dict[str, str]] = {"name": "Skriv vad projektet heter."}
    may_be_none: ClassVar[bool] = True

    name = TextField(limit=160, label="Projektets namn")
    owner = TextField(limit=160, label="Den som driver det", help_text="Er egen organisation eller en annan.")
    years = YearsField(limit=20, label="År", help_text="Till exempel 2017–2019.")
    relation = TextField(limit=400, rows=3, label="Så hänger det ihop med ert projekt")
    url = LinkField(label="Webbadress")


class RelatedRows(Rows[RelatedForm]):
    noun = "Projekt"

    def clean(self) -> None:
        for row in doubled(self.filled, "name", "years"):
            row.add_error("name", "Projektet står två gånger. Ta bort det ena.")


class EventForm(RowForm):
    demanded: ClassVar[dict[str, str]] = {"name": "Skriv vad det är.", "held_on": "Skriv vilken dag."}

    held_on = DateField(required=False, label="Dag", help_text="Till exempel 2027-03-18.")
    name = TextField(limit=160, label="Vad")
    url = LinkField(label="Webbadress")
    note = TextField(limit=400, rows=2, label="Anteckning")


class EventRows(Rows[EventForm]):
    noun = "Händelse"


MunicipalityFormSet = rows_of(MunicipalityForm, MunicipalityRows)
SteeringFormSet = rows_of(SteeringForm, SteeringRows)
RelatedFormSet = rows_of(RelatedForm, RelatedRows)
EventFormSet = rows_of(EventForm, EventRows)
