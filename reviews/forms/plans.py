"""What the officer says of a version of the projektplan (F-05), and the desk's face of a thing to do in a phase."""

from django import forms

from applications.forms.plans import ActivityForm

from .moving import text_area
from .preparing import VersionedForm


class PlanReviewForm(forms.Form):
    answer = forms.ChoiceField(
        label="Vad tycker du om planen?",
        choices=[("yes", "Jag godkänner planen"), ("no", "Jag har synpunkter")],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj om du godkänner planen eller har synpunkter."},
    )
    note = text_area(
        "Återkoppling",
        required=False,
        max_length=2000,
        rows=6,
        help_text="Projektet läser det. Har du synpunkter: skriv vad som behöver ändras.",
    )


class DeskActivityForm(ActivityForm, VersionedForm):
    """The same as the applicant's, with the version that it was read at."""
