"""Putting an application at a place of its own in the order of its call."""

from typing import Any

from django import forms

from ..models import RankOrder
from .moving import SHORT, text_area
from .preparing import VersionedForm


class PlaceForm(VersionedForm):
    position = forms.IntegerField(
        label="Plats",
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.TextInput(attrs=SHORT | {"inputmode": "numeric"}),
        help_text="1 är först. Lämna tomt för den plats som bedömningarna ger.",
        error_messages={
            "invalid": "Skriv ett helt tal med siffror.",
            "min_value": "Skriv 1 eller mer.",
            "max_value": "Skriv högst 999.",
        },
    )
    reason = text_area(
        "Varför?", required=False, max_length=400, rows=3, help_text="Läses av alla som ser rangordningen."
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("position") and not (values.get("reason") or "").strip():
            self.add_error("reason", "Skriv varför.")
        return values


def place_values(row: RankOrder | None) -> dict[str, Any]:
    """First values of the form."""
    if row is None:
        return {"version": 0}
    return {"version": row.version, "position": row.position, "reason": row.reason}
