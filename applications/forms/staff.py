"""Who works in the project: role, part of full time, pay, overhead and months, which give the cells of staff costs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from portal.forms import AmountField, PercentField, TypedField, offer
from portal.money import NBSP, percent

from ..budget.staff import MOST_MONTHS, StaffLine
from ..models.staff import StaffRow, line_of
from .fields import SelectField, TextField, short
from .organisation import ShareField
from .rows import RowForm, Rows, rows_of

STAFF = "lon"
LARGEST_PAY = Decimal(9_999_999)  # kronor a month: the cost of every row must fit in its column
_MONTHS = re.compile(r"(?P<whole>[0-9]{1,3})(?:[,.](?P<part>[0-9]{1,2}))?(?:\s?mån(?:ader)?\.?)?", re.IGNORECASE)


class MonthsField(TypedField):
    """Months of a year, 0–12 with at most two decimals."""

    input_attrs: ClassVar[dict[str, str]] = {"inputmode": "decimal"}

    def parse(self, text: str) -> Decimal:
        found = _MONTHS.fullmatch(text)
        if not found:
            raise ValidationError("Skriv antal månader med siffror, till exempel 6 eller 6,5.", code="invalid")
        months = Decimal(f"{found['whole']}.{found['part'] or 0}")
        if months > MOST_MONTHS:
            raise ValidationError("Ett år har 12 månader. Skriv 12 eller mindre.", code="too_many")
        return months

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


class PayField(AmountField):
    """Kronor a month for full time."""

    def parse(self, text: str) -> Decimal:
        pay = super().parse(text)
        if pay > LARGEST_PAY:
            raise ValidationError("Månadslönen är för stor. Skriv lönen för en månad på heltid.", code="too_large")
        return pay


class PartField(ShareField):
    """A part of full time that somebody is paid for: more than nothing, at most all of it."""

    def parse(self, text: str) -> Decimal:
        try:
            share: Decimal = super().parse(text)
        except ValidationError as fault:
            if fault.code != "nothing":
                raise
            raise ValidationError("Skriv mer än 0 procent, eller ta bort raden.", code="nothing") from fault
        return share


class StaffForm(RowForm):
    """One row. Where the call has decided the overhead there is nothing to type, only to read."""

    demanded: ClassVar[dict[str, str]] = {  # where the field is there to fill in
        "category": "Välj vilket kostnadsslag lönen hör till.",
        "role": "Skriv vilken roll det är.",
        "share": "Skriv hur stor del av en heltid, i procent.",
        "monthly_pay": "Skriv månadslönen i kronor för heltid.",
        "overhead": "Skriv lönebikostnaderna i procent av lönen, eller 0.",
    }
    names_fields = True  # several roles and years may have the same fault: the summary says which

    category = SelectField(choices=[], label="Kostnadsslag")
    role = TextField(limit=120, label="Roll", help_text="Till exempel projektledare.")
    person = TextField(
        limit=120, label="Vem", help_text="Om ni vet. Ansökan blir en allmän handling när den kommer in."
    )
    share = short(PartField(required=False, label="Del av heltid, i procent"), "input-date")
    monthly_pay = short(PayField(required=False, label="Månadslön på heltid, i kronor"), "input-date")
    overhead = short(
        PercentField(
            required=False,
            label="Lönebikostnader, i procent av lönen",
            help_text="Arbetsgivaravgifter, pension och försäkringar. Skriv 0 om de redan ingår i lönen.",
        ),
        "input-date",
    )

    def __init__(
        self,
        *args: Any,
        years: Sequence[int],
        categories: Sequence[dict[str, str]],
        overhead: Decimal | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.years, self.fixed_overhead, self.only_category = years, overhead, ""
        place = str(self.prefix).rpartition("-")[2]
        self.number = int(place) if place.isdecimal() else 0
        if overhead is not None:
            del self.fields["overhead"]
        if len(categories) == 1:
            self.only_category = categories[0]["key"]
            del self.fields["category"]
        else:
            offer(self, "category", [("", "Välj"), *((row["key"], row["label"]) for row in categories)])
        for year in years:
            field = MonthsField(required=False, label=f"Månader {year}")
            field.widget.attrs["class"] = "form-control input-months"
            self.fields[str(year)] = field
        told = [str(self[name].data or "").strip() for name in ("role", "person")]
        self.label = ", ".join(filter(None, told)) or f"Roll {self.number + 1}"

    @property
    def details(self) -> list[Any]:
        """The controls that say who and for how much, without the years."""
        names = ("category", "role", "person", "share", "monthly_pay", "overhead")
        return [self[name] for name in names if name in self.fields]

    @property
    def month_controls(self) -> list[Any]:
        return [self[str(year)] for year in self.years]

    @property
    def overhead_words(self) -> str:
        """What the call has decided, where it has."""
        if self.fixed_overhead is None:
            return ""
        return f"Lönebikostnader: {percent(self.fixed_overhead)} av lönen, enligt utlysningen."

    @property
    def columns(self) -> dict[str, Any]:
        """As the service saves it; what is missing or cannot be read counts as nothing meanwhile."""
        given = self.values
        overhead = given.get("overhead") if self.fixed_overhead is None else self.fixed_overhead
        return {
            "category": self.only_category or given["category"],
            "role": given["role"] or f"Roll{NBSP}{self.number + 1}",
            "person": given["person"],
            "share": given["share"] or Decimal(0),
            "monthly_pay": given["monthly_pay"] or Decimal(0),
            "overhead": overhead or Decimal(0),
            "months": {year: given[str(year)] for year in self.years if given[str(year)] is not None},
        }

    @property
    def line(self) -> StaffLine:
        """As it is counted, by the same function as what is saved."""
        given = self.columns
        months = given.pop("months")
        return line_of(StaffRow(order=self.number, **given), months)


class StaffRows(Rows[StaffForm]):
    noun = "Roll i budgeten"

    @property
    def values(self) -> list[dict[str, Any]]:
        return [form.columns for form in self.filled]

    @property
    def lines(self) -> list[StaffLine]:
        return [form.line for form in self.filled]


StaffFormSet = rows_of(StaffForm, StaffRows)
