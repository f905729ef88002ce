"""Sending a remiss, ending the wait for an answer, and the answer itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory

from applications.forms.fields import EmailField, TextField
from applications.models import ApplicationVersion
from portal.forms import DateField

from ..models.referral import LONGEST_ANSWER, LONGEST_QUESTION
from ..selectors import referrals as reading
from ..services.referrals import MOST_ADDRESSEES, Addressee, usual_due
from .moving import DAY, text_area
from .preparing import VersionedForm

EMPTY_ROWS = 3
PREFIX = "mottagare"


class SendForm(forms.Form):
    """`key` is made with the page, so that a double click sends one remiss."""

    question = TextField(
        limit=LONGEST_QUESTION,
        rows=6,
        required=True,
        label="Vad vill ni ha svar på?",
        help_text="Skriv frågan så att den går att svara på utan att känna ärendet.",
        error_messages={"required": "Skriv vad ni vill ha svar på."},
    )
    due_on = DateField(
        label="Svar senast",
        help_text="En arbetsdag. De påminns tre dagar före.",
        widget=forms.TextInput(attrs=DAY),
    )
    sections = forms.MultipleChoiceField(
        label="Delar av ansökan som de får läsa",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Så som ansökan skickades in. Läs en del innan du kryssar i den: där kan stå uppgifter om personer.",
        error_messages={"invalid_choice": "Välj bland de delar som finns i ansökan."},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: ApplicationVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = self.fields["sections"]
        assert isinstance(sections, forms.MultipleChoiceField)
        choices = reading.choosable(version)
        sections.choices = choices
        sections.initial = [key for key, _ in choices if key in reading.IMPERSONAL]
        self.fields["due_on"].initial = usual_due
        self.fields["key"].initial = uuid4

    @property
    def sent_key(self) -> UUID:
        """The page's key, once the form is valid."""
        key: UUID = self.cleaned_data["key"]
        return key


class AddresseeForm(forms.Form):
    organisation = TextField(limit=160, label="Organisation")
    name = TextField(limit=120, label="Namn eller funktion", help_text="Till exempel: Registrator.")
    email = EmailField(label="E-post", max_length=254)

    def clean(self) -> dict[str, str]:
        """A row is empty or whole."""
        values = super().clean() or {}
        if any(values.values()) or self.errors:
            missing = {
                "organisation": "Skriv organisationens namn.",
                "name": "Skriv namn eller funktion.",
                "email": "Skriv e-postadressen.",
            }
            for name, text in missing.items():
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, text)
        return values


class BaseAddressees(BaseFormSet):
    def clean(self) -> None:
        if any(self.errors):
            return
        found = self.addressees()
        if not found:
            raise ValidationError("Skriv minst en som ska få remissen.")
        if len({one.email.casefold() for one in found}) < len(found):
            raise ValidationError("Samma e-postadress står på två rader. Ta bort den ena.")

    def addressees(self) -> list[Addressee]:
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("email")]
        return [Addressee(row["name"], row["email"], row["organisation"]) for row in rows]


Addressees = formset_factory(
    AddresseeForm, formset=BaseAddressees, extra=EMPTY_ROWS, max_num=MOST_ADDRESSEES, absolute_max=MOST_ADDRESSEES + 10
)


def with_more_rows(data: Any, version: ApplicationVersion) -> tuple[SendForm, Any]:
    """The page again with what was typed and more empty rows; nothing is judged yet."""
    typed = Addressees(data, prefix=PREFIX)
    names = ("organisation", "name", "email")
    rows = [{name: form[name].data or "" for name in names} for form in typed.forms]
    kept = [row for row in rows if any(row.values())]
    first = {name: data.get(name, "") for name in ("question", "due_on", "key")} | {
        "sections": data.getlist("sections")
    }
    form = SendForm(initial=first, version=version)
    return form, Addressees(prefix=PREFIX, initial=kept)


class EndForm(VersionedForm):
    reason = text_area(
        "Varför väntar ni inte längre?",
        max_length=1000,
        rows=3,
        help_text="Står i ärendets historik. Den som fick remissen ser bara att ni inte väntar.",
        missing="Skriv varför ni inte väntar längre.",
    )


class AnswerForm(forms.Form):
    """The answer of whoever has the link."""

    text = TextField(
        limit=LONGEST_ANSWER,
        rows=12,
        label="Ert yttrande",
        help_text="Skriv inte personnummer eller uppgifter om enskilda barn. Yttrandet blir en allmän handling.",
    )
    is_declined = forms.BooleanField(label="Vi avstår från att yttra oss", required=False)
    name = TextField(
        limit=120,
        required=True,
        label="Namn på den som svarar",
        error_messages={"required": "Skriv vem som svarar."},
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        text, is_declined = values.get("text"), values.get("is_declined")
        if not text and not is_declined and "text" not in self.errors:
            self.add_error("text", "Skriv ert yttrande, eller kryssa i att ni avstår.")
        if text and is_declined:
            self.add_error("is_declined", "Ni har skrivit ett yttrande. Ta bort krysset, eller töm rutan.")
        return values
