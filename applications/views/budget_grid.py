"""The budget's tables as the page shows them: controls beside computed sums, and each fault at its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.forms.boundfield import BoundField

from portal import dates
from portal.look.form_errors import ErrorLine
from portal.money import NBSP, floor_kr, kronor, percent

from ..budget import explain, staff, vat
from ..budget.calculation import INDIRECT, Budget, Row, base_of, calculate, largest_grant
from ..budget.checks import Limits
from ..budget.lines import ZERO, Fault
from ..forms.budget import COSTS, AppliedForm, BudgetForms, CostForm, FunderForm
from ..forms.staff import StaffForm
from ..models import Application, CallVersion
from ..models.budget_limits import check_budget, limits_of
from ..models.project import writing_new_budget
from ..models.staff import staff_categories

Wrong = dict[BoundField, list[Fault]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A year of a row: a control to type in, or a computed amount (kronor with öre); None outside the period.

    `hidden` is the control of a computed cell, which keeps what was typed there: its name and text.
    """

    year: int
    control: BoundField | None = None
    amount: Decimal | None = None
    is_wrong: bool = False
    remark: str = ""
    hidden: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table; `key` names it in the page, so that its figures can be put in their places."""

    key: str
    label: str
    cells: list[Cell]
    total: Decimal | None
    note: str = ""
    kind: str = ""
    counted: str = ""  # the category whose cells are computed from rows of staff
    faults: list[tuple[str, str]] = field(default_factory=list)  # id and sentence of what is wrong with a control


@dataclass(frozen=True, slots=True)
class StaffBox:
    """The controls of somebody's work, and what it costs: (year, kronor with öre) and in all."""

    form: StaffForm
    costs: list[tuple[int, Decimal]]
    total: Decimal


@dataclass
class Grid:
    """Both tables, the row between them, the share, and what must be mended or looked at."""

    years: list[int]
    period: str
    costs: list[GridRow]
    funding: list[GridRow]
    difference: list[Cell]
    difference_total: Decimal
    share: Decimal | None
    share_words: str
    limit: Decimal | None
    limit_words: str
    vat: str
    payroll: str
    staff: list[StaffBox]
    staff_labels: list[str]
    staff_is_open: bool
    errors: list[ErrorLine] = field(default_factory=list)
    faulty: list[BoundField] = field(default_factory=list)  # the controls that something is wrong with

    @property
    def rows(self) -> list[GridRow]:
        return [*self.costs, *self.funding]


def grid(application: Application, forms: BudgetForms, *, is_saved: bool = True) -> Grid:
    """The page's tables. Sums are those of what is typed; with `is_saved` false nothing is said to be wrong.

    One function for the page and for the figures that follow while one types, so they are the same.
    """
    budget = calculate(forms.input)
    limits = limits_of(application)
    unread = forms.unread if is_saved else frozenset()
    is_begun = bool(unread) or any(row.total for row in (budget.cost_sum, budget.funding_sum))
    people = tuple(forms.staff.lines) if forms.staff is not None else ()
    faults = check_budget(application, budget, people, unread) if is_begun and is_saved else ()
    places = _Places(budget, forms)
    wrong = _by_control(faults, places)
    _mark(wrong, forms)
    told = _tell_in_details(wrong)
    base = base_of(budget, limits.share_base)
    limit = largest_grant(base, limits.max_share, limits.max_amount) if budget.share else None
    staff_labels = _staff_labels(application.call_version)
    return Grid(
        years=forms.years,
        period=_period(application),
        costs=list(_cost_rows(budget, forms, wrong)),
        funding=list(_funding_rows(budget, forms, wrong)),
        difference=[Cell(y) if y in unread else _difference(budget, y) for y in forms.years] if is_begun else [],
        difference_total=budget.difference.total,
        share=budget.share,
        share_words=_share_words(budget),
        limit=limit / budget.cost_sum.total if limit is not None else None,
        limit_words=_limit_words(limit, limits, "beslutet" if writing_new_budget(application) else "utlysningen"),
        vat=vat.to_write(application.call_version.vat_rule, application.vat),
        payroll=_payroll(application.call_version),
        staff=list(_staff(forms)),
        staff_labels=staff_labels,
        staff_is_open=bool(forms.staff is not None and forms.staff.filled),
        errors=[_line(fault, places) for fault in faults if fault.level == "error" and fault.text not in told],
        faulty=[control for part in _controlled(forms) for control in part if control in wrong or control.errors],
    )


