"""The budget's two tables: cost categories × years, and those who pay × years, in kronor with öre (domain.md §3.2)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from portal.forms import AmountField, mark_needed
from portal.money import exact

from ..budget import staff
from ..budget.lines import BudgetInput
from ..enums import CostKind, FunderKind, FundingStatus
from ..models import Application, Funder
from ..models.budget_limits import years_unread
from ..models.budget_rows import funding_line, input_of
from ..models.project import budget_years
from ..models.staff import staff_categories
from .draft import DraftForm, Posted, Unparsed
from .fields import OrgnrField, SelectField, TextField, TickField
from .rows import RowForm, Rows, rows_of, without_row
from .staff import STAFF, StaffFormSet, StaffRows

COSTS, OTHERS, APPLIED = "kostnad", "finansiar", "sokt"
_CELL = re.compile(rf"(?:{COSTS}|{OTHERS}|{APPLIED}|{STAFF})-.*?(?P<year>(?:19|20|21)[0-9]{{2}})")
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
    """One control per category and year, named by both, so that nothing hangs on the table's shape.

    `counted` are the categories whose cells are computed from rows of staff: there is nothing to type in them.
    """

    names_cells = True  # many cells may have the same fault: the summary says which

    def __init__(
        self,
        *args: Any,
        categories: list[dict[str, str]],
        years: Sequence[int],
        counted: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, prefix=COSTS, **kwargs)
        typed = [row for row in categories if row["kind"] != CostKind.INDIRECT and row["key"] not in counted]
        self.cells = {f"{row['key']}-{year}": (row["key"], year) for row in typed for year in years}
        for category in typed:
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
        self.number = int(place) + 1 if place.isdecimal() else 1
        self.label = str(self["name"].data or "").strip() or f"Finansiär {self.number}"
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

    @property
    def values(self) -> list[dict[str, Any]]:
        """As the service saves them. A name that is missing is a number meanwhile."""
        return [_columns(form) for form in self.filled]


def _columns(form: FunderForm) -> dict[str, Any]:
    given = form.values
    return {
        "name": given["name"] or f"Finansiär {form.number}",
        "orgnr": given["orgnr"],
        "account": given["account"],
        "kind": given["kind"] or FunderKind.PUBLIC,
        "status": given["status"] or FundingStatus.INTENT,
        "in_kind": bool(given["in_kind"]),
        "is_applied": False,
        "amounts": form.amounts,
    }


FunderFormSet = rows_of(FunderForm, FunderRows)


@dataclass
class BudgetForms:
    """The parts of the page, read and kept together. What it computes is what is typed, saved or not.

    `set_aside` holds what was typed in cells that are now computed from rows of staff, by the name of the control:
    it comes back when the rows are taken away.
    """

    costs: CostForm
    others: FunderRows
    applied: AppliedForm
    staff: StaffRows | None
    application: Application
    years: list[int]
    set_aside: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, application: Application, data: Posted) -> BudgetForms:
        gone = str(data.get("ta_bort") or "")
        if gone.startswith(f"{STAFF}-"):  # the other rows' buttons give a plain number
            data = without_row(data, STAFF, gone.removeprefix(f"{STAFF}-"))
        years = sorted({*years_of(application), *_posted_years(data)})
        staff_rows = _staff_set(application, years)
        people = StaffFormSet(data, **staff_rows) if staff_rows else None
        counted = _counted(people)
        categories = application.call_version.cost_categories
        return cls(
            CostForm(data, categories=categories, years=years, counted=counted),
            FunderFormSet(data, prefix=OTHERS, form_kwargs=_payers(application, years)),
            AppliedForm(data, years=years),
            people,
            application,
            years,
            {name: str(data.get(name) or "") for name in _names(counted, years)},
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
        staff_rows = _staff_set(application, years)
        # One row more than there are, to fill in: the page needs no button for it.
        people = StaffFormSet.shown(_saved_staff(application), unparsed, extra=1, **staff_rows) if staff_rows else None
        counted = _counted(people)
        kept = {f"{COSTS}-{name}": exact(amount) for name, amount in costs.items()}
        return cls(
            CostForm.shown(costs, unparsed, categories=categories, years=years, counted=counted),
            FunderFormSet.shown(
                others,
                unparsed,
                prefix=OTHERS,
                extra=extra or not others,
                form_kwargs=_payers(application, years),
            ),
            AppliedForm.shown(applied, unparsed, years=years),
            people,
            application,
            years,
            {name: kept.get(name, "") for name in _names(counted, years)},
        )

    @property
    def parts(self) -> list[Any]:
        """The forms in the order of the page."""
        return [part for part in (self.costs, self.staff, self.others, self.applied) if part is not None]

    @property
    def counted(self) -> set[str]:
        """The categories whose cells are computed from rows of staff."""
        return _counted(self.staff)

    @property
    def people(self) -> list[dict[str, Any]]:
        """The rows of staff as the service saves them."""
        return self.staff.values if self.staff is not None else []

    @property
    def amounts(self) -> dict[tuple[str, int], Decimal]:
        """(category, year) → kronor with öre, typed or computed from the rows of staff."""
        return self.costs.amounts | staff.costs(self.staff.lines if self.staff is not None else ())

    @property
    def input(self) -> BudgetInput:
        """The budget as now typed, by the functions that read a saved one; who pays is known by the form's prefix."""
        keys = [*(str(form.prefix) for form in self.others.filled), APPLIED]
        lines = []
        for key, row in zip(keys, self.funders, strict=True):
            columns = {name: value for name, value in row.items() if name != "amounts"}
            lines.append(funding_line(Funder(**columns), key, row["amounts"]))
        return input_of(self.application, self.amounts, lines)

    @property
    def unread(self) -> frozenset[int]:
        """The years in which something stands that cannot be read."""
        return years_unread(self.application, self.unparsed)

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
        return {name: entry for part in self.parts for name, entry in part.unparsed.items()}

    def said(self) -> dict[str, str]:
        """Label → amount as typed, for comparing two versions."""
        return {label: text for part in self.parts for label, text in part.said().items()}


def years_of(application: Application) -> list[int]:
    """The years of the period, and those outside it where amounts are left from another period."""
    typed = {row.year for row in application.cost_rows.all() if row.amount}
    typed |= {row.year for funder in application.funders.all() for row in funder.rows.all() if row.amount}
    typed |= {year for row in application.staff_rows.all() for year, months in row.by_year.items() if months}
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


def _staff_set(application: Application, years: list[int]) -> dict[str, Any]:
    """What the rows of staff must know; nothing where the call has no cost category for them."""
    rules = application.call_version
    if not (categories := staff_categories(rules)):
        return {}
    given = {"years": years, "categories": categories, "overhead": rules.payroll_overhead}
    return {"prefix": STAFF, "form_kwargs": given}


def _counted(people: StaffRows | None) -> set[str]:
    """Those whose rows come to something; a role without pay or months takes no typed amount away."""
    lines = people.lines if people is not None else []
    return {key for (key, _), amount in staff.costs(lines).items() if key and amount}


def _names(counted: Collection[str], years: list[int]) -> list[str]:
    return [f"{COSTS}-{key}-{year}" for key in counted for year in years]


def _saved_staff(application: Application) -> list[dict[str, Any]]:
    columns = ("category", "role", "person", "share", "monthly_pay", "overhead")
    return [
        {name: getattr(row, name) for name in columns} | {str(year): months for year, months in row.by_year.items()}
        for row in application.staff_rows.all()
    ]
