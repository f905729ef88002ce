"""The economist's amounts: for each line of a claim what is approved, and why when it is less."""

from decimal import Decimal

from django import forms

from applications.enums import CostKind
from applications.models import Claim
from portal.forms import AmountField
from portal.money import NBSP, ore

from .moving import MoveForm


class DeductionForm(MoveForm):
    """Two controls per line of the claim, named by its category."""

    def prepare(self) -> None:
        claim = self.obj
        assert isinstance(claim, Claim)
        rows = {row["key"]: row for row in claim.case.application.call_version.cost_categories}
        labels = {key: row["label"] for key, row in rows.items()}
        # Indirect costs follow the approved staff costs by themselves (services/claiming.py).
        self.lines = [line for line in claim.lines.all() if rows[line.category]["kind"] != CostKind.INDIRECT]
        for line in self.lines:
            name = labels.get(line.category, line.category)
            self.fields[approved(line.category)] = AmountField(
                label=f"{name}, godkänt belopp",
                help_text=f"Begärt {ore(line.amount)}{NBSP}kr.",
                initial=line.amount,
                negative=line.amount < 0,
                widget=forms.TextInput(attrs={"class": "input-short"}),
            )
            self.fields[reason(line.category)] = forms.CharField(
                label=f"{name}, skäl till avdrag",
                required=False,
                max_length=400,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        if not self.errors and all(values[approved(line.category)] == line.amount for line in self.lines):
            self.add_error(None, "Du har inte dragit av något. Använd Godkänn beloppen om allt ska godkännas.")
        return values

    def amounts(self) -> dict[str, tuple[Decimal, str]]:
        """Category → (approved kronor with öre, reason)."""
        given = self.cleaned_data
        return {
            line.category: (given[approved(line.category)], given[reason(line.category)].strip()) for line in self.lines
        }

    def place_of(self, key: str) -> str:
        """The control that a fault of the service is shown at: services name lines by category."""
        return approved(key)


def approved(category: str) -> str:
    return f"approved_{category}"


def reason(category: str) -> str:
    return f"reason_{category}"
