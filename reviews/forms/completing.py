"""Asking the applicant for what is missing: items tied to sections, a due day and why (domain.md §3.3)."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory

from applications.models import CallVersion
from applications.sections import sections_of
from portal import clock, dates
from portal.forms import DateField, offer

from .moving import DAY, MoveForm, text_area

EMPTY_ROWS = 3
SHORTEST_WORKING_DAYS = 5


class ItemForm(forms.Form):
    section = forms.ChoiceField(label="Del av ansökan", required=False)
    text = forms.CharField(
        label="Vad som saknas",
        required=False,
        max_length=400,
        help_text="En sak, i en mening.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, rules: CallVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = [(section.key, section.label) for section in sections_of(rules)]
        offer(self, "section", [("", "Välj"), *used])

    def clean(self) -> dict[str, str]:
        values = super().clean() or {}
        if values.get("text") and not values.get("section"):
            self.add_error("section", "Välj i vilken del av ansökan det ska rättas.")
        if values.get("section") and not values.get("text"):
            self.add_error("text", "Skriv vad som saknas i den här delen.")
        return values


class ItemFormSet(BaseFormSet):
    def clean(self) -> None:
        if not any(self.errors) and not self.items():
            raise ValidationError("Skriv minst en sak som saknas.")

    def items(self) -> list[dict[str, str]]:
        return [
            {"section": form.cleaned_data["section"], "text": form.cleaned_data["text"].strip()}
            for form in self.forms
            if form.cleaned_data.get("text")
        ]


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

    def prepare(self) -> None:
        rules: CallVersion = self.obj.call_version
        days = rules.completion_days
        first = dates.add_working_days(clock.today(), SHORTEST_WORKING_DAYS)
        self.fields["due_on"].initial = max(first, dates.legal_deadline(clock.today() + timedelta(days=days)))
        self.rows = Items(self.data if self.is_bound else None, prefix="sak", form_kwargs={"rules": rules})
