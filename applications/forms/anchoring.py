"""The face of what the project stands on: who stands behind it, the strategy, the perspectives, the sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django import forms

from ..enums import Formulator, Perspective
from ..models import CallVersion
from ..models.words import ASKED
from .draft import DraftForm, as_data
from .fields import ManyField, SelectField, TextField, TickField

LONGEST_PERSPECTIVE = 1000


class AnchoringForm(DraftForm):
    """Each perspective is a box and a text, kept together in one column: key → text for those that are ticked."""

    needed: ClassVar[tuple[str, ...]] = ("anchoring",)

    who_formulated = ManyField(
        choices=Formulator.choices,
        label=ASKED["who_formulated"],
        help_text="De som det gäller vet ofta bäst vad problemet är.",
    )
    who_formulated_note = TextField(
        limit=1000, rows=4, label="Så har de varit med", help_text="När och hur ni har frågat dem, och vad det ändrade."
    )
    anchoring = TextField(
        limit=2000,
        rows=6,
        label="Förankring",
        help_text="Vilka chefer, nämnder eller styrelser har ställt sig bakom projektet, och när?",
    )
    strategy_area = SelectField(
        choices=(),
        label="Område i den regionala utvecklingsstrategin",
        help_text="Det område som projektet bidrar mest till.",
    )
    strategy_link = TextField(
        limit=1500,
        rows=4,
        label=ASKED["strategy_link"],
        help_text="Vilket mål i strategin det gäller, och hur projektet bidrar till det.",
    )
    existing_structure = TextField(
        limit=1500,
        rows=4,
        label=ASKED["existing_structure"],
        help_text="Samverkan, nätverk eller verksamheter som projektet stärker i stället för att börja om.",
    )
    references = TextField(
        limit=3000,
        rows=5,
        label="Källor",
        help_text="Forskning, statistik och uppföljning som ni bygger på. Skriv en källa per rad.",
    )

    def __init__(self, *args: Any, rules: CallVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if rules.strategy_areas:
            fields["strategy_area"].choices = [("", "Välj"), *((area, area) for area in rules.strategy_areas)]
            fields["strategy_area"].needed = True
        else:
            del fields["strategy_area"]
        for one in Perspective:
            fields[_box(one)] = TickField(label=one.label)
            fields[_text(one)] = TextField(
                limit=LONGEST_PERSPECTIVE,
                rows=3,
                label=f"{one.label}: så har ni tänkt",
                help_text="Hur det syns i er analys och i vad ni väljer att göra.",
            )

    @classmethod
    def shown(cls, saved: Mapping[str, Any], unparsed: Mapping[str, Mapping[str, str]], **kwargs: Any) -> Self:
        told: Mapping[str, str] = saved.get("perspectives") or {}
        each: dict[str, Any] = {_box(one): one.value in told for one in Perspective}
        each |= {_text(one): told.get(one.value, "") for one in Perspective}
        return cls(as_data(cls(**kwargs), {**saved, **each}, unparsed), **kwargs)

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        told = {one: (values.pop(_box(one)), values.pop(_text(one))) for one in Perspective}
        return values | {"perspectives": {one.value: text for one, (is_ticked, text) in told.items() if is_ticked}}

    @property
    def perspectives(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The boxes, each with the text that belongs to it."""
        return [(self[_box(one)], self[_text(one)]) for one in Perspective]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The other fields, but for the sources, which stand last."""
        own = {"references", *(name for one in Perspective for name in (_box(one), _text(one)))}
        return [self[name] for name in self.fields if name not in own]

    def unit(self, control: str) -> str | None:
        """A box and its text are one thing."""
        found = super().unit(control)
        pairs = {_text(one): _box(one) for one in Perspective}
        return pairs.get(found or "", found)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for one in Perspective:
            if cleaned.get(_text(one)) and not cleaned.get(_box(one)):
                self.add_error(_text(one), f"Kryssa i {one.label}, eller ta bort texten om perspektivet inte är med.")
        return cleaned


def _box(one: Perspective) -> str:
    return f"perspektiv_{one.value}"


def _text(one: Perspective) -> str:
    return f"perspektiv_{one.value}_text"
