"""Accepting a decision: where the money goes, and a box to tick (domain.md §7.4)."""

from __future__ import annotations

from typing import Any

from django import forms

from portal.forms import BankgiroField


class AcceptForm(forms.Form):
    bankgiro = BankgiroField(
        label="Bankgiro",
        help_text="Dit betalar vi stödet. Kontot ska tillhöra er organisation, till exempel 5050-1055.",
    )
    certified = forms.BooleanField(
        error_messages={"required": "Kryssa i att ni har läst beslutet och godkänner villkoren."},
    )

    def __init__(self, *args: Any, certified: str, has_money: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["certified"].label = certified
        if not has_money:
            del self.fields["bankgiro"]
            return
        self.fields["bankgiro"].widget.attrs["class"] = "input-short"
