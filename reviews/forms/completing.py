"""Asking the applicant for what is missing: items tied to sections, a due day and why (domain.md §3.3)."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory

from applications.sections import SECTIONS
from portal import clock, dates
from portal.forms import DateField

from .moving import DAY, MoveForm, text_area

EMPTY_ROWS = 3
SHORTEST_WORKING_DAYS = 5


class ItemForm(forms.Form):
    section = forms.ChoiceField(
        label="Del av ansökan",
        required=False,
        choices=[("", "Välj"), *((key, section.label) for key, section in SECTIONS.items())],
    )
    text = forms.CharField(
        label="Vad som saknas",
        required=False,
        max_length=400,
        help_text="En sak, i en mening.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, str]:
        values = super().clean() or {}
        if values.get("text") and not values.get("section"):
            self.add_error("section", "Välj i vilken del av ansökan det ska rättas.")
        if values.get("section") and not values.get("text"):
            self.add_error("text", "Skriv vad som saknas i den här delen.")
        return values


class ItemFormSet(BaseFormSet):  # type: ignore[type-arg]
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
        days = self.obj.call_version.completion_days  # type: ignore[attr-defined]
        first = dates.add_working_days(clock.today(), SHORTEST_WORKING_DAYS)
        self.fields["due_on"].initial = max(first, dates.legal_deadline(clock.today() + timedelta(days=days)))
        self.rows = Items(self.data if self.is_bound else None, prefix="sak")
