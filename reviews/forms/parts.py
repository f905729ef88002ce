"""The kinds of support in the forms of proposals and decisions: outcome, how much, when, kronor per year (N-03)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from applications.budget.support import Support, Wanted
from applications.enums import ComponentOutcome
from applications.forms.support import RangeField
from applications.models import Application
from applications.models.component import wanted
from portal.forms import AmountField, DateField
from portal.money import NBSP, kronor

from .moving import DAY, SHORT


class OutcomeField(forms.ChoiceField):
    """Few and short choices, which the page lays side by side."""

    in_row = True


class Parts:
    """The controls of the kinds of support that are asked for, put into a form of somebody else's.

    Names are `<kind of support>-<what>`, as the services name them in their faults; amounts stand per year.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.asked: list[Wanted] = wanted(application)
        self.years = application.years

    @property
    def has_money(self) -> bool:
        return any(row.is_money for row in self.asked)

    def fields(self) -> dict[str, forms.Field]:
        """All controls in order, kind by kind."""
        return {f"{row.key}-{name}": field for row in self.asked for name, field in self._fields_of(row).items()}

    def _fields_of(self, row: Wanted) -> dict[str, forms.Field]:
        asked = f"{kronor(row.applied)}{NBSP}kr" if row.is_money else row.how_much
        found: dict[str, forms.Field] = {
            "outcome": OutcomeField(
                label=f"{row.label}: utfall",
                choices=ComponentOutcome.choices,
                widget=forms.RadioSelect,
                help_text=f"Sökt: {asked}." if asked else "",
                error_messages={"required": f"Välj ett utfall för {row.label}."},
            )
        }
        if row.is_counted:
            found["quantity"] = RangeField(
                label=f"{row.label}: antal {row.unit}",
                required=False,
                help_text="Ett tal, eller från och till: 6–8.",
                widget=forms.TextInput(attrs=SHORT),
            )
        for year in self.years if row.is_money else ():
            found[str(year)] = AmountField(
                label=f"{row.label}: {year}, kronor", required=False, widget=forms.TextInput(attrs=SHORT)
            )
        found["period_start"] = DateField(label=f"{row.label}: från", required=False, widget=forms.TextInput(attrs=DAY))
        found["period_end"] = DateField(
            label=f"{row.label}: till och med", required=False, widget=forms.TextInput(attrs=DAY)
        )
        found["period_label"] = forms.CharField(
            label=f"{row.label}: perioden kallas",
            required=False,
            max_length=60,
            help_text="Frivilligt, till exempel läsåret 18/19.",
            widget=forms.TextInput(attrs=SHORT),
        )
        return found

    def initial(self, proposed: Sequence[Support]) -> dict[str, Any]:
        """First values: what is proposed, else all that is asked for, in the project's own time."""
        given = {row.key: row for row in proposed}
        values: dict[str, Any] = {}
        for row in self.asked:
            support = given.get(row.key) or Support(
                key=row.key,
                label=row.label,
                kind=row.kind,
                outcome=ComponentOutcome.GRANTED,
                unit=row.unit,
                quantity_from=row.quantity_from,
                quantity_to=row.quantity_to,
                period_start=self.application.period_start,
                period_end=self.application.period_end,
            )
            values |= {f"{row.key}-{name}": value for name, value in _values(support).items()}
        return values

    def supports(self, given: Mapping[str, Any]) -> list[Support]:
        """What was typed, as a form has parsed it, in the order of the call."""
        return [self._support(row, given) for row in self.asked]

    def _support(self, row: Wanted, given: Mapping[str, Any]) -> Support:
        lowest, highest = given.get(f"{row.key}-quantity") or (None, None)
        amounts = {year: given.get(f"{row.key}-{year}") for year in self.years} if row.is_money else {}
        return Support(
            key=row.key,
            label=row.label,
            kind=row.kind,
            outcome=given[f"{row.key}-outcome"],
            unit=row.unit,
            quantity_from=lowest,
            quantity_to=highest,
            period_start=given[f"{row.key}-period_start"],
            period_end=given[f"{row.key}-period_end"],
            period_label=given[f"{row.key}-period_label"],
            amounts={year: amount for year, amount in amounts.items() if amount},
        )

    def place_of(self, fault: str) -> str:
        """The control that a service means: money is mended at its first year."""
        key, _, what = fault.rpartition("-")
        if what == "amounts" and self.years:
            return f"{key}-{self.years[0]}"
        if fault.startswith("amount_"):  # the fund of the call, which knows years only
            money = next((row.key for row in self.asked if row.is_money), "")
            return f"{money}-{fault.removeprefix('amount_')}" if money else fault
        return fault


def _values(row: Support) -> dict[str, Any]:
    quantity = (row.quantity_from, row.quantity_to) if row.quantity_from is not None else None
    return {
        "outcome": row.outcome,
        "quantity": quantity,
        "period_start": row.period_start,
        "period_end": row.period_end,
        "period_label": row.period_label,
        **{str(year): amount for year, amount in row.amounts.items()},
    }
