"""What a move's own page asks: the base of those forms, and the small ones with a day, a reason or a note."""

from typing import Any, ClassVar

from django import forms
from django.db import models

from applications.services import minutes
from portal import clock
from portal.accounts.models import User
from portal.forms import DateField

SHORT = {"class": "input-short"}
DAY = SHORT


def text_area(
    label: str,
    *,
    required: bool = True,
    help_text: str = "",
    max_length: int = 2000,
    rows: int = 6,
    missing: str = "Skriv något här.",
) -> forms.CharField:
    """A field of several lines, with help above it."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=max_length,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


def paragraph_field() -> forms.CharField:
    """The § of the minutes where the board decided."""
    return forms.CharField(
        label="Paragraf",
        max_length=20,
        help_text="Paragrafens nummer i protokollet, till exempel 47.",
        widget=forms.TextInput(attrs=SHORT),
        error_messages={"required": minutes.MISSING},
    )


class MoveForm(forms.Form):
    """A form about one object of a case, filled in by one person. `rows` is a formset where the form has rows."""

    rows: Any = None

    def __init__(self, data: Any = None, *, obj: models.Model, by: User, **kwargs: Any) -> None:
        self.obj: Any = obj  # which kind it is follows from the move
        self.by = by
        super().__init__(data, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill in first values and choices that depend on the object."""

    def place_of(self, key: str) -> str:
        """The control that a service means by `key` in its faults."""
        return key

    def is_valid(self) -> bool:
        own = super().is_valid()
        return (self.rows is None or self.rows.is_valid()) and own


class ReasonForm(MoveForm):
    reason = text_area("Varför?", help_text="Handläggaren läser det här.", missing="Skriv vad som behöver ändras.")


class LegallyFinalForm(MoveForm):
    reason = text_area(
        "Hur vet du att ingen har överklagat?",
        help_text="Skriv vem hos domstolen som har svarat och vilken dag.",
        rows=3,
        missing="Skriv vem hos domstolen som har svarat och vilken dag.",
    )


class AdviceForm(MoveForm):
    advice = text_area(
        "Vårt råd",
        help_text="Skriv så att den som har idén vet vad den kan göra nu. Rådet är inget beslut.",
        max_length=4000,
        rows=8,
        missing="Skriv ert råd till den som har idén.",
    )


class ReturnForm(MoveForm):
    note = text_area(
        "Vad ska kompletteras?",
        help_text="Sökanden läser det här. Skriv vad som saknas och hur det kan rättas.",
        missing="Skriv vad som saknas och hur det kan rättas.",
    )


class FeedbackForm(MoveForm):
    note = text_area(
        "Återkoppling till sökanden", required=False, help_text="Frivilligt. Sökanden läser det här.", rows=4
    )


class DayForm(MoveForm):
    """One day, today unless another is typed."""

    field: ClassVar[str] = ""

    def prepare(self) -> None:
        self.fields[self.field].initial = clock.today()


class MinutesForm(DayForm):
    field = "approved_on"
    approved_on = DateField(label="Vilken dag justerades protokollet?", widget=forms.TextInput(attrs=DAY))


class AnnouncementForm(DayForm):
    field = "announced_on"
    announced_on = DateField(label="Vilken dag anslogs justeringen?", widget=forms.TextInput(attrs=DAY))


class PaymentDayForm(DayForm):
    field = "paid_on"
    paid_on = DateField(label="Vilken dag betalades pengarna ut?", widget=forms.TextInput(attrs=DAY))
