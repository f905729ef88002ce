"""What the applicant sent, read from a frozen version: the case in brief, and its money per year."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from applications.models import ApplicationVersion
from portal.look.words import counted, listed

ZERO = Decimal(0)
NO_ANSWER = "Inget svar."
AGES = "Målgruppens ålder"  # in older versions told with the project


@dataclass(frozen=True)
class MoneyRow:
    """One row of a money table, as templates/portal/partials/money_table.html reads it: kronor with öre."""

    name: str
    cells: tuple[Decimal, ...]
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class MoneyTable:
    caption: str
    head: tuple[str, ...]
    rows: tuple[MoneyRow, ...]
    caption_hidden: bool = True


def rows(version: ApplicationVersion, section: str) -> list[tuple[str, str]]:
    """All that a section says, as label and value; empty answers are left out."""
    found = (part["rows"] for part in version.data["sections"] if part["key"] == section)
    return [(row["label"], row["value"]) for part in found for row in part if row["value"]]


def answer(version: ApplicationVersion, section: str, label: str) -> str:
    """What stands under a label in a section; nothing when it is not there."""
    rows = (part["rows"] for part in version.data["sections"] if part["key"] == section)
    return next((row["value"] for part in rows for row in part if row["label"] == label), "")


def first_answer(version: ApplicationVersion, section: str) -> str:
    """What the section says first, whatever its words were when it was sent in."""
    rows = (part["rows"] for part in version.data["sections"] if part["key"] == section)
    return next((row["value"] for part in rows for row in part), "")


def summary(version: ApplicationVersion) -> str:
    return answer(version, "projekt", "Sammanfattning")


def own_answers(version: ApplicationVersion) -> list[tuple[str, str]]:
    """The call's own questions with their answers as they were sent in; older versions have none."""
    return [(row["label"], row["value"] or NO_ANSWER) for row in version.data.get("answers", [])]


def brief(version: ApplicationVersion) -> list[tuple[str, str]]:
    """The facts that an officer looks for first."""
    parties = version.data["parties"]
    sectors = len({party["sector"] for party in parties})
    facts = [
        ("Söker", asked(version)),
        ("Period", answer(version, "projekt", "Projektets period")),
        ("Målgrupp", answer(version, "malgrupp", AGES) or answer(version, "projekt", AGES)),
        ("Kommuner", answer(version, "projekt", "Kommuner")),
        ("Parter", f"{counted(len(parties), 'en part', 'parter')} i {counted(sectors, 'en sektor', 'sektorer')}"),
        ("Ekonomisk verksamhet", first_answer(version, "statsstod")),
        ("Annat offentligt stöd", first_answer(version, "annat_stod")),
    ]
    return [(label, value[:1].upper() + value[1:]) for label, value in facts if value]


def contact(version: ApplicationVersion) -> dict[str, str]:
    """Who leads the project, and how to reach them."""
    return {
        "name": answer(version, "sokande", "Projektledare"),
        "email": answer(version, "sokande", "Projektledarens e-post"),
        "phone": answer(version, "sokande", "Projektledarens telefon"),
    }


def applied(version: ApplicationVersion) -> Decimal:
    """What is applied for, kronor with öre."""
    return Decimal(version.data["budget"]["applied"])


def has_budget(version: ApplicationVersion) -> bool:
    """Whoever asks for no money need not write one."""
    return bool(version.data["budget"]["years"])


def asked(version: ApplicationVersion) -> str:
    """The kinds of support that are applied for, in words; empty in calls about money alone."""
    return listed(row["label"] for row in version.data.get("supports", []))


def cost(version: ApplicationVersion) -> Decimal:
    """All costs of the project, kronor with öre."""
    return Decimal(version.data["budget"]["cost_sum"])


def share(version: ApplicationVersion) -> Decimal | None:
    """What is applied for as a fraction of the costs; None without costs."""
    stored = version.data["budget"]["share"]
    return None if stored is None else Decimal(stored)


def money(version: ApplicationVersion) -> MoneyTable:
    """Costs, the others' money and ours, year by year."""
    budget = version.data["budget"]
    years = [str(year) for year in budget["years"]]
    ours = [row for row in budget["funding"] if row["is_applied"]]
    others = [row for row in budget["funding"] if not row["is_applied"]]
    return MoneyTable(
        "Kostnader och finansiering per år i kronor",
        ("Kronor", *years, "Totalt"),
        (
            MoneyRow("Kostnader", _sums(budget["costs"], years)),
            MoneyRow("Andra finansiärer", _sums(others, years)),
            MoneyRow("Söks av oss", _sums(ours, years)),
        ),
    )


def balances(version: ApplicationVersion) -> bool:
    """Costs and funding are equal in every year."""
    costs, others, ours = money(version).rows
    return all(total == other + our for total, other, our in zip(costs.cells, others.cells, ours.cells, strict=True))


def _sums(rows: Iterable[dict[str, Any]], years: list[str]) -> tuple[Decimal, ...]:
    parts = list(rows)
    per_year = [sum((Decimal(row["amounts"].get(year, "0")) for row in parts), ZERO) for year in years]
    return (*per_year, sum(per_year, ZERO))
