"""The idea: where it begins, and what it says (domain.md §3.1)."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from portal import clock
from portal.accounts.models import Organisation
from portal.forms import AmountField

from ..enums import Formulator
from ..models import Call, Programme
from .draft import DraftForm
from .fields import EmailField, ManyField, PhoneField, TextField


class WhoForm(forms.Form):
    """Which of the person's organisations it is for; asked only when there are several."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Vilken organisation gäller det?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Välj vilken organisation det gäller.",
            "invalid_choice": "Välj en av era organisationer.",
        },
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _of_one(self, "organisation", organisations)


class ProgrammeField(forms.ModelChoiceField):
    """A programme with one line of what it is, and whether one can apply in it today."""

    open_now: frozenset[Any] = frozenset()

    def label_from_instance(self, obj: Any) -> str:
        line = obj.summary.partition(". ")[0].strip().rstrip(".")
        when = "En utlysning är öppen." if obj.pk in self.open_now else "Ingen utlysning är öppen just nu."
        return f"{obj.name}: {line}. {when}" if line else f"{obj.name}. {when}"


class NewIdeaForm(WhoForm):
    programme = ProgrammeField(
        Programme.objects.none(),
        label="Vilken satsning gäller idén?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Välj vilken satsning idén gäller.", "invalid_choice": "Välj en av satsningarna."},
    )
    title = TextField(
        limit=120,
        required=True,
        label="Idéns namn",
        help_text="Ett kort namn. Det går att ändra senare.",
        error_messages={"required": "Skriv ett namn på idén."},
    )
    field_order = ("title", "programme", "organisation")

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _of_one(self, "programme", programmes)
        # Declared above as a ProgrammeField.
        self.fields["programme"].open_now = frozenset(  # type: ignore[attr-defined]
            Call.objects.open_at(clock.now()).values_list("programme", flat=True)
        )


class CallForm(forms.Form):
    """Which call to apply in; asked only when the programme has several open."""

    call = forms.ModelChoiceField(
        Call.objects.none(),
        label="Vilken utlysning vill ni söka i?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Välj vilken utlysning ni vill söka i.",
            "invalid_choice": "Välj en öppen utlysning.",
        },
    )

    def __init__(self, *args: Any, calls: QuerySet[Call], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _of_one(self, "call", calls)


def _of_one(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Ask among these; with only one of them there is nothing to ask, and the answer rides along hidden."""
    field: Any = form.fields[name]
    field.queryset = rows
    found = list(rows[:2])
    if len(found) == 1:
        field.initial = found[0].pk
        field.widget = forms.HiddenInput()


class IdeaForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = ("title", "problem")

    title = TextField(
        limit=120,
        required=True,
        label="Idéns namn",
        help_text="Ett kort namn. Det går att ändra senare.",
        error_messages={"required": "Skriv vad idén heter."},
    )
    problem = TextField(
        limit=3000,
        rows=8,
        label="Vilket problem vill ni lösa?",
        help_text="Vad bygger ni det på? Utgå från barnens och ungas situation.",
    )
    who_formulated = ManyField(
        choices=Formulator.choices,
        label="Vilka har varit med och formulerat problemet?",
        help_text="Ni som söker, de ni tänker arbeta med och målgruppen själv.",
    )
    who_formulated_note = TextField(
        limit=1000, rows=3, label="Så har de varit med", help_text="När och hur ni har frågat dem, och vad det ändrade."
    )
    desired_individual = TextField(
        limit=1500,
        rows=4,
        label="Önskat läge för den enskilde",
        help_text="Vad är annorlunda för ett barn eller en ung?",
    )
    desired_organisation = TextField(
        limit=1500,
        rows=4,
        label="Önskat läge för organisationerna",
        help_text="Hur arbetar ni då, var för sig och ihop?",
    )
    desired_society = TextField(
        limit=1500, rows=4, label="Önskat läge för samhället", help_text="Vad har blivit bättre för alla?"
    )
    test_plan = TextField(
        limit=2000,
        rows=5,
        label="Hur vill ni pröva idén?",
        help_text="Räkna med ungefär 3–6 månader innan en ansökan är klar.",
    )
    cost_guess = AmountField(required=False, label="Ungefärlig kostnad", help_text="En grov uppskattning, i kronor.")
    contact_name = TextField(limit=120, label="Kontaktperson")
    contact_email = EmailField(label="Kontaktpersonens e-post")
    contact_phone = PhoneField(label="Kontaktpersonens telefon")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cost_guess"].widget.attrs["class"] = "input-money"
