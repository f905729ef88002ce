"""The face of the section about the project itself: what, for whom, where and how long (domain.md §3.2 step 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from portal import dates
from portal.forms import DateField
from portal.look.words import counted

from ..enums import MunicipalityRole, RuleLevel
from ..findings import named, wish
from ..models import CallVersion
from .draft import DraftForm, as_data
from .fields import ManyField, SelectField, TextField, short

ROLE = "roll-"  # and the number of the municipality in the list
EVERYWHERE = "hela_lanet"  # the button that chooses every municipality of the list


def choices(rows: list[Any]) -> list[tuple[str, str]]:
    """A list of a call's version as choices: plain words, or rows with key and label."""
    return list(named(rows).items())


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality to tick, and the list where its role is chosen."""

    value: str
    label: str
    is_chosen: bool
    role_name: str
    roles: list[tuple[str, str, bool]]  # value, label, whether it is chosen


class ProjectForm(DraftForm):
    """The project. A municipality's role is a list beside its box, and not a field: it is never wrong or missing."""

    needed: ClassVar[tuple[str, ...]] = ("title", "summary", "period_start", "period_end", "problem")

    title = TextField(limit=120, label="Projektets namn")
    short_name = short(
        TextField(limit=30, label="Kortnamn", help_text="Om projektet har ett, till exempel en förkortning.")
    )
    summary = TextField(
        limit=1000,
        rows=6,
        label="Sammanfattning",
        help_text="Skriv så att den som inte kan ämnet förstår. Får ni stöd blir texten offentlig.",
    )
    period_start = short(
        DateField(required=False, label="Projektet börjar", help_text="Till exempel 2026-11-22."), "input-date"
    )
    period_end = short(DateField(required=False, label="Projektet slutar"), "input-date")
    problem = TextField(
        limit=3000,
        rows=10,
        label="Problemet",
        help_text="Vad är det som inte fungerar i dag, för vem, och hur vet ni det? Skriv inte om enskilda barn så att "
        "de går att känna igen.",
    )
    desired_individual = TextField(
        limit=1500,
        rows=4,
        label="Önskat läge för individen",
        help_text="Vad ska vara annorlunda för barnen och de unga?",
    )
    desired_organisation = TextField(
        limit=1500,
        rows=4,
        label="Önskat läge för organisationerna",
        help_text="Vad gör ni och de andra på ett annat sätt då?",
    )
    desired_society = TextField(
        limit=1500, rows=4, label="Önskat läge för samhället", help_text="Vad märker kommunen och länet på sikt?"
    )
    areas = ManyField(label="Utvecklingsområden", help_text="Välj ett eller flera.")
    main_area = SelectField(
        choices=(), label="Viktigaste utvecklingsområdet", help_text="Ett av dem ni har valt. Behövs om de är flera."
    )
    municipalities = ManyField(label="Kommuner", help_text="Där ni ska arbeta.")
    focus_area = TextField(
        limit=160,
        label="Geografiskt fokus",
        help_text="Om ni börjar i en del av området: vilka orter eller vilken del.",
    )

    def __init__(self, *args: Any, rules: CallVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["period_end"].help_text = f"Högst {rules.max_years} år efter starten."
        if rules.earliest_start:
            fields["period_start"].help_text = f"Tidigast {dates.long(rules.earliest_start)}."
        if rules.areas:
            fields["areas"].choices = choices(rules.areas)
            fields["areas"].needed = True
            fields["main_area"].choices = [("", "Välj"), *choices(rules.areas)]
        else:
            del self.fields["areas"], self.fields["main_area"]
        if rules.municipalities:
            fields["municipalities"].choices = choices(rules.municipalities)
            fields["municipalities"].needed = rules.min_municipalities > 0
            fields["municipalities"].help_text = _where(rules)
        else:
            del self.fields["municipalities"]

    @classmethod
    def shown(cls, saved: Mapping[str, Any], unparsed: Mapping[str, Mapping[str, str]], **kwargs: Any) -> Self:
        blank = cls(**kwargs)
        data = as_data(blank, saved, unparsed)
        given = saved.get("municipality_roles") or {}
        for number, (name, _) in enumerate(blank._municipalities):
            if name in given:
                data[_role_name(number)] = given[name]
        return cls(data, **kwargs)

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        if "municipalities" in self.fields:
            values["municipality_roles"] = {name: self._role(name) for name in values["municipalities"]}
        return values

    @property
    def towns(self) -> list[Town]:
        """The municipalities in the order of the call."""
        chosen = set(self["municipalities"].data or ())
        return [
            Town(
                name,
                label,
                name in chosen,
                _role_name(number),
                [(role.value, role.label, role == self._role(name)) for role in MunicipalityRole],
            )
            for number, (name, label) in enumerate(self._municipalities)
        ]

    @property
    def _municipalities(self) -> list[tuple[str, str]]:
        # The field is a MultipleChoiceField, as it is declared above.
        return list(self.fields["municipalities"].choices) if "municipalities" in self.fields else []  # type: ignore[attr-defined]

    def unit(self, control: str) -> str | None:
        """A municipality's role goes with the list of municipalities."""
        is_town = control == EVERYWHERE or control.startswith(ROLE)
        return "municipalities" if is_town and "municipalities" in self.fields else super().unit(control)

    def _role(self, name: str) -> str:
        """The role that is chosen beside the box; who has been given none takes part."""
        place = [key for key, _ in self._municipalities].index(name)
        given = str(self.data.get(_role_name(place), ""))
        return given if given in MunicipalityRole.values else MunicipalityRole.TAKES_PART.value

    def clean_municipalities(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["municipalities"]
        return [name for name, _ in self._municipalities] if self.data.get(EVERYWHERE) else chosen

    def _words(self, name: str) -> str:
        if name != "municipalities":
            return super()._words(name)
        names = dict(self._municipalities)
        chosen = list(names) if self.data.get(EVERYWHERE) else list(self[name].data or ())
        roles = {one: MunicipalityRole(self._role(one)).label.lower() for one in names}
        return ", ".join(f"{names[one]} ({roles[one]})" for one in chosen if one in names)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("period_start"), cleaned.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", "Projektet kan inte sluta innan det börjar. Kontrollera de två dagarna.")
        return cleaned


def _role_name(number: int) -> str:
    return f"{ROLE}{number}"


def _where(rules: CallVersion) -> str:
    """Where you will work, and that more than one is wished for."""
    told = "Där ni ska arbeta. Säg för var och en om den är pilot, deltar eller bara följer arbetet."
    if rules.min_municipalities < 2:
        return told
    few = counted(rules.min_municipalities, "en kommun", "kommuner")
    return f"{told} {wish(RuleLevel(rules.municipalities_level), few)}"
