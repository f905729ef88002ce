"""Sending the applicant what a proposal rests on, and saying why that is not needed (FL 25 §)."""

from datetime import timedelta
from typing import Any

from django import forms

from applications.enums import HearingExceptionGround
from applications.models import Application
from portal import clock, dates
from portal.forms import DateField

from .moving import text_area


class HearForm(forms.Form):
    """The material and the last day to comment on it."""

    material = text_area(
        "Det som förslaget kommer att vila på",
        max_length=10000,
        rows=12,
        missing="Skriv vad förslaget kommer att vila på.",
        help_text="Skriv vad du tänker föreslå, varför, och det som sökanden inte själv har lämnat: yttranden, egna "
        "uppgifter och bedömningen i korthet. Sökanden läser texten så som den står.",
    )
    due_on = DateField(
        label="Svar senast",
        help_text="Minst fem arbetsdagar. En dag som inte är arbetsdag flyttas till nästa.",
        error_messages={"required": "Skriv sista dagen att svara."},
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = dates.legal_deadline(clock.today() + timedelta(days=application.call_version.hearing_days))
        self.fields["due_on"].initial = day


class WaiveForm(forms.Form):
    """Why the applicant need not be heard."""

    ground = forms.ChoiceField(
        label="Varför behövs det inte?",
        choices=HearingExceptionGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj varför det inte behövs."},
    )
    reasons = text_area(
        "Skäl",
        max_length=1000,
        rows=4,
        missing="Skriv skälen.",
        help_text="Står i ärendet och under Beredning i beslutet.",
    )
