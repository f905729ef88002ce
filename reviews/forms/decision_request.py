"""Refusing to decide a case now, though the applicant has asked for it (FL 12 §)."""

from django import forms

from applications.models.decision_request import LONGEST_REASONS

from .moving import text_area


class RefuseForm(forms.Form):
    """Why the case is not decided now."""

    reasons = text_area(
        "Varför kan ärendet inte avgöras nu?",
        max_length=LONGEST_REASONS,
        rows=8,
        missing="Skriv varför ärendet inte kan avgöras nu.",
        help_text="Skälen står i beslutet, som sökanden läser. Skriv vad som återstår, och gärna när ni räknar med "
        "att kunna avgöra ärendet.",
    )
