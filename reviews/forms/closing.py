"""Ending a project before its time: the proposal, the warning, what was decided, and who is shown openly."""

from datetime import timedelta
from typing import Any

from django import forms

from applications.enums import EarlyCloseReason
from applications.models import EarlyClose, Project
from applications.services.early_close import SHORTEST_ANSWER_DAYS
from portal import clock, dates
from portal.forms import DateField

from .moving import DAY, MoveForm, paragraph_field, text_area
from .preparing import VersionedForm


class ClosingForm(VersionedForm):
    """The draft; nothing is required until the proposal is handed over, and then the gate says what is missing."""

    reason = forms.ChoiceField(
        label="Varför?", required=False, choices=EarlyCloseReason.choices, widget=forms.RadioSelect
    )
    grounds = text_area(
        "Skäl",
        required=False,
        max_length=4000,
        rows=8,
        help_text="Sökanden läser skälen i förvarningen, och de blir första text i beslutet. Håll dig till det som "
        "går att visa.",
    )
    last_day = DateField(
        label="Sista dag för kostnader",
        required=False,
        help_text="Kostnader efter den dagen ger inget stöd.",
        widget=forms.TextInput(attrs=DAY),
    )
    final_due_on = DateField(
        label="Slutrapport och slutrekvisition senast",
        required=False,
        help_text="Minst två veckor efter sista dagen.",
        widget=forms.TextInput(attrs=DAY),
    )
    public_text = text_area(
        "Text på den öppna sidan",
        required=False,
        max_length=1500,
        rows=5,
        help_text="Alla kan läsa den när beslutet är expedierat. Skriv sakligt och utan namn på personer.",
    )

    def values(self) -> dict[str, Any]:
        """The columns of the proposal."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class WarningForm(MoveForm):
    comment_due = DateField(label="Sökanden kan svara till och med", widget=forms.TextInput(attrs=DAY))

    def prepare(self) -> None:
        """The call says how long; never shorter than the law's reasonable time."""
        assert isinstance(self.obj, EarlyClose)
        days = max(self.obj.case.application.call_version.hearing_days, SHORTEST_ANSWER_DAYS)
        self.fields["comment_due"].initial = dates.legal_deadline(clock.today() + timedelta(days=days))


class ClosingDecisionForm(MoveForm):
    """What was decided. The first text is the proposal's grounds."""

    reasons = text_area(
        "Skäl för beslutet",
        max_length=6000,
        rows=8,
        help_text="Står i beslutet som sökanden får.",
        missing="Skriv skälen för beslutet.",
    )

    def prepare(self) -> None:
        assert isinstance(self.obj, EarlyClose)
        self.initial = {"reasons": self.obj.grounds} | dict(self.initial)


class BoardClosingForm(ClosingDecisionForm):
    paragraph = paragraph_field()
    field_order = ("paragraph", "reasons")


class DropForm(MoveForm):
    reason = text_area(
        "Varför fortsätter projektet?",
        help_text="Står i ärendets historik. Har nämnden sagt nej, skriv paragrafen.",
        rows=4,
        missing="Skriv varför projektet fortsätter.",
    )


class SteeringForm(forms.Form):
    """Whether the names of the steering group stand on the open page."""

    is_public = forms.BooleanField(
        label="Visa styrgruppen på den öppna sidan",
        required=False,
        help_text="Kryssa bara i om de som sitter i styrgruppen har fått veta det.",
    )

    @classmethod
    def of(cls, project: Project, data: Any = None) -> "SteeringForm":
        return cls(data, initial={"is_public": project.steering_is_public})