def _staff(forms: BudgetForms) -> Iterator[StaffBox]:
    for form in forms.staff.forms if forms.staff is not None else ():
        costs = [] if form.is_blank else list(staff.by_year(form.line, forms.years).items())
        yield StaffBox(form, costs, sum((amount for _, amount in costs), ZERO))


def _staff_labels(rules: CallVersion) -> list[str]:
    return [category["label"] for category in staff_categories(rules)]


def _controlled(forms: BudgetForms) -> list[Any]:
    """Every form of the page, row by row."""
    people = forms.staff.forms if forms.staff is not None else []
    return [forms.costs, *people, *forms.others.forms, forms.applied]


def _payroll(rules: CallVersion) -> str:
    """What the call takes payroll overhead to be, for whoever writes the cost of staff; empty where it says nothing."""
    if rules.payroll_overhead is None:
        return ""
    return f"Lönebikostnaderna är vanligtvis {percent(rules.payroll_overhead)} av lönen."


def _by_control(faults: Iterable[Fault], places: _Places) -> Wrong:
    wrong: Wrong = {}
    for fault in faults:
        control = places.control(fault) if fault.level == "error" else None
        if control is not None:
            wrong.setdefault(control, []).append(fault)
    return wrong


def _tell_in_details(wrong: Wrong) -> set[str]:
    """Put what is wrong with who pays at its field, which opens its fold; the summary reads it from there."""
    told = set()
    for control, faults in wrong.items():
        form = control.form
        if isinstance(form, FunderForm) and not control.name.isdecimal():
            for fault in faults:
                form.add_error(control.name, fault.text)
                told.add(fault.text)
    return told


def _told_at(control: BoundField, fault: Fault) -> str:
    """The id of where the fault stands: under the year that does not balance, or in the control's own row."""
    key, _, year = fault.place.rpartition("-")
    return f"fel-{year}" if key == "balance" else f"{control.auto_id}_fault"


def _mark(wrong: Wrong, forms: BudgetForms) -> None:
    """Tell at the controls themselves that something is wrong with them, in shape and to a screen reader."""
    for form in _controlled(forms):
        for control in form:
            if faults := wrong.get(control):
                told = dict.fromkeys(_told_at(control, fault) for fault in faults)
                control.field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": " ".join(told)}
            if (control in wrong or control.errors) and control.field.widget.attrs.get("class") == "form-control":
                control.field.widget.attrs["class"] = "form-control is-invalid"


class _Places:
    """Which control a fault is mended at."""

    def __init__(self, budget: Budget, forms: BudgetForms) -> None:
        self.forms = forms
        self.payers: dict[str, FunderForm | AppliedForm] = {str(form.prefix): form for form in forms.others.filled}
        self.payers[str(forms.applied.prefix)] = forms.applied

    def control(self, fault: Fault) -> BoundField | None:
        key, _, year = fault.place.rpartition("-")
        if not self.forms.years:
            return None
        first = str(self.forms.years[0])
        if fault.place == "costs":
            return next((control for part in _controlled(self.forms) for control in part), None)
        if fault.place == "applied":
            return self.forms.applied[first]
        if key == "balance":
            return self._payer()[year]
        if key in self.payers:
            return self.payers[key][year]
        if fault.place in self.payers:
            return self.payers[fault.place][first]
        if key in self.forms.counted and self.forms.staff is not None:
            rows = (form for form in self.forms.staff.filled if form.line.months.get(int(year)))
            return next((form[year] for form in rows), None)
        return self.forms.costs[fault.place] if fault.place in self.forms.costs.fields else None

    def _payer(self) -> FunderForm | AppliedForm:
        """Who most likely pays more or less: the first of the others."""
        return next((form for form in self.payers.values() if form is not self.forms.applied), self.forms.applied)


def _line(fault: Fault, places: _Places) -> ErrorLine:
    control = places.control(fault)
    return ErrorLine(fault.text, f"#{control.auto_id}" if control is not None else "")


