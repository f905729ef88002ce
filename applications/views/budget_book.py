"""The budget's grid as a workbook, and a filled-in workbook as changes of the grid's controls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from portal.sheets import Got, Kind, Put, Sheet, Table

from ..forms.budget import BudgetForms
from ..forms.draft import DraftForm, Posted, merged
from ..forms.rows import MOST_ROWS
from ..forms.staff import STAFF, StaffForm
from ..models import Application
from .budget_grid import Grid, GridRow, grid

BUDGET, PEOPLE = "Budget", "Personal"
ROW, ABOUT, TOTAL = "Rad", "Uppgift", "Totalt"
COSTS, FUNDING, DIFFERENCE = "Kostnader", "Finansiering", "Kostnader minus finansiering"
COMPUTED = "räknas ut"
BLANK_ROWS = 20  # ready to fill in with more people
# The columns of people's work: heading, control, how it is written.
FIGURES: tuple[tuple[str, str, Kind], ...] = (
    ("Roll", "role", "text"),
    ("Vem", "person", "text"),
    ("Del av heltid", "share", "percent"),
    ("Månadslön på heltid, kronor", "monthly_pay", "amount"),
    ("Lönebikostnader", "overhead", "percent"),
)
CATEGORY, MONTHS, COST = "Kostnadsslag", "Månader ", "Kostnad "


@dataclass(frozen=True, slots=True)
class Change:
    """A control whose text the file changes: where it stands in the file, what it is, and both texts."""

    place: str
    label: str
    old: str
    new: str


@dataclass
class Imported:
    """What a file would change, what of it cannot be used and why, and the whole form with the changes made."""

    data: Posted
    changes: list[Change] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


# Out


def book(money: Grid, forms: BudgetForms) -> list[Sheet]:
    """What the grid shows, row by row, with computed rows marked; and the rows of staff on a sheet of their own."""
    years = [Put(str(year), "head") for year in money.years]
    rows: list[list[Put]] = [[Put(ROW, "head"), Put(ABOUT, "head"), *years, Put(TOTAL, "head")]]
    for heading, part in ((COSTS, money.costs), (FUNDING, money.funding)):
        rows += [[Put(heading, is_strong=True)], *(_row(row) for row in part)]
    rows.append([Put(DIFFERENCE), Put(COMPUTED, is_computed=True), *_difference(money)])
    found = [Sheet(BUDGET, rows, [34, 34, *[16] * (len(years) + 1)], fixed_columns=2)]
    if forms.staff is not None:
        found.append(_people(money, forms))
    return found


def _row(row: GridRow) -> list[Put]:
    strong = row.kind == "sum"
    computed = bool(row.kind)
    note = row.note or (COMPUTED if computed else "")
    cells = [
        Put(_amount(row, number), "amount", is_strong=strong, is_computed=computed) for number in range(len(row.cells))
    ]
    total = Put(row.total, "amount", is_strong=True, is_computed=True)
    return [Put(row.label, is_strong=strong), Put(note, is_computed=computed), *cells, total]


def _amount(row: GridRow, number: int) -> str | Decimal | None:
    """A number where it can be read, else the text as it was typed, so that nothing is lost on the way out."""
    cell = row.cells[number]
    if cell.control is None:
        return cell.amount
    form, name = cell.control.form, cell.control.name
    if name in form.errors:
        return str(form[name].data or "") or None
    value: Decimal | None = form.cleaned_data.get(name)
    return value


def _difference(money: Grid) -> Iterator[Put]:
    """Costs minus funding with its sign, which the page tells in words."""
    for spent, paid in zip(money.costs[-1].cells, money.funding[-1].cells, strict=True):
        amount = None if spent.amount is None or paid.amount is None else spent.amount - paid.amount
        yield Put(amount, "amount", is_computed=True)
    yield Put(money.difference_total, "amount", is_strong=True, is_computed=True)


def _people(money: Grid, forms: BudgetForms) -> Sheet:
    assert forms.staff is not None
    first = forms.staff.forms[0] if forms.staff.forms else None
    has_several = first is not None and "category" in first.fields
    several: list[tuple[str, str, Kind]] = [(CATEGORY, "category", "text")] if has_several else []
    figures = [*several, *FIGURES]
    months = [Put(f"{MONTHS}{year}", "head") for year in money.years]
    costs = [Put(f"{COST}{year}", "head") for year in money.years]
    rows = [[*(Put(heading, "head") for heading, _, _ in figures), *months, *costs, Put(TOTAL, "head")]]
    for box in money.staff:
        if not box.form.is_blank:
            cost = [Put(amount, "amount", is_computed=True) for _, amount in box.costs]
            total = Put(box.total, "amount", is_strong=True, is_computed=True)
            typed = [_figure(box.form, name, kind) for _, name, kind in figures]
            rows.append([*typed, *(_figure(box.form, str(year), "number") for year in money.years), *cost, total])
    empty = [Put(None, kind) for _, _, kind in figures] + [Put(None, "number") for _ in months]
    rows += [empty for _ in range(BLANK_ROWS)]  # so that 50 is written as 50 % and not as 5 000 %
    return Sheet(PEOPLE, rows, [*[24] * len(figures), *[12] * len(months), *[16] * (len(costs) + 1)])


def _figure(form: StaffForm, name: str, kind: Kind) -> Put:
    if name == "overhead" and form.fixed_overhead is not None:
        return Put(form.fixed_overhead, "percent", is_computed=True)
    if name in form.errors:
        return Put(form.raw(name))
    value = form.cleaned_data.get(name)
    if name == "category":
        return Put(dict(choices_of(form)).get(str(value), ""))
    return Put(value if isinstance(value, Decimal) else str(value or ""), kind)


def choices_of(form: StaffForm) -> list[tuple[str, str]]:
    """The categories that a row can belong to, where there are several."""
    chosen: Any = form.fields["category"]
    return [(str(key), str(label)) for key, label in chosen.choices if key]


# In


def imported(application: Application, forms: BudgetForms, tables: Iterable[Table]) -> Imported:
    """What the file says of the budget as it is shown in `forms`. A cell that cannot be used changes nothing.

    Raises ValidationError for a file without the sheet of the budget.
    """
    named = {table.name.strip().casefold(): table for table in tables}
    if (table := named.get(BUDGET.casefold())) is None or not table.rows:
        raise ValidationError("Filen har inget blad som heter Budget. Hämta vår fil, fyll i den och läs in den igen.")
    found = _Found(application, forms)
    found.budget(table)
    if forms.staff is not None and (people := named.get(PEOPLE.casefold())) is not None and people.rows:
        found.people(people)
    return found.compared()


class _Found:
    """The cells of a file that have a control, by the control's name."""

    def __init__(self, application: Application, forms: BudgetForms) -> None:
        self.application, self.old = application, forms
        self.cells: dict[str, tuple[str, Got]] = {}
        self.faults: list[str] = []
        self.data: Posted = merged(*(part.data for part in forms.parts))
        for name, text in forms.set_aside.items():
            self.data[name] = text

    def budget(self, table: Table) -> None:
        money = grid(self.application, self.old, is_saved=False)
        head, *rows = table.rows
        years = {number: cell for number, cell in enumerate(head[2:], 2) if cell.text}
        wanted = {number: int(cell.text) for number, cell in years.items() if cell.text in map(str, money.years)}
        self.faults += [
            f"Blad {table.name}, cell {cell.address}: {cell.text} är inget år i budgeten. Kolumnen läses inte."
            for number, cell in years.items()
            if number not in wanted and cell.text.casefold() != TOTAL.casefold()
        ]
        parts = {COSTS.casefold(): list(money.costs), FUNDING.casefold(): list(money.funding)}
        left: list[GridRow] = []
        for row in rows:
            label = row[0].text.casefold()
            if label in parts:
                left = parts[label]
            elif label and label != DIFFERENCE.casefold():
                line = next((one for one in left if one.label.casefold() == label), None)
                if line is None:
                    self.faults.append(
                        f"Blad {table.name}, cell {row[0].address}: raden ”{row[0].text}” finns inte i budgeten. "
                        "Lägg till den på budgetens sida först, och hämta filen på nytt."
                    )
                    continue
                left.remove(line)  # the next row with the same name is the next of the grid
                controls = {cell.year: cell.control for cell in line.cells if cell.control is not None}
                for number, year in wanted.items():
                    if year in controls:
                        self.cells[controls[year].html_name] = (table.name, row[number])

    def people(self, table: Table) -> None:
        head, *rows = table.rows
        names = {heading.casefold(): name for heading, name, _ in FIGURES} | {CATEGORY.casefold(): "category"}
        names |= {f"{MONTHS}{year}".casefold(): str(year) for year in self.old.years}
        columns = {number: names[text] for number, cell in enumerate(head) if (text := cell.text.casefold()) in names}
        self.faults += [
            f"Blad {table.name}, cell {cell.address}: ”{cell.text}” är inget år i budgeten. Kolumnen läses inte."
            for cell in head
            if cell.text.casefold().startswith(MONTHS.casefold()) and cell.text.casefold() not in names
        ]
        if len(rows) > MOST_ROWS:
            self.faults.append(f"Blad {table.name}: högst {MOST_ROWS} roller får plats. Raderna efter dem läses inte.")
        for place, row in enumerate(rows[:MOST_ROWS]):
            for number, name in columns.items():
                self.cells[f"{STAFF}-{place}-{name}"] = (table.name, row[number])
        total = f"{STAFF}-TOTAL_FORMS"
        self.data[total] = str(min(max(int(str(self.data[total])), len(rows)), MOST_ROWS))

    def compared(self) -> Imported:
        """Read the form with the file's texts; a text that cannot be read goes back to what it was."""
        before, tried = dict(self.data.items()), merged(self.data)
        for name, (sheet, got) in self.cells.items():
            if got.fault:
                self.faults.append(f"Blad {sheet}, cell {got.address}: {got.fault}")
            else:
                tried[name] = self._posted(name, got.text)
        now, old = (_controls(forms) for forms in (BudgetForms.read(self.application, tried), self.old))
        changes = []
        for name, (sheet, got) in self.cells.items():
            form, field_name = now.get(name, (None, ""))
            if form is None or got.fault:
                continue
            place = f"Blad {sheet}, cell {got.address}"
            if form.errors.get(field_name):
                self.faults.append(f"{place}: {form.errors[field_name][0]}")
                if got.text:
                    tried[name] = before.get(name, "")
                continue
            new = _words(form, field_name)
            was = _words(*old[name]) if name in old else ""
            if new != was:
                changes.append(Change(place, _label(form, field_name), was, new))
        return Imported(tried, changes, self.faults)

    def _posted(self, name: str, text: str) -> str:
        """A category is told by its label in the file and by its key in the form."""
        if name.endswith("-category") and self.old.staff is not None and self.old.staff.forms:
            keys = {label.casefold(): key for key, label in choices_of(self.old.staff.forms[0])}
            return keys.get(text.casefold(), text)
        return text


def _controls(forms: BudgetForms) -> dict[str, tuple[DraftForm, str]]:
    """Every control by its name in the page: its form, and its name in the form."""
    people = list(forms.staff.forms) if forms.staff is not None else []
    parts: list[DraftForm] = [forms.costs, *people, *forms.others.forms, forms.applied]
    return {form.add_prefix(name): (form, name) for form in parts for name in form.fields}


def _words(form: DraftForm, name: str) -> str:
    value = form.raw(name) if name in form.errors else form.fields[name].prepare_value(form.cleaned_data.get(name))
    if name == "category" and isinstance(form, StaffForm):
        return dict(choices_of(form)).get(str(value), "")
    return "" if value is None else str(value)


def _label(form: DraftForm, name: str) -> str:
    label = str(form.fields[name].label)
    return f"{form.label}: {label}" if isinstance(form, StaffForm) else label
