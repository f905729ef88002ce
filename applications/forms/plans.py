"""The projektplan anew, and one thing to do in a phase (F-05, G-08, G-12)."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from portal.forms import DateField, mark_needed

from .draft import DraftForm
from .fields import TextField, short

LONGEST_PLAN = 8000


class PlanForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = ("text", "change_note")

    text = TextField(
        limit=LONGEST_PLAN,
        rows=14,
        label="Så inför vi arbetet",
        help_text="Vad ni gör, i vilken ordning, vilka som gör det och hur ni ser att det går åt rätt håll.",
    )
    change_note = TextField(
        limit=600,
        rows=3,
        label="Vad ni har ändrat och varför",
        help_text="Står bredvid versionen, så att alla ser hur planen har vuxit fram.",
    )


class ActivityForm(forms.Form):
    """Planning one thing to do, ticking it off. What stands in the list from the start keeps its words."""

    text = forms.CharField(
        label="Vad ska göras?", max_length=200, error_messages={"required": "Skriv vad som ska göras."}
    )
    planned_on = short(
        DateField(label="Planerat till", required=False, help_text="Till exempel 2027-03-18. Tomt: inte planerat än.")
    )
    done_on = short(DateField(label="Klart", required=False, help_text="Dagen när det blev klart. Tomt: inte klart."))
    note = forms.CharField(
        label="Anteckning",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Till exempel varför det blev en annan dag.",
    )

    def __init__(self, *args: object, is_new: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        if is_new:
            del self.fields["done_on"]
            mark_needed(self, "text")
        else:
            del self.fields["text"]
