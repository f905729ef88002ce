"""The faces of risks and purchases: each risk weighed and answered, and the plan for what is bought (step 3)."""

from __future__ import annotations

from typing import Any, ClassVar

from portal.money import NBSP, exact

from ..models import CallVersion
from ..models.risk import weight_of
from .draft import DraftForm
from .fields import TextField, short
from .numbers import ScaleField
from .rows import RowForm, Rows, rows_of


class RisksForm(DraftForm):
    procurement_plan = TextField(
        limit=2000,
        rows=6,
        label="Inköps- och upphandlingsplan",
        help_text="Vad ni ska köpa av andra, för ungefär hur mycket, och hur ni väljer vem ni köper av.",
    )

    def __init__(self, *args: Any, rules: CallVersion, is_needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan: Any = self.fields["procurement_plan"]
        plan.needed = is_needed
        if rules.procurement_limit is not None:
            plan.help_text += f" Behövs när externa tjänster kostar mer än {exact(rules.procurement_limit)}{NBSP}kr."


class RiskForm(RowForm):
    demanded: ClassVar[dict[str, str]] = {"text": "Skriv vad som kan gå fel."}
    needed: ClassVar[tuple[str, ...]] = ("likelihood", "impact", "action")

    text = TextField(limit=300, rows=2, label="Risk", help_text="Vad som kan gå fel, och varför.")
    likelihood = short(
        ScaleField(label="Sannolikhet, 1–5", help_text="1 är osannolikt, 5 nästan säkert."), "input-date"
    )
    impact = short(ScaleField(label="Konsekvens, 1–5", help_text="1 märks knappt, 5 stoppar projektet."), "input-date")
    action = TextField(limit=600, rows=3, label="Åtgärd", help_text="Vad ni gör för att det inte ska hända, eller då.")

    @property
    def value(self) -> int | None:
        """Likelihood times impact as they are written; None while one of them cannot be read."""
        given = getattr(self, "cleaned_data", {}) if not self.errors else {}
        likelihood, impact = given.get("likelihood"), given.get("impact")
        return None if likelihood is None or impact is None else likelihood * impact

    @property
    def weight(self) -> str:
        """hög, medel or låg."""
        return weight_of(self.value)

    @property
    def tone(self) -> str:
        """The same as the end of a class name."""
        return {"hög": "high", "medel": "medium", "låg": "low"}.get(self.weight, "")


class RiskRows(Rows[RiskForm]):
    noun = "Risk"


RiskFormSet = rows_of(RiskForm, RiskRows)
