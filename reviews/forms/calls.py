"""What is asked when a call is kept: its time, more time, a copy; the rules have a form of their own."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from applications.models import Call, CallWindow, Fund
from portal import clock, dates
from portal.forms import ClockField, DateField, choose_among, parse_instant

from .moving import DAY, text_area

MIDNIGHT = time(0)


def _day(label: str, **more: Any) -> DateField:
    return DateField(label=label, widget=forms.TextInput(attrs=DAY), **more)


def _clock(label: str, **more: Any) -> ClockField:
    return ClockField(label=label, widget=forms.TextInput(attrs=DAY), **more)


class CallForm(forms.Form):
    """Carries the version of the call that the page was read at. `PLACES`: a service's key → the control it means."""

    PLACES: ClassVar[dict[str, str]] = {}

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        self.call = call
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = call.version

    def place_of(self, key: str) -> str:
        return self.PLACES.get(key, key)

    def instant(self, day: str, at: str, *, ends: bool = False) -> datetime | None:
        """The instant that two controls say together; an end without a time of day lasts that day out."""
        given_day: date | None = self.cleaned_data.get(day)
        given_time: time | None = self.cleaned_data.get(at)
        if given_day is None:
            if given_time is not None and day not in self.errors:
                self.add_error(day, "Skriv också vilken dag.")
            return None
        if ends and given_time is None:
            return dates.start_of_next_local_day(given_day)
        try:
            return parse_instant(given_day, given_time or MIDNIGHT)
        except ValidationError as fault:
            self.add_error(at, fault)
            return None


def parts_of(end: datetime | None) -> tuple[date | None, time | None]:
    """An end as its two controls show it: a day alone when it is taken whole."""
    if end is None:
        return None, None
    shown = dates.last_moment(end)
    if isinstance(shown, datetime):
        return clock.local(shown).date(), clock.local(shown).time()
    return shown, None


class WindowForm(CallForm):
    PLACES: ClassVar[dict[str, str]] = {"opens_at": "opens_on", "closes_at": "closes_on"}

    name = forms.CharField(
        label="Namn", required=False, max_length=60, help_text="Frivilligt, till exempel Våren 2027. Syns för alla."
    )
    opens_on = _day("Öppnar, dag")
    opens_time = _clock("Öppnar, klockslag", required=False, help_text="Lämna tomt för början av dagen.")
    closes_on = _day("Stänger, dag", required=False, help_text="Lämna tomt för ansökan hela tiden, utan sista dag.")
    closes_time = _clock(
        "Stänger, klockslag", required=False, help_text="Lämna tomt för att låta hela den sista dagen räknas."
    )

    def __init__(self, *args: Any, window: CallWindow | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if window is not None:
            opens, (closes_on, closes_time) = clock.local(window.opens_at), parts_of(window.closes_at)
            self.initial = {
                "name": window.name,
                "opens_on": opens.date(),
                "opens_time": opens.time() if opens.time() != MIDNIGHT else None,
                "closes_on": closes_on,
                "closes_time": closes_time,
            }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["opens_at"] = self.instant("opens_on", "opens_time")
        values["closes_at"] = self.instant("closes_on", "closes_time", ends=True)
        return values


class ExtendForm(CallForm):
    PLACES: ClassVar[dict[str, str]] = {
        "closes_at": "closes_on",
        "disturbed_from": "from_on",
        "disturbed_to": "to_on",
    }

    closes_on = _day("Ny sista dag")
    closes_time = _clock(
        "Nytt klockslag", required=False, help_text="Lämna tomt för att låta hela den sista dagen räknas."
    )
    from_on = _day("Störningen började, dag", required=False, help_text="Lämna tomt om det inte var någon störning.")
    from_time = _clock("Störningen började, klockslag", required=False)
    to_on = _day("Störningen slutade, dag", required=False)
    to_time = _clock("Störningen slutade, klockslag", required=False)
    reason = text_area(
        "Varför förlängs tiden?",
        max_length=400,
        rows=3,
        help_text="Visas för alla som söker.",
        missing="Skriv varför tiden förlängs. Det visas för alla som söker.",
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["closes_at"] = self.instant("closes_on", "closes_time", ends=True)
        for name, day, at in (("disturbed_from", "from_on", "from_time"), ("disturbed_to", "to_on", "to_time")):
            values[name] = self.instant(day, at)
            if values.get(day) is not None and values.get(at) is None and at not in self.errors:
                self.add_error(at, "Skriv klockslaget, till exempel 10.30.")
        return values


class CopyForm(CallForm):
    name = forms.CharField(
        label="Den nya utlysningens namn",
        max_length=160,
        error_messages={"required": "Skriv vad den nya utlysningen heter."},
    )
    slug = forms.SlugField(
        label="Adress",
        required=False,
        max_length=60,
        help_text="Sista delen av sidans adress, med små bokstäver utan å, ä och ö. Lämna tomt för att ta namnet.",
        error_messages={"invalid": "Skriv bara bokstäver a–z, siffror och bindestreck."},
    )


class FundForm(CallForm):
    fund = forms.ModelChoiceField(
        Fund.objects.none(),
        label="Vilka öronmärkta pengar tas bidragen ur?",
        required=False,
        empty_label="Inga öronmärkta pengar",
    )

    def __init__(self, *args: Any, funds: QuerySet[Fund], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "fund", funds)
        self.fields["fund"].initial = self.call.fund_id
