"""A payment claim: the period's booked costs per category, and the ledger they are checked against (domain.md §3.5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from portal.forms import AmountField, mark_needed

from ..enums import CostKind
from .draft import DraftForm
from .fields import TextField, TickField

AMOUNT = "belopp-"


class ClaimForm(DraftForm):
    ledger_total = AmountField(
        required=False,
        negative=True,
        label="Summan enligt huvudboken",
        help_text="För projektets kod under perioden, också de indirekta kostnaderna.",
    )
    ledger_note = TextField(
        limit=1000,
        rows=3,
        label="Förklara skillnaden",
        help_text="Om huvudboken visar en annan summa än rekvisitionen.",
    )
    certified = TickField(label="Kostnaderna är bokförda, betalda och betalas inte av någon annan än vi har skrivit")

    def __init__(self, *args: Any, categories: list[dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category in categories:
            if category["kind"] != CostKind.INDIRECT:
                name = f"{AMOUNT}{category['key']}"
                self.fields[name] = AmountField(
                    required=False, negative=category["kind"] == CostKind.INCOME, label=category["label"]
                )
                self.fields[name].widget.attrs |= {
                    "class": "form-control",
                    "aria-label": f"{category['label']}, bokfört i perioden, kronor",
                }
        self.fields["ledger_total"].widget.attrs["class"] = "input-money"
        mark_needed(self, "ledger_total", "certified")

    @property
    def amounts(self) -> dict[str, Decimal]:
        """Category → kronor with öre, without the cells that have a fault; an empty cell is nothing."""
        return {
            name.removeprefix(AMOUNT): amount or Decimal(0)
            for name, amount in self.kept.items()
            if name.startswith(AMOUNT)
        }

    @property
    def ledger(self) -> dict[str, Any]:
        """What to save beside the amounts."""
        return {name: value for name, value in self.kept.items() if not name.startswith(AMOUNT)}
