"""What the economist writes, and whether the support is state aid."""

from typing import Any

from django import forms

from ..enums import StateAid
from ..models import EconomyReview, StateAidReview
from .moving import text_area
from .preparing import RowChoiceField, VersionedForm

WHY = "Skriv varför."


class EconomyForm(VersionedForm):
    supports = RowChoiceField(
        label="Tillstyrker du att stödet ges?",
        choices=[("yes", "Ja"), ("no", "Nej")],
        widget=forms.RadioSelect,
        error_messages={"required": "Svara ja eller nej."},
    )
    opinion = text_area(
        "Yttrande",
        max_length=4000,
        rows=8,
        help_text="Är kostnaderna rimliga och rätt beräknade? Finns risk att samma kostnad betalas två gånger?",
        missing=WHY,
    )


class StateAidForm(VersionedForm):
    kind = forms.ChoiceField(
        label="Är stödet statsstöd?",
        choices=StateAid.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vilket slags stöd det är."},
    )
    reason = text_area(
        "Skäl",
        max_length=4000,
        rows=6,
        help_text="Är det ekonomisk verksamhet? Får någon en fördel? Kan det påverka konkurrensen och handeln?",
        missing=WHY,
    )


def economy_values(row: EconomyReview | None) -> dict[str, Any]:
    """First values of the form."""
    if row is None:
        return {"version": 0}
    return {"version": row.version, "supports": "yes" if row.supports else "no", "opinion": row.opinion}


def state_aid_values(row: StateAidReview | None) -> dict[str, Any]:
    """First values of the form."""
    return {"version": 0} if row is None else {"version": row.version, "kind": row.kind, "reason": row.reason}
