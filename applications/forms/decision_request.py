"""What the applicant may want to say with a request that the case is decided."""

from django import forms

from ..models.decision_request import LONGEST_TEXT
from .fields import TextField


class DecisionRequestForm(forms.Form):
    text = TextField(
        limit=LONGEST_TEXT,
        rows=5,
        label="Vill ni säga något mer? (frivilligt)",
        help_text="Till exempel varför ni behöver ett besked. Begäran gäller också utan text.",
    )
