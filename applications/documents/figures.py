"""What several documents print alike: the letterhead, the budget's tables and names in a list."""

from collections.abc import Sequence
from typing import Any

from portal.accounts.models import Authority
from portal.look.words import listed as listed  # documents say figures.listed
from portal.money import kronor

from ..budget.calculation import Budget
from ..budget.printing import PrintedRow, printed_table


def letterhead(authority: Authority) -> dict[str, str]:
    """Who sends it: name, number, address on one line, the logo as checked SVG text and the colour ("" for none)."""
    return {
        "name": authority.name,
        "orgnr": authority.orgnr,
        "address": ", ".join(line.strip() for line in authority.address.splitlines() if line.strip()),
        "logo_svg": authority.logo_svg,
        "brand": authority.brand_colour,
    }


def tables(budget: Budget) -> dict[str, Any]:
    """Costs and financing as printed: rows of [label, cells, is_sum]; a cell per year in whole kronor, the total last.

    Every cell is rounded by itself from öre; `note` explains the krona that may differ (domain.md §1.3).
    """
    table = printed_table(budget)
    width = len(table.years) + 1

    def row(printed: PrintedRow) -> list[Any]:
        cells = [kronor(cell) for cell in printed.cells] or [""] * width
        return [printed.label, cells, printed.is_sum]

    return {
        "years": list(table.years),
        "costs": [row(printed) for printed in table.costs],
        "financing": [row(printed) for printed in table.financing],
        "note": table.note,
    }


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: each line that says something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def within(phrase: str) -> str:
    """A phrase that stands inside a sentence: "Version 3, 2024" as "version 3, 2024"."""
    return f"{phrase[:1].lower()}{phrase[1:]}"


def ages(lowest: int | None, highest: int | None) -> str:
    """6–15 år, or nothing while neither is known."""
    known: Sequence[int] = [age for age in (lowest, highest) if age is not None]
    return f"{'–'.join(str(age) for age in dict.fromkeys(known))} år" if known else ""
