"""Calling, moving, cancelling and summing up a meeting, and offering times for advice (G-04, G-10, B6)."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from applications.enums import DialogueKind
from applications.models import Case, DialogueMeeting, Programme
from portal import clock
from portal.forms import ClockField, DateField, choose_among, parse_instant

from .moving import DAY, SHORT, text_area
from .preparing import VersionedForm

WITH_ONE = [(kind.value, kind.label) for kind in (DialogueKind.KICKOFF, DialogueKind.DIALOGUE, DialogueKind.CLOSING)]
PLACE_HELP = "En adress, eller en länk till videomötet som börjar med https://."


class TimeForm(VersionedForm):
    """Day, hour, length and place of a meeting, in Swedish time."""

    day = DateField(label="Dag", help_text="Till exempel 2027-03-18.", widget=forms.TextInput(attrs=DAY))
    at = ClockField(label="Börjar klockan", widget=forms.TextInput(attrs=SHORT))
    minutes = forms.IntegerField(
        label="Längd i minuter",
        min_value=5,
        max_value=600,
        widget=forms.TextInput(attrs=SHORT | {"inputmode": "numeric"}),
        error_messages={
            "required": "Skriv hur många minuter mötet är.",
            "invalid": "Skriv minuterna med siffror, till exempel 45.",
            "min_value": "Ett möte är minst 5 minuter.",
            "max_value": "Ett möte är högst 600 minuter.",
        },
    )
    place = forms.CharField(
        label="Plats eller länk",
        max_length=200,
        help_text=PLACE_HELP,
        error_messages={"required": "Skriv var mötet hålls, eller en länk till videomötet."},
    )
    topic = forms.CharField(
        label="Vad mötet gäller", required=False, max_length=200, help_text="Frivilligt. De som kallas läser det."
    )
    starts_at: datetime

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("day") and values.get("at"):
            try:
                self.starts_at = parse_instant(values["day"], values["at"])
            except ValidationError as fault:
                self.add_error("at", fault)
        return values

    def time(self) -> dict[str, Any]:
        """What the services take."""
        given = self.cleaned_data
        return {"starts_at": self.starts_at, **{name: given[name] for name in ("minutes", "place", "topic")}}

    @staticmethod
    def of(meeting: DialogueMeeting) -> dict[str, Any]:
        local = clock.local(meeting.starts_at)
        return {
            "day": local.date(),
            "at": local.time(),
            "minutes": meeting.minutes,
            "place": meeting.place,
            "topic": meeting.topic,
            "version": meeting.version,
        }


class CallForm(TimeForm):
    """A meeting with one case."""

    kind = forms.ChoiceField(
        label="Slags möte",
        choices=WITH_ONE,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vilket slags möte det är."},
    )
    field_order = ("kind", "day", "at", "minutes", "place", "topic")


class ProjectsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Case) -> str:
        return f"{obj.title}, {obj.organisation.name} ({obj.programme.name})"


class GatheringForm(TimeForm):
    """A meeting with several projects of a programme."""

    cases = ProjectsField(
        Case.objects.none(),
        label="Projekt som kallas",
        widget=forms.CheckboxSelectMultiple,
        help_text="Alla ska höra till samma satsning.",
        error_messages={"required": "Välj minst ett projekt."},
    )
    field_order = ("cases", "day", "at", "minutes", "place", "topic")

    def __init__(self, *args: Any, among: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "cases", among)


class OfferForm(TimeForm):
    """Several times for advice on a day, one after the other."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label="Satsning",
        empty_label="Välj",
        error_messages={"required": "Välj satsning."},
    )
    until = ClockField(label="Till klockan", widget=forms.TextInput(attrs=SHORT))
    field_order = ("programme", "day", "at", "until", "minutes", "place")
    ends_at: datetime

    def __init__(self, *args: Any, among: QuerySet[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["topic"]
        self.fields["at"].label = "Från klockan"
        self.fields["minutes"].label = "Varje möte, minuter"
        choose_among(self, "programme", among)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("day") and values.get("until"):
            try:
                self.ends_at = parse_instant(values["day"], values["until"])
            except ValidationError as fault:
                self.add_error("until", fault)
        return values


class CancelForm(VersionedForm):
    reason = text_area(
        "Varför ställs mötet in?",
        max_length=400,
        rows=3,
        help_text="De som är kallade läser det.",
        missing="Skriv varför mötet ställs in.",
    )


class SummaryForm(VersionedForm):
    present = forms.CharField(label="Vilka som var med", required=False, max_length=400)
    summary = text_area(
        "Vad som sades",
        max_length=4000,
        rows=10,
        help_text="Vad ni kom fram till och vilka råd du gav. Båda sidor läser det.",
        missing="Skriv vad som sades på mötet.",
    )
