"""A pilot that the project gives money to (O-19)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from portal.forms import AmountField, DateField, OrgnrField, offer

from .draft import DraftForm
from .fields import TextField


class SubGrantForm(DraftForm):
    recipient = TextField(
        limit=160, required=True, label="Vem får pengarna?", error_messages={"required": "Skriv vem som får pengarna."}
    )
    orgnr = OrgnrField(label="Organisationsnummer", help_text="Tio siffror, till exempel 232100-0131.")
    purpose = TextField(
        limit=400,
        rows=3,
        required=True,
        label="Vad ska de pröva?",
        error_messages={"required": "Skriv vad de ska pröva."},
    )
    year = forms.TypedChoiceField(
        label="Vilket år är pengarna avsatta?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj ett år.", "invalid_choice": "Välj ett av åren i budgeten."},
    )
    amount = AmountField(label="Belopp, kronor")
    granted_on = DateField(label="Vilken dag bestämde ni det?")
    outcome = TextField(
        limit=2000,
        rows=6,
        label="Hur gick det?",
        help_text="Frivilligt. Skriv det när piloten är klar: vad de gjorde, och vad ni lärde er.",
    )

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "year", [(year, str(year)) for year in years])
        for name in ("amount", "granted_on", "orgnr"):
            self.fields[name].widget.attrs["class"] = "input-short"
