"""The budget's two tables: cost categories × years, and those who pay × years, in kronor with öre (domain.md §3.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from portal.forms import AmountField, mark_needed

from ..enums import CostKind, FunderKind, FundingStatus
from ..models import Application, Funder
from ..models.project import budget_years
from .draft import DraftForm, Posted, Unparsed
from .fields import OrgnrField, SelectField, TextField, TickField
from .rows import RowForm, Rows, doubled, rows_of

COSTS, OTHERS, APPLIED = "kostnad", "finansiar", "sokt"
_CELL = re.compile(rf"(?:{COSTS}|{OTHERS}|{APPLIED})-.*?(?P<year>(?:19|20|21)[0-9]{{2}})")
OTHER_STATUSES = [
    (FundingStatus.INTENT.value, FundingStatus.INTENT.label),
    (FundingStatus.DECIDED.value, FundingStatus.DECIDED.label),
    (FundingStatus.APPLIED.value, "Sökt, inte beslutat"),
]


def _amount(name: str, year: int, *, negative: bool = False) -> AmountField:
    field = AmountField(required=False, negative=negative, label=f"{name}, {year}")
    field.widget.attrs |= {"class": "form-control", "aria-label": f"{name}, {year}, kronor"}
    return field


class CostForm(DraftForm):
    """One control per category and year, named by both, so that nothing hangs on the table's shape."""

    names_cells = True  # many cells may have the same fault: the summary says which

    def __init__(self, *args: Any, categories: list[dict[str, str]], years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, prefix=COSTS, **kwargs)
        self.cells = {
            f"{category['key']}-{year}": (category["key"], year)
            for category in categories
            if category["kind"] != CostKind.INDIRECT
            for year in years
        }
        for category in categories:
            if category["kind"] != CostKind.INDIRECT:
                for year in years:
                    self.fields[f"{category['key']}-{year}"] = _amount(
                        category["label"], year, negative=category["kind"] == CostKind.INCOME
                    )

    @property
    def amounts(self) -> dict[tuple[str, int], Decimal]:
        """(category, year) → kronor with öre; empty cells and those that do not parse are left out."""
        return {cell: value for name, cell in self.cells.items() if (value := self.values[name]) is not None}


class MoneyForm(RowForm):
    """The years of one who pays."""

    names_cells = True

    def __init__(self, *args: Any, years: Sequence[int], payer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        for year in years:
            self.fields[str(year)] = _amount(payer, year)

    @property
    def amounts(self) -> dict[int, Decimal]:
        given = self.values
        return {year: given[str(year)] for year in self.years if given[str(year)] is not None}


class AppliedForm(MoneyForm):
    """What is applied for: the one row that says nothing but amounts."""

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, years=years, payer="Det ni söker av oss", prefix=APPLIED, **kwargs)


class FunderForm(MoneyForm):
    demanded: ClassVar[dict[str, str]] = {
        "name": "Skriv vem som betalar.",
        "kind": "Välj om finansiären är offentlig eller privat.",
        "status": "Välj hur säkra pengarna är.",
    }

    name = TextField(limit=160, label="Vem som betalar")
    orgnr = OrgnrField(required=False, label="Organisationsnummer", help_text="Tio siffror, till exempel 232100-0131.")
    account = TextField(limit=120, label="Vilka pengar", help_text="Till exempel egna medel eller namnet på ett konto.")
    kind = SelectField(choices=FunderKind.choices, label="Typ")
    status = SelectField(choices=OTHER_STATUSES, label="Hur säkra är pengarna?")
    in_kind = TickField(
        label="Bidraget är arbete eller saker, inte pengar",
        help_text="Skriv vad det är värt, och ta upp samma värde bland kostnaderna. Det bokförs inte.",
    )

    def __init__(
        self, *args: Any, ours: str, applicant: tuple[str, str] = ("", ""), needs_orgnr: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, payer="Finansiär", **kwargs)
        self.applicant = applicant
        if needs_orgnr:
            mark_needed(self, "orgnr")
        self.ours = ours
        place = str(self.prefix).rpartition("-")[2]
        number = int(place) + 1 if place.isdecimal() else 1
        self.label = str(self["name"].data or "").strip() or f"Finansiär {number}"
        for year in self.years:
            self.fields[str(year)].label = f"{self.label}, {year}"
            self.fields[str(year)].widget.attrs["aria-label"] = f"{self.label}, {year}, kronor"
        for name in ("orgnr", "kind", "status"):
            self.fields[name].widget.attrs["class"] = "input-short"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        typed = " ".join(str(cleaned.get(name) or "") for name in ("name", "account")).strip()
        if typed.casefold() == self.ours.casefold():
            self.add_error("account", "Det är pengarna som ni söker av oss. Skriv dem på raden Det ni söker av oss.")
        name, number = self.applicant
        if "orgnr" in cleaned and not cleaned["orgnr"] and name.casefold() == str(cleaned.get("name", "")).casefold():
            cleaned["orgnr"] = number  # the applicant's own is known
        return cleaned

    @property
    def details(self) -> list[Any]:
        """The controls that say who pays, without the years."""
        return [self[name] for name in ("name", "account", "orgnr", "kind", "status", "in_kind")]

    @property
    def detail_errors(self) -> bool:
        return any(field.errors for field in self.details)


