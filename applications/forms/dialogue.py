"""Booking a time for advice (B6)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from portal.forms import offer

from ..models import DialogueMeeting


class BookingForm(forms.Form):
    """One of the free times, and what to talk about."""

    time = forms.ChoiceField(label="Välj en tid", widget=forms.RadioSelect, error_messages={"required": "Välj en tid."})
    wish = forms.CharField(
        label="Vad vill ni prata om?",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Frivilligt. Handläggaren läser det före mötet.",
    )

    def __init__(self, *args: Any, times: Iterable[DialogueMeeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.times = {str(row.pk): row for row in times}
        offer(self, "time", [(key, told(row)) for key, row in self.times.items()])
        self.fields["time"].error_messages["invalid_choice"] = "Tiden är redan bokad. Välj en annan."

    @property
    def meeting(self) -> DialogueMeeting:
        return self.times[self.cleaned_data["time"]]


def told(row: DialogueMeeting) -> str:
    """When, with whom and where, as one line."""
    place = "videomöte" if row.is_link else row.place
    return f"{row.when[:1].upper()}{row.when[1:]} med {row.officer.name}, {place}"
