"""Why an application is taken back: voluntary, and kept in the case."""

from __future__ import annotations

from django import forms

from ..services.withdrawing import LONGEST_REASON
from .fields import TextField


class WithdrawForm(forms.Form):
    reason = TextField(
        limit=LONGEST_REASON,
        rows=4,
        label="Varför återtar ni ansökan? (frivilligt)",
        help_text="Det ni skriver blir en allmän handling.",
    )
