"""Asking for the decided advance: what the money is needed for, and a box to tick."""

from typing import Any

from django import forms

from .fields import TextField


class AdvanceForm(forms.Form):
    purpose = TextField(
        limit=1000,
        rows=4,
        required=True,
        label="Vad behöver ni pengarna till innan ni har kostnader att redovisa?",
        error_messages={"required": "Skriv vad ni behöver pengarna till."},
    )
    certified = forms.BooleanField(error_messages={"required": "Kryssa i att ni begär förskottet."})

    def __init__(self, *args: Any, certified: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["certified"].label = certified
