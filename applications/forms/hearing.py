"""The applicant's answer to the material that a proposal will rest on."""

from __future__ import annotations

from django import forms

from ..models.hearing import LONGEST_ANSWER
from .fields import TextField


class HearingForm(forms.Form):
    """`hearing` is the one that the page showed."""

    answer = forms.ChoiceField(
        label="Har ni synpunkter?",
        choices=[("yes", "Ja, vi har synpunkter"), ("no", "Nej, vi har inga synpunkter")],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj om ni har synpunkter eller inte."},
    )
    text = TextField(
        limit=LONGEST_ANSWER,
        rows=8,
        label="Synpunkter",
        help_text="Behövs bara om ni svarar ja. Vill ni skicka filer gör ni det i ett meddelande.",
    )
    hearing = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        if values.get("answer") == "yes" and not str(values.get("text") or "").strip() and "text" not in self.errors:
            self.add_error("text", "Skriv era synpunkter, eller välj att ni inte har några.")
        return values
