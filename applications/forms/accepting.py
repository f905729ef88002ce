"""Accepting a decision: where the money goes, and a box to tick (domain.md §7.4)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..models.account import AccountKind, account_number
from .fields import TextField


class AcceptForm(forms.Form):
    account_kind = forms.ChoiceField(
        label="Utbetalning till", choices=AccountKind.choices, widget=forms.RadioSelect, required=False
    )
    bankgiro = TextField(
        limit=34,
        required=True,
        label="Kontots nummer",
        help_text="Dit betalar vi stödet. Kontot ska tillhöra er organisation.",
        error_messages={"required": "Skriv numret på kontot som vi ska betala till."},
    )
    certified = forms.BooleanField(
        error_messages={"required": "Kryssa i att ni har läst beslutet och godkänner villkoren."},
    )

    def __init__(self, *args: Any, certified: str, has_money: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["certified"].label = certified
        if not has_money:
            del self.fields["account_kind"], self.fields["bankgiro"]
            return
        self.fields["bankgiro"].widget.attrs |= {"class": "input-short", "autocomplete": "off"}

    def clean_bankgiro(self) -> str:
        """A form that names no kind of account means a bankgiro."""
        try:
            return account_number(self.cleaned_data.get("account_kind", ""), self.cleaned_data["bankgiro"])
        except ValidationError as fault:
            raise ValidationError(fault.messages[0], code="account") from fault
