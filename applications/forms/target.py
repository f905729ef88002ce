"""The faces of the target group, and of how the project is carried out and carried on (domain.md §3.2 step 3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django.forms import BoundField

from ..enums import YesNo
from ..findings import reached
from ..models import CallVersion
from ..models.words import ASKED
from .draft import DraftForm
from .fields import AgeField, ChoiceField, TextField, short
from .numbers import CountField

Group = tuple[str, list[BoundField]]


def grouped(form: DraftForm, parts: Mapping[str, Collection[str]]) -> list[Group]:
    """The form's fields in its own order, under the headings that `parts` gives them."""
    return [(title, [form[name] for name in form.fields if name in names]) for title, names in parts.items()]


class TargetForm(DraftForm):
    """For whom, how many, and how they take part."""

    needed: ClassVar[tuple[str, ...]] = ("target_group", "age_from", "age_to", "reach_direct")
    needed_after_yes: ClassVar[tuple[str, ...]] = ("adults_reason",)

    target_group = TextField(
        limit=2000, rows=6, label="Målgruppen", help_text="Vilka barn och unga projektet är till för."
    )
    target_risk = TextField(
        limit=1500,
        rows=4,
        label=ASKED["target_risk"],
        help_text="Vad händer om ingen gör något? Skriv inte om enskilda barn så att de går att känna igen.",
    )
    age_from = short(AgeField(required=False, label="Yngsta ålder"), "input-date")
    age_to = short(AgeField(required=False, label="Äldsta ålder"), "input-date")
    reach_direct = short(CountField(label=ASKED["reach_direct"], help_text="De som är med i det ni gör."), "input-date")
    reach_girls = short(
        CountField(
            label=ASKED["reach_girls"],
            help_text="Flickor och pojkar får lämnas tomma. Räkna inte med dem som är något annat eller vars kön ni "
            "inte vet.",
        ),
        "input-date",
    )
    reach_boys = short(CountField(label=ASKED["reach_boys"]), "input-date")
    reach_indirect = short(
        CountField(label=ASKED["reach_indirect"], help_text="De som märker av det utan att själva vara med."),
        "input-date",
    )
    reaches_adults = ChoiceField(choices=YesNo.choices, label=ASKED["reaches_adults"])
    adults_reason = TextField(
        limit=1000,
        rows=4,
        label=ASKED["adults_reason"],
        help_text="Beskriv vad som blir bättre för dem när ni når de vuxna.",
    )
    child_participation = TextField(
        limit=2000, rows=6, label="Barns och ungas delaktighet", help_text="Hur de som det gäller är med och påverkar."
    )

    def __init__(self, *args: Any, rules: CallVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["age_from"].help_text = f"Satsningen gäller {rules.age_from}–{rules.age_to} år."
        fields["reaches_adults"].needed = rules.allows_adults
        if not rules.allows_adults:
            fields["reaches_adults"].help_text = "Den här utlysningen är bara till för barn och unga."
            del self.fields["adults_reason"]

    @property
    def groups(self) -> list[Group]:
        """The fields under their headings."""
        others = ("reaches_adults", "adults_reason", "child_participation")
        return grouped(self, {"Barn och unga": self.base_fields.keys() - set(others), "De som är med": set(others)})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        youngest, oldest = cleaned.get("age_from"), cleaned.get("age_to")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error("age_to", "Äldsta ålder kan inte vara lägre än yngsta. Kontrollera de två åldrarna.")
        counts = [cleaned.get(name) for name in ("reach_direct", "reach_girls", "reach_boys")]
        if told := reached.too_many(*counts):
            self.add_error("reach_boys" if counts[2] is not None else "reach_girls", told)
        return cleaned


class CarryingForm(DraftForm):
    """Who does what, what is new, what is shared out, and what comes after. Pilot money only where the call has it."""

    needed: ClassVar[tuple[str, ...]] = ("cooperation", "delimitation", "longevity")
    needed_after_yes: ClassVar[tuple[str, ...]] = ("pilot_criteria",)

    cooperation = TextField(
        limit=2000, rows=6, label="Samverkan", help_text="Vem gör vad, och vad blir möjligt när ni gör det ihop?"
    )
    delimitation = TextField(
        limit=2000,
        rows=6,
        label=ASKED["delimitation"],
        help_text="Vi betalar inte för ordinarie verksamhet. Vad är nytt?",
    )
    shares_out = ChoiceField(
        choices=YesNo.choices,
        label=ASKED["shares_out"],
        help_text="Pengar som andra söker av er och prövar något för. Beloppen för varje år skriver ni i budgeten.",
    )
    pilot_criteria = TextField(
        limit=1500,
        rows=4,
        label=ASKED["pilot_criteria"],
        help_text="Vem som kan få dem, hur mycket var och en kan få och hur ni väljer.",
    )
    longevity = TextField(
        limit=2000, rows=4, label=ASKED["longevity"], help_text="Vem fortsätter med det som har fungerat?"
    )
    longevity_money = TextField(
        limit=1000, rows=3, label=ASKED["longevity_money"], help_text="Vem betalar då, och ur vilken budget?"
    )
    longevity_decision = TextField(
        limit=1000,
        rows=3,
        label=ASKED["longevity_decision"],
        help_text="Vem beslutar om fortsättningen, och när?",
    )

    def __init__(self, *args: Any, rules: CallVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if any(row.get("sub_grants") for row in rules.cost_categories):
            self.fields["shares_out"].needed = True  # type: ignore[attr-defined]  # ours, as in portal/forms.py
        else:
            del self.fields["shares_out"], self.fields["pilot_criteria"]

    @property
    def groups(self) -> list[Group]:
        """The fields under their headings."""
        after = {name for name in self.base_fields if name.startswith("longevity")}
        return grouped(self, {"Under projektet": self.base_fields.keys() - after, "Efter projektet": after})