def _cost_rows(budget: Budget, forms: BudgetForms, wrong: Wrong) -> Iterator[GridRow]:
    counted = forms.amounts
    for row in budget.costs:
        key = f"{COSTS}-{row.key}"
        if row.key == INDIRECT and row.is_computed:
            yield _computed(row, forms.years, kind="auto", note=f"{row.note}, räknas ut automatiskt")
        elif row.key in forms.counted:
            cells = [
                Cell(
                    year,
                    amount=counted.get((row.key, year), row.by_year.get(year)),
                    hidden=(name, forms.set_aside.get(name, "")),
                )
                for year in forms.years
                for name in [f"{key}-{year}"]
            ]
            yield GridRow(key, row.label, cells, row.total, "räknas ut från lönerna", "auto", row.key)
        else:
            cells = _controls(forms.costs, forms.years, wrong, f"{row.key}-")
            yield GridRow(key, row.label, cells, row.total, faults=_faults(cells, wrong))
    yield _computed(budget.cost_sum, forms.years, kind="sum")


def _funding_rows(budget: Budget, forms: BudgetForms, wrong: Wrong) -> Iterator[GridRow]:
    totals = {row.key: row.total for row in budget.funding}
    for form in forms.others.forms:
        cells, key = _controls(form, forms.years, wrong), str(form.prefix)
        yield GridRow(key, form.label, cells, totals.get(key), note=_money(form), faults=_faults(cells, wrong))
    source = forms.application.case.programme.funding_source.name
    cells, key = _controls(forms.applied, forms.years, wrong), str(forms.applied.prefix)
    yield GridRow(key, "Det ni söker av oss", cells, budget.applied.total, note=source, faults=_faults(cells, wrong))
    yield _computed(budget.funding_sum, forms.years, kind="sum")


def _money(form: FunderForm) -> str:
    said = form.said()
    kind = "i arbete eller saker" if said[str(form["in_kind"].label)] == "Ja" else ""
    parts = (said[str(form["account"].label)], said[str(form["status"].label)].lower(), kind)
    return ", ".join(part for part in parts if part)


def _controls(form: CostForm | FunderForm | AppliedForm, years: list[int], wrong: Wrong, key: str = "") -> list[Cell]:
    cells = [form[f"{key}{year}"] for year in years]
    return [
        Cell(year, control=control, is_wrong=bool(control.errors) or control in wrong)
        for year, control in zip(years, cells, strict=True)
    ]


def _faults(cells: Iterable[Cell], wrong: Wrong) -> list[tuple[str, str]]:
    """What stands in the row; that a year does not balance stands under its column."""
    return [
        (f"{cell.control.auto_id}_fault", " ".join(texts))
        for cell in cells
        if cell.control is not None
        and (texts := [fault.text for fault in wrong.get(cell.control, ()) if not fault.place.startswith("balance-")])
    ]


def _computed(row: Row, years: list[int], *, kind: str, note: str = "") -> GridRow:
    cells = [Cell(year, amount=row.by_year.get(year)) for year in years]
    return GridRow(row.key, row.label, cells, row.total, note, kind)


def _difference(budget: Budget, year: int) -> Cell:
    amount = budget.difference.by_year.get(year)
    if amount is None:
        return Cell(year)
    return Cell(year, amount=abs(amount), is_wrong=bool(amount), remark=explain.difference(amount))


def _share_words(budget: Budget) -> str:
    if budget.share is None:
        return ""
    told = f"Ni söker {kronor(budget.applied.total)}{NBSP}kr, {percent(budget.share)} av kostnaden"
    if budget.in_kind and budget.booked_share is not None:
        told += f" och {percent(budget.booked_share)} av det som bokförs"
    return told


def _limit_words(limit: Decimal | None, limits: Limits, whose: str) -> str:
    """Strecket är gränsen i utlysningen: 50 % av kostnaderna, för er 1 450 378 kr."""
    if limit is None:
        return ""
    amount = f"{kronor(floor_kr(limit))}{NBSP}kr"
    if limits.max_amount is not None and limit == limits.max_amount:
        return f"Strecket är gränsen i {whose}: {amount}."
    assert limits.max_share is not None  # one of the two is the limit
    of_what = explain.BASES[limits.share_base]
    return f"Strecket är gränsen i {whose}: {percent(limits.max_share)} av {of_what}, för er {amount}."


def _period(application: Application) -> str:
    start, end = application.period_start, application.period_end
    return dates.period_long(start, end) if start and end else ""
