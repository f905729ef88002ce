"""The staff of a budget: as data in the frozen version, and as rows of the printed table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.money import exact, kronor, percent

from ..budget import staff
from ..budget.lines import ZERO
from ..budget.staff import StaffLine
from ..models import Application
from ..models.staff import staff_lines

NBSP = "\u00a0"


def frozen(application: Application, years: Sequence[int]) -> dict[str, Any]:
    """`staff` as data and `printed`, rows of [label, cells, is_sum] as the other tables of the budget have them."""
    lines = staff_lines(application)
    return {"staff": [_data(line, years) for line in lines], "printed": [_row(line, years) for line in lines]}


def _data(line: StaffLine, years: Sequence[int]) -> dict[str, Any]:
    """Shares are fractions and amounts kronor with öre, both as text."""
    return {
        "category": line.category,
        "role": line.role,
        "person": line.person,
        "share": f"{line.share.normalize():f}",
        "monthly_pay": f"{line.monthly_pay:.2f}",
        "overhead": f"{line.overhead.normalize():f}",
        "months": {str(year): f"{months.normalize():f}" for year, months in line.months.items()},
        "amounts": {str(year): f"{amount:.2f}" for year, amount in staff.by_year(line, years).items()},
    }


def _row(line: StaffLine, years: Sequence[int]) -> list[Any]:
    """What it costs a year in whole kronor, the total last, beside who it is and how it was counted."""
    amounts = staff.by_year(line, years)
    cells = [kronor(amount) for amount in amounts.values()]
    return [f"{line.label}: {words(line)}", [*cells, kronor(sum(amounts.values(), ZERO))], False]


def words(line: StaffLine) -> str:
    """50 % av heltid, 38 000 kr i månaden, 40 % lönebikostnader, 4 månader 2023 och 12 månader 2024."""
    told = [
        f"{percent(line.share)} av heltid",
        f"{exact(line.monthly_pay)}{NBSP}kr i månaden",
        f"{percent(line.overhead)} lönebikostnader",
    ]
    for year, months in sorted(line.months.items()):
        if months:
            told.append(f"{f'{months.normalize():f}'.replace('.', ',')} mån {year}")
    return ", ".join(told)
