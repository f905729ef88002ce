"""Asking the applicant for what is missing: items tied to sections, a due day and why (domain.md §3.3)."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory

from applications.documents import named_fields
from applications.models import Application, CallVersion
from applications.sections import sections_of
from portal import clock, dates
from portal.forms import DateField, offer

from .moving import DAY, MoveForm, text_area

EMPTY_ROWS = 3
SHORTEST_WORKING_DAYS = 5


WHOLE = "Hela delen"


class ItemForm(forms.Form):
    """`place` is section, or section and field: one list, where each section is a heading, works without scripts."""

    place = forms.ChoiceField(
        label="Det som öppnas",
        required=False,
        help_text="Bara det fältet öppnas för sökanden. Välj hela delen när raderna hör ihop.",
    )
    text = forms.CharField(
        label="Vad som saknas",
        required=False,
        max_length=400,
        help_text="En sak, i en mening.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {section.key: section.label for section in sections_of(application.call_version)}
        named = named_fields.of_application(application)
        groups = [
            (labels[key], [(key, f"{WHOLE}: {labels[key]}"), *((f"{key}/{name}", told) for name, told in rows.items())])
            for key, rows in named.items()
        ]
        offer(self, "place", [("", "Välj"), *groups])

    def clean(self) -> dict[str, str]:
        values = super().clean() or {}
        if values.get("text") and not values.get("place"):
            self.add_error("place", "Välj vad i ansökan som ska rättas.")
        if values.get("place") and not values.get("text"):
            self.add_error("text", "Skriv vad som saknas där.")
        return values


class ItemFormSet(BaseFormSet):
    def clean(self) -> None:
        if any(self.errors):
            return
        found = self.items()
        if not found:
            raise ValidationError("Skriv minst en sak som saknas.")
        named = [(row["section"], row["field"]) for row in found if row["field"]]
        if len(named) > len(set(named)):
            raise ValidationError("Samma fält står på två rader. Skriv allt om det på en rad.")

    def items(self) -> list[dict[str, str]]:
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("text")]
        return [_item(row["place"], row["text"].strip()) for row in rows]


def _item(place: str, text: str) -> dict[str, str]:
    section, _, field = place.partition("/")
    return {"section": section, "field": field, "text": text}


Items = formset_factory(ItemForm, formset=ItemFormSet, extra=EMPTY_ROWS, max_num=20)


class CompletionForm(MoveForm):
    why = text_area(
        "Varför behöver vi det?",
        max_length=1500,
        rows=4,
        help_text="Sökanden läser det här överst i begäran.",
        missing="Skriv varför det behövs.",
    )
    due_on = DateField(
        label="Senast",
        help_text="Minst fem arbetsdagar. Faller dagen på en helg flyttas den till nästa vardag.",
        widget=forms.TextInput(attrs=DAY),
    )

    is_formal = forms.BooleanField(
        label="Föreläggande",
        required=False,
        help_text="Då står det i begäran vad som kan hända om sökanden inte svarar: att vi inte tar upp ansökan, eller "
        "prövar den på de uppgifter som finns. Behövs om ansökan ska kunna avvisas.",
    )

    def prepare(self) -> None:
        rules: CallVersion = self.obj.call_version
        days = rules.completion_days
        first = dates.add_working_days(clock.today(), SHORTEST_WORKING_DAYS)
        self.fields["due_on"].initial = max(first, dates.legal_deadline(clock.today() + timedelta(days=days)))
        self.rows = Items(self.data if self.is_bound else None, prefix="sak", form_kwargs={"application": self.obj})
