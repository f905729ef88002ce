"""The advance as a field: there where the call's rules allow one and money is given (domain.md §2.8)."""

from django import forms

from applications.models import CallVersion
from portal.forms import AmountField

from .moving import SHORT


def advance_fields(rules: CallVersion, *, has_money: bool = True) -> dict[str, forms.Field]:
    """The field by its name, or nothing to ask."""
    limits = rules.advance_limits
    if not (limits.allows and has_money):
        return {}
    return {
        "advance": AmountField(
            label="Förskott, kronor",
            required=False,
            help_text=f"Högst {limits.in_words()}. Lämna tomt om inget ska betalas i förväg.",
            widget=forms.TextInput(attrs=SHORT),
        )
    }
