"""Telling the applicant that the case takes longer than they could expect (FL 11 §)."""

from django import forms

from applications.forms.fields import short
from applications.models.delay import LONGEST_REASON
from portal.forms import DateField

from .moving import text_area


class DelayForm(forms.Form):
    """Why, and by which day a decision is expected."""

    reason = text_area(
        "Varför dröjer det?",
        max_length=LONGEST_REASON,
        rows=5,
        missing="Skriv varför det dröjer.",
        help_text="Sökanden läser texten så som den står.",
    )
    expected_on = short(
        DateField(
            label="Beslut väntas senast",
            help_text="Till exempel dagen för det sammanträde där ärendet kan tas upp.",
            error_messages={"required": "Skriv när ni räknar med ett beslut."},
        ),
        "input-date",
    )
