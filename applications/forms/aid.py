"""The faces of state aid and of other public support, each with its table (domain.md §3.2 steps 5 and 6)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from portal import clock, dates
from portal.forms import DateField

from ..budget.minimis import first_day
from ..enums import YesNo
from ..models import CallVersion
from ..models.other_aid import AidCurrency, AidStatus, MinimisRule
from ..models.words import ASKED
from .draft import DraftForm
from .fields import ChoiceField, SelectField, TextField, TickField, short
from .numbers import RateField, SumField
from .rows import RowForm, Rows, rows_of


class StateAidForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = ("economic_activity", "company_benefit")
    needed_after_yes: ClassVar[tuple[str, ...]] = ("economic_activity_note", "minimis_received")

    economic_activity = ChoiceField(
        choices=YesNo.choices,
        label=ASKED["economic_activity"],
        help_text="Stöd till ekonomisk verksamhet kan vara statligt stöd och har egna regler inom EU.",
    )
    economic_activity_note = TextField(
        limit=1500, rows=5, label=ASKED["economic_activity_note"], help_text="Vad säljer ni, och till vem?"
    )
    company_benefit = ChoiceField(
        choices=YesNo.choices,
        label=ASKED["company_benefit"],
        help_text="Till exempel rådgivning, varor eller lokaler som är gratis eller billigare än på marknaden.",
    )
    minimis_received = ChoiceField(choices=YesNo.choices, label=ASKED["minimis_received"])
    group_companies = TextField(
        limit=1500,
        rows=3,
        label=ASKED["group_companies"],
        help_text="Företag som äger er eller som ni äger räknas som ett enda företag. Skriv namn och "
        "organisationsnummer, ett företag per rad.",
    )

    def __init__(self, *args: Any, rules: CallVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        since = dates.long(first_day(clock.today()))
        self.fields["minimis_received"].help_text = (
            f"Svara om ni har svarat ja på någon av frågorna ovan. Det gäller stöd som har beviljats från och med "
            f"{since}. Den som gav stödet ska ha skrivit att det är försumbart (de minimis)."
        )


class MinimisForm(RowForm):
    demanded: ClassVar[dict[str, str]] = {"giver": "Skriv vem som gav stödet."}
    may_be_none: ClassVar[bool] = True
    needed: ClassVar[tuple[str, ...]] = ("granted_on", "amount")

    giver = TextField(limit=160, label="Vem som gav stödet")
    granted_on = short(DateField(required=False, label="Beviljat", help_text="Till exempel 2026-11-22."), "input-date")
    receiver = TextField(
        limit=160, label="Företag som fick stödet", help_text="Om det var ett annat företag i samma grupp."
    )
    amount = short(SumField(label="Belopp"), "input-money")
    currency = SelectField(choices=AidCurrency.choices, label="Valuta")
    rate = short(
        RateField(label="Kronor per euro", help_text="Bara för belopp i kronor: kursen den dag då stödet beviljades."),
        "input-date",
    )
    rule = SelectField(choices=MinimisRule.choices, label="Förordning", help_text="Den står i beslutet om stödet.")

    def clean_granted_on(self) -> date | None:
        day: date | None = self.cleaned_data["granted_on"]
        if day and day > clock.today():
            text = f"{dates.long(day)} har inte varit än. Skriv dagen när stödet beviljades."
            raise ValidationError(text, code="to_come")
        return day

    @property
    def values(self) -> dict[str, Any]:
        """Euro and the common regulation where nothing else is chosen."""
        values = super().values
        values["currency"] = values["currency"] or AidCurrency.EUR.value
        values["rule"] = values["rule"] or MinimisRule.GENERAL.value
        return values


class MinimisRows(Rows[MinimisForm]):
    noun = "Stöd"


class OtherSupportForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = ("other_support", "no_double_funding")

    other_support = ChoiceField(
        choices=YesNo.choices,
        label=ASKED["other_support"],
        help_text="Från stat, kommun, region, EU eller en offentlig fond.",
    )
    other_support_note = TextField(
        limit=1500, rows=3, label=ASKED["other_support_note"], help_text="Om något behöver förklaras."
    )
    no_double_funding = TickField(label=ASKED["no_double_funding"])


class SupportForm(RowForm):
    demanded: ClassVar[dict[str, str]] = {"giver": "Skriv från vem stödet kommer."}
    may_be_none: ClassVar[bool] = True
    needed: ClassVar[tuple[str, ...]] = ("amount", "costs", "status")

    giver = TextField(limit=160, label="Från vem")
    amount = short(SumField(label="Belopp i kronor"), "input-money")
    status = SelectField(choices=AidStatus.choices, label="Sökt eller beviljat")
    costs = TextField(limit=400, rows=2, label="För vilka kostnader")
    starts_on = short(DateField(required=False, label="Från", help_text="Till exempel 2026-11-22."), "input-date")
    ends_on = short(DateField(required=False, label="Till"), "input-date")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Stödet kan inte sluta innan det börjar. Kontrollera de två dagarna.")
        return cleaned


class SupportRows(Rows[SupportForm]):
    noun = "Stöd"


MinimisFormSet = rows_of(MinimisForm, MinimisRows)
OtherSupportFormSet = rows_of(SupportForm, SupportRows)
