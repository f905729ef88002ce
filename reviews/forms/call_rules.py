"""The rules of a call as a form that a person fills in: lists one per line, cost categories as rows, shares in percent.

Row lists keep the keys of rows that were there, since budgets point at them; a new row gets its key from its name.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from applications.enums import RuleLevel, ShareBase, VatRule
from applications.models import Call, CallVersion
from applications.models.call_version import PART_OF
from applications.sections import SECTIONS
from applications.services.early_close import SHORTEST_ANSWER_DAYS
from portal.accounts.enums import OrganisationType
from portal.forms import AmountField, DateField, LinesField, PercentField

from .call_rule_rows import ROWS, Row
from .calls import CallForm
from .moving import DAY, SHORT, text_area

LONGEST_TO_DO = 200  # what a row of a phase's list holds


def _number(label: str, low: int, high: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        widget=forms.TextInput(attrs=SHORT | {"inputmode": "numeric"}),
        error_messages={
            "required": "Skriv ett tal.",
            "invalid": "Skriv ett helt tal med siffror.",
            "min_value": f"Skriv {low} eller mer.",
            "max_value": f"Skriv högst {high}.",
        },
        **more,
    )


def _days(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=120,
        help_text="Antal dagar med komma emellan, till exempel 30, 14, 7, 1, 0. Lämna tomt för inga.",
    )


def _level(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=RuleLevel.choices, widget=forms.RadioSelect)


class RulesForm(CallForm):
    """All rules of a version. `values` are the columns, with the lists and the rows."""

    eligible_types = forms.MultipleChoiceField(
        label="Vilka som kan söka",
        choices=OrganisationType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kryssa i ingen för att låta alla typer av organisationer söka.",
    )
    age_from = _number("Yngsta ålder", 0, 120)
    age_to = _number("Äldsta ålder", 0, 120)
    allows_adults = forms.BooleanField(
        label="Får även vända sig till vuxna, om barnen har nytta av det", required=False
    )
    areas = LinesField(label="Utvecklingsområden", required=False, help_text="Ett per rad. Lämna tomt för inga.")
    strategy_areas = LinesField(
        label="Områden i den regionala utvecklingsstrategin",
        required=False,
        help_text="Ett per rad. Den som söker väljer ett av dem. Lämna tomt för att bara fråga med fri text.",
    )
    municipalities = LinesField(
        label="Kommuner att välja bland",
        rows=8,
        required=False,
        help_text="En per rad. Lämna tomt för att inte fråga efter kommuner.",
    )
    min_municipalities = _number("Minsta antal kommuner", 0, 300)
    municipalities_level = _level("För få kommuner är")
    min_sectors = _number("Minsta antal sektorer", 1, 6)
    sectors_level = _level("För få sektorer är")
    max_share = PercentField(
        label="Största andel, procent",
        required=False,
        widget=forms.TextInput(attrs=SHORT),
        help_text="Lämna tomt om det inte finns någon.",
    )
    share_base = forms.ChoiceField(label="Andelen räknas på", choices=ShareBase.choices, widget=forms.RadioSelect)
    requires_other_funder = forms.BooleanField(
        label="Kräver pengar från någon annan än oss", required=False, help_text="Räknas per organisationsnummer."
    )
    min_amount = AmountField(label="Minsta belopp, kronor", required=False, widget=forms.TextInput(attrs=SHORT))
    min_amount_level = _level("För litet belopp är")
    max_amount = AmountField(label="Högsta belopp, kronor", required=False, widget=forms.TextInput(attrs=SHORT))
    indirect_rate = PercentField(
        label="Påslag för indirekta kostnader, procent av personalkostnaden",
        required=False,
        widget=forms.TextInput(attrs=SHORT),
        help_text="Kräver ett kostnadsslag av typen indirekt kostnad. Lämna tomt för inget påslag.",
    )
    retention = PercentField(
        label="Andel som hålls inne till slutet, procent",
        required=False,
        widget=forms.TextInput(attrs=SHORT),
        help_text="Lämna tomt för att inte hålla inne något.",
    )
    one_open_claim = forms.BooleanField(label="Bara en obetald rekvisition i taget", required=False)
    advance_max_share = PercentField(
        label="Förskott, högst så många procent av stödet",
        required=False,
        widget=forms.TextInput(attrs=SHORT),
        help_text="Lämna både procent och belopp tomma för att inte ge förskott. Fyller du i båda gäller det lägsta.",
    )
    advance_max_amount = AmountField(
        label="Förskott, högsta belopp i kronor", required=False, widget=forms.TextInput(attrs=SHORT)
    )
    overrun_share = PercentField(
        label="Ett kostnadsslag får bli högst så många procent dyrare",
        required=False,
        widget=forms.TextInput(attrs=SHORT),
        help_text="Blir det mer måste projektet fråga oss först. Lämna tomt för att inte ha någon gräns.",
    )
    overrun_floor = AmountField(
        label="Så många kronor får det alltid bli dyrare",
        required=False,
        widget=forms.TextInput(attrs=SHORT),
        help_text="Så att små kostnadsslag inte fastnar i procenten. Lämna tomt för inget sådant belopp.",
    )
    vat_rule = forms.ChoiceField(
        label="Kostnader skrivs med eller utan moms", choices=VatRule.choices, widget=forms.RadioSelect
    )
    payroll_overhead = PercentField(
        label="Vanligt påslag på lön, procent",
        required=False,
        widget=forms.TextInput(attrs=SHORT),
        help_text="Sociala avgifter, pension och försäkringar. Ett annat påslag i ansökan ger en varning. Lämna tomt "
        "för att inte jämföra.",
    )
    max_years = _number("Längsta period i år", 1, 20)
    may_exceed_period = forms.BooleanField(label="Nämnden får besluta om längre tid", required=False)
    earliest_start = DateField(label="Projekt får börja tidigast", required=False, widget=forms.TextInput(attrs=DAY))
    months_per_report = forms.TypedChoiceField(
        label="Rapport och rekvisition lämnas",
        choices=[(6, "Varje halvår"), (12, "Varje år")],
        coerce=int,
        widget=forms.RadioSelect,
    )
    min_period_days = _number("Kortaste rapportperiod i dagar", 0, 366)
    report_due_months = _number("Månader till rapporten", 0, 24)
    final_due_months = _number("Månader till slutrapporten", 0, 24)
    reports_without_money = forms.BooleanField(label="Projekt utan pengar lämnar rapporter", required=False)
    start_activities = LinesField(
        label="Att göra i uppstarten",
        longest=LONGEST_TO_DO,
        required=False,
        help_text="En sak per rad. Projektet får listan när det börjar. Sluta raden med till exempel inom 30 dagar, "
        "räknat från projektets första dag, så står den dagen i listan.",
    )
    closing_activities = LinesField(
        label="Att göra i avslutet",
        longest=LONGEST_TO_DO,
        required=False,
        help_text="En sak per rad. Projektet får listan när slutet närmar sig. Sluta raden med till exempel 60 dagar "
        "före slutet, så står den dagen i listan.",
    )
    min_risks = _number("Minsta antal risker", 0, 20, help_text="0 för att inte kräva någon riskanalys.")
    procurement_limit = AmountField(
        label="Inköpsplan krävs när externa tjänster kostar mer än, kronor",
        required=False,
        widget=forms.TextInput(attrs=SHORT),
        help_text="För hela projektet. Lämna tomt för att aldrig kräva den.",
    )
    minimis_limit = AmountField(
        label="Gräns för försumbart stöd, euro",
        widget=forms.TextInput(attrs=SHORT),
        help_text="Så mycket får ett företag sammanlagt få under tre år.",
        error_messages={"required": "Skriv gränsen i euro, till exempel 300 000."},
    )
    euro_rate = forms.DecimalField(
        label="Kronor per euro",
        min_value=Decimal("0.0001"),
        max_digits=9,
        decimal_places=4,
        localize=True,
        widget=forms.TextInput(attrs=SHORT),
        help_text="Kursen som ansökan räknas om med, till exempel 11,25.",
        error_messages={
            "required": "Skriv hur många kronor en euro kostar, till exempel 11,25.",
            "invalid": "Skriv hur många kronor en euro kostar, till exempel 11,25.",
            "min_value": "Kursen måste vara mer än 0.",
        },
    )
    two_signatures = forms.BooleanField(
        label="Två behöriga ska skriva under tillsammans",
        required=False,
        help_text="Gäller ansökan, godkännandet av beslutet och rekvisitionerna.",
    )
    loa = forms.TypedChoiceField(
        label="Så säker ska e-legitimationen vara",
        choices=[(2, "Tillitsnivå 2"), (3, "Tillitsnivå 3, den vanliga"), (4, "Tillitsnivå 4, den högsta")],
        coerce=int,
        widget=forms.RadioSelect,
    )
    score_low = _number("Lägsta poäng", 0, 99)
    score_high = _number("Högsta poäng", 1, 100)
    hearing_days = _number(
        "Dagar att yttra sig",
        SHORTEST_ANSWER_DAYS,
        366,
        help_text="Så länge får sökanden svara innan vi föreslår att projektet avslutas i förtid.",
    )
    acceptance_days = _number("Dagar att godkänna beslutet", 1, 366)
    completion_days = _number("Dagar att komplettera", 1, 366)
    reminder_offsets = _days("Påminn så många dagar före")
    overdue_offsets = _days("Påminn så många dagar efter")
    sections = forms.MultipleChoiceField(
        label="Delar i formuläret",
        choices=[(key, section.label) for key, section in SECTIONS.items() if key not in PART_OF],
        widget=forms.CheckboxSelectMultiple,
        help_text="Sökande har också fler kontaktpersoner. Projektet har också målgruppen och genomförandet.",
        error_messages={"required": "Välj minst en del."},
    )
    terms_version = forms.CharField(
        label="Villkorens version", max_length=40, error_messages={"required": "Skriv villkorens version."}
    )
    terms_text = text_area("Allmänna villkor", max_length=40_000, rows=16, missing="Skriv villkoren.")
    change_note = text_area(
        "Vad ändras?",
        required=False,
        max_length=400,
        rows=3,
        help_text="Läses av handläggare och av dem som söker.",
    )

    def __init__(self, data: Any = None, *, call: Call, rules: CallVersion, asks_note: bool, **kwargs: Any) -> None:
        self.rules = rules
        super().__init__(data, call=call, initial=_first(rules), **kwargs)
        if not asks_note:
            del self.fields["change_note"]
        self.rows = {
            name: formset(data, prefix=prefix, initial=[_first_of_row(row) for row in getattr(rules, name) or []])
            for name, (formset, prefix) in ROWS.items()
        }

    def is_valid(self) -> bool:
        own = super().is_valid()
        return all([rows.is_valid() for rows in self.rows.values()]) and own

    def clean_reminder_offsets(self) -> list[int]:
        return _offsets(self.cleaned_data["reminder_offsets"])

    def clean_overdue_offsets(self) -> list[int]:
        return _offsets(self.cleaned_data["overdue_offsets"])

    def clean_sections(self) -> list[str]:
        """Every part of the form is what no list means, so that a part that comes later is there too."""
        given = self.cleaned_data["sections"]
        return [] if set(given) >= set(SECTIONS) - PART_OF.keys() else given

    def clean_terms_text(self) -> str:
        """Browsers send other line ends than those that are stored; they are no change of the terms."""
        return str(self.cleaned_data["terms_text"]).replace("\r\n", "\n")

    def clean_retention(self) -> Any:
        return self.cleaned_data["retention"] or 0

    def clean_advance_max_share(self) -> Decimal | None:
        share: Decimal | None = self.cleaned_data["advance_max_share"]
        if share is not None and not share:
            raise ValidationError("Skriv mer än 0 procent, eller lämna tomt för att inte ge förskott.")
        return share

    def clean_overrun_floor(self) -> Decimal:
        return self.cleaned_data["overrun_floor"] or Decimal(0)

    def values(self) -> dict[str, Any]:
        """Column → value, once it is valid."""
        own = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "change_note")}
        return own | {name: rows.listed(getattr(self.rules, name) or []) for name, rows in self.rows.items()}


def _offsets(typed: str) -> list[int]:
    parts = [part.strip() for part in typed.replace(";", ",").split(",") if part.strip()]
    if not all(part.isdecimal() and len(part) <= 3 for part in parts):
        raise ValidationError("Skriv antal dagar med komma emellan, till exempel 30, 14, 7, 1, 0.")
    return list(dict.fromkeys(int(part) for part in parts))


def _first(rules: CallVersion) -> dict[str, Any]:
    values = {name: getattr(rules, name) for name in RulesForm.base_fields if hasattr(rules, name)}
    values |= {name: ", ".join(map(str, values[name] or [])) for name in ("reminder_offsets", "overdue_offsets")}
    values |= {"change_note": "", "sections": rules.sections or list(SECTIONS), "retention": rules.retention or None}
    values |= {"overrun_floor": rules.overrun_floor or None}
    return values


def _first_of_row(row: Any) -> Row:
    known = row if isinstance(row, dict) else {}
    told = {"not_eligible": known.get("eligible") is False, "usual_share": _share(known.get("usual_share"))}
    return dict(known) | told


def _share(stored: Any) -> Decimal | None:
    return Decimal(str(stored)) if stored else None