class FunderRows(Rows[FunderForm]):
    noun = "Finansiär"

    def clean(self) -> None:
        for row in doubled(self.filled, "name", "account"):
            row.add_error("account", "Samma pengar från samma finansiär står två gånger. Ta bort den ena raden.")

    @property
    def values(self) -> list[dict[str, Any]]:
        """As the service saves them. A name or an account that is missing or doubled gets a number meanwhile."""
        typed = {str(form[name].data or "").strip() for form in self.filled for name in ("name", "account")}
        return [
            {
                "name": given["name"] or _free(f"Finansiär {number}", typed),
                "orgnr": given["orgnr"],
                "account": given["account"] if "account" not in form.errors else _free(f"rad {number}", typed),
                "kind": given["kind"] or FunderKind.PUBLIC,
                "status": given["status"] or FundingStatus.INTENT,
                "is_applied": False,
                "amounts": form.amounts,
            }
            for number, form in enumerate(self.filled, 1)
            for given in [form.values]
        ]


def _free(name: str, typed: set[str]) -> str:
    """A name that nobody has typed: the database takes the same money from the same payer once."""
    while name in typed:
        name += "*"
    return name


FunderFormSet = rows_of(FunderForm, FunderRows)


@dataclass
class BudgetForms:
    """The three parts of the page, read and kept together."""

    costs: CostForm
    others: FunderRows
    applied: AppliedForm
    application: Application
    years: list[int]

    @classmethod
    def read(cls, application: Application, data: Posted) -> BudgetForms:
        years = sorted({*years_of(application), *_posted_years(data)})
        return cls(
            CostForm(data, categories=application.call_version.cost_categories, years=years),
            FunderFormSet(data, prefix=OTHERS, form_kwargs=_payers(application, years)),
            AppliedForm(data, years=years),
            application,
            years,
        )

    @classmethod
    def shown(
        cls, application: Application, unparsed: Mapping[str, Mapping[str, str]], *, extra: int = 0
    ) -> BudgetForms:
        years = years_of(application)
        costs = {f"{row.category}-{row.year}": row.amount for row in application.cost_rows.all()}
        funders = list(application.funders.all())
        others = [_saved(funder) for funder in funders if not funder.is_applied]
        applied = next((_saved(funder) for funder in funders if funder.is_applied), {})
        categories = application.call_version.cost_categories
        return cls(
            CostForm.shown(costs, unparsed, categories=categories, years=years),
            FunderFormSet.shown(
                others,
                unparsed,
                prefix=OTHERS,
                extra=extra or not others,
                form_kwargs=_payers(application, years),
            ),
            AppliedForm.shown(applied, unparsed, years=years),
            application,
            years,
        )

    @property
    def funders(self) -> list[dict[str, Any]]:
        """All who pay in the order of the table, what is applied for last."""
        ours = {
            "name": _ours(self.application),
            "orgnr": self.application.case.board.authority.orgnr,
            "account": "",
            "kind": FunderKind.PUBLIC,
            "status": FundingStatus.APPLIED,
            "is_applied": True,
            "amounts": self.applied.amounts,
        }
        return [*self.others.values, ours]

    @property
    def unparsed(self) -> Unparsed:
        return self.costs.unparsed | self.others.unparsed | self.applied.unparsed

    def said(self) -> dict[str, str]:
        """Label → amount as typed, for comparing two versions."""
        return self.costs.said() | self.others.said() | self.applied.said()


def years_of(application: Application) -> list[int]:
    """The years of the period, and those outside it where amounts are left from another period."""
    typed = {row.year for row in application.cost_rows.all() if row.amount}
    typed |= {row.year for funder in application.funders.all() for row in funder.rows.all() if row.amount}
    return sorted({*budget_years(application), *typed})


def _posted_years(data: Posted) -> set[int]:
    """Years that hold something in what was posted: the period may have been changed in another window."""
    found = (_CELL.fullmatch(name) for name in data if str(data.get(name) or "").strip())
    return {int(match["year"]) for match in found if match}


def _ours(application: Application) -> str:
    """Region Älvland 1:1-medel: who pays what is applied for, as documents print it."""
    return f"{application.case.board.authority.name} {application.case.programme.funding_source.name}"


def _payers(application: Application, years: list[int]) -> dict[str, Any]:
    """What the form of each who pays must know."""
    body = application.case.organisation
    return {
        "years": years,
        "ours": _ours(application),
        "applicant": (body.name, body.orgnr),
        "needs_orgnr": application.call_version.requires_other_funder,
    }


def _saved(funder: Funder) -> dict[str, Any]:
    given: dict[str, Any] = {"name": funder.name, "orgnr": funder.orgnr, "account": funder.account}
    given |= {"kind": funder.kind, "status": funder.status, "in_kind": funder.in_kind}
    return given | {str(row.year): row.amount for row in funder.rows.all()}
