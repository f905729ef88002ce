"""The budget table as printed: whole kronor, each cell rounded half up by itself from öre (domain.md §1.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.money import round_kr

from . import explain
from .calculation import Budget, Row


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row: whole kronor per year and the total last; a group row has a label and no figures."""

    key: str
    label: str
    cells: tuple[int, ...] = ()
    is_sum: bool = False
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """Costs and financing in print order, with the note that explains a krona's difference."""

    years: tuple[int, ...]
    costs: tuple[PrintedRow, ...]
    financing: tuple[PrintedRow, ...]
    note: str = explain.ROUNDING_NOTE

    @property
    def rows(self) -> tuple[PrintedRow, ...]:
        return self.costs + self.financing


def printed_table(
    budget: Budget,
    *,
    cost_sum_label: str = "Summa kostnader",
    funding_sum_label: str = "Summa finansiering",
) -> PrintedTable:
    """Return the table of a budget for page and PDF; financiers of one group stand together under its label."""
    return PrintedTable(
        budget.years,
        costs=(*map(_figures, budget.costs), _figures(budget.cost_sum, cost_sum_label)),
        financing=(*_grouped(budget.funding), _figures(budget.funding_sum, funding_sum_label)),
    )


def rounding_tolerance(addends: int) -> int:
    """Return the most kronor that a printed total may differ from the sum of its printed addends by rounding alone.

    |difference| < (n + 1) / 2: one krona for 2–3 addends, two for 4–5 (domain.md §1.3 item 7, §9 case 1).
    """
    return addends // 2


def is_rounding(printed_total: int, printed_addends: Sequence[int]) -> bool:
    """Tell whether an imported table's total fits its addends but for öre."""
    return abs(printed_total - sum(printed_addends)) <= rounding_tolerance(len(printed_addends))


def _figures(row: Row, sum_label: str = "") -> PrintedRow:
    cells = (*(int(round_kr(amount)) for amount in row.by_year.values()), int(round_kr(row.total)))
    return PrintedRow(row.key, sum_label or row.label, cells, is_sum=bool(sum_label))


def _grouped(rows: Sequence[Row]) -> Iterator[PrintedRow]:
    for label in dict.fromkeys(row.group_label for row in rows):
        if label:
            yield PrintedRow("", label, is_group=True)
        yield from (_figures(row) for row in rows if row.group_label == label)
