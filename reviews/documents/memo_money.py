"""The money of a tjänsteutlåtande: what is proposed beside what was applied for, per year, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from applications.budget import ledger
from applications.budget.support import period_of
from applications.documents import clauses
from applications.documents.differences import Change
from applications.enums import GRANTS, DecisionKind
from applications.models import ApplicationVersion, Case, Fund
from portal import dates
from portal.look.words import listed
from portal.money import NBSP, kronor, percent

from ..models import Memo
from ..selectors import frozen

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Money:
    """Kronor with öre. `left` is what is left to decide of the earmarked money after the decision, by year and in all;
    None where the call has none."""

    applied: Decimal
    cost: Decimal
    proposed: Decimal | None
    share: Decimal | None
    advance: Decimal | None
    years: dict[int, Decimal]
    source: str
    fund: str
    left: dict[int, Decimal]
    left_in_all: Decimal | None


def money_of(case: Case, version: ApplicationVersion, memo: Memo | None) -> Money:
    """Two queries where the call has earmarked money."""
    gives = memo is not None and memo.kind in GRANTS and memo.gives_money
    years = memo.amounts_by_year() if memo is not None and gives else {}
    fund: Fund | None = case.application.call.fund
    left, total = _left(case, fund, years) if fund is not None else ({}, None)
    return Money(
        applied=frozen.applied(version),
        cost=frozen.cost(version),
        proposed=None if memo is None else (memo.cap if gives else ZERO),
        share=memo.share if memo is not None and gives else None,
        advance=memo.advance if memo is not None and gives else None,
        years=years,
        source=case.programme.funding_source.name,
        fund=fund.name if fund is not None else "",
        left=left,
        left_in_all=total,
    )


def _left(case: Case, fund: Fund, years: dict[int, Decimal]) -> tuple[dict[int, Decimal], Decimal]:
    """What the case has reserved already counts as room of its own (ledger.effects)."""
    whole, own = fund.entries.sheet(), ledger.held(fund.entries.filter(case=case).sheet())
    left = {year: whole.row(year).left + own.get(year, ZERO) - years.get(year, ZERO) for year in sorted(years)}
    total = whole.total.left + sum(own.values(), ZERO) - sum(years.values(), ZERO)
    return left, total


def kr(amount: Decimal | None) -> str:
    return "" if amount is None else f"{kronor(amount)}{NBSP}kr"


def facts(money: Money, version: ApplicationVersion) -> list[tuple[str, str]]:
    """The rows of the fact box about money; empty where nothing is said."""
    share = frozen.share(version)
    return [
        ("Sökt belopp", kr(money.applied) if money.applied else frozen.asked(version)),
        ("Föreslaget belopp", kr(money.proposed) if money.applied or money.proposed else ""),
        ("Andel av totalkostnad", _share(money, share)),
        ("Totalkostnad", kr(money.cost) if money.cost else ""),
    ]


def _share(money: Money, applied: Decimal | None) -> str:
    if money.share is not None:
        return f"{percent(money.share)} av bokförda kostnader"
    return f"{percent(applied)} i ansökan" if applied else ""


def given(case: Case, memo: Memo, money: Money) -> list[str]:
    """The att-satser of what is proposed (domain.md §4.1); nothing while share, cap or period is not written."""
    application = case.application
    if memo.kind == DecisionKind.REJECTION:
        return clauses.rejection(application)
    if memo.kind not in GRANTS:
        return []
    start, end = period_of(memo.supports) or (application.period_start, application.period_end)
    if not memo.components and (memo.share is None or memo.cap is None or not (start and end)):
        return []
    if memo.components and memo.gives_money and memo.share is None:
        return []
    yes = clauses.Yes(
        is_partial=memo.kind == DecisionKind.PARTIAL,
        share=memo.share,
        cap=memo.cap,
        advance=memo.advance,
        start=start,
        end=end,
        gives_money=memo.gives_money,
        source=money.source,
        amounts=list(money.years.items()),
        has_conditions=bool(memo.conditions.strip()),
        supports=memo.supports,
    )
    return clauses.giving(yes, application, "tjänsteutlåtandet")


def differing(money: Money, version: ApplicationVersion) -> list[Change]:
    """Where the proposal gives another sum or share than what was applied for."""
    found = []
    if money.proposed is not None and kr(money.proposed) != kr(money.applied):
        found.append(Change("Förslaget", "Belopp", kr(money.applied), kr(money.proposed)))
    asked = frozen.share(version)
    if money.share is not None and asked is not None and percent(money.share) != percent(asked):
        found.append(Change("Förslaget", "Andel av kostnaderna", percent(asked), percent(money.share)))
    return found


def table(money: Money) -> list[list[object]]:
    """Rows [label, cells, is_sum] of the decision's financing, a cell per year and the total; none without money."""
    if not money.years:
        return []
    rows: list[list[object]] = [
        ["Föreslaget stöd", _cells(money.years, sum(money.years.values(), ZERO)), False],
    ]
    if money.left:
        rows.append(["Kvar att besluta därefter", _cells(money.left, sum(money.left.values(), ZERO)), True])
    return rows


def _cells(years: dict[int, Decimal], total: Decimal) -> list[str]:
    return [*(kronor(amount) for amount in years.values()), kronor(total)]


def promises(money: Money, today: date) -> list[str]:
    """What the decision binds of the years to come."""
    later = {year: amount for year, amount in money.years.items() if year > today.year}
    if not later:
        return []
    told = [f"{kronor(amount)} kronor för {year}" for year, amount in later.items()]
    return [f"Beslutet innebär åtaganden för kommande år: {listed(told)}."]


def where_from(money: Money) -> str:
    return f"{money.source}, {money.fund}" if money.fund else money.source


def left(money: Money) -> str:
    return kr(money.left_in_all)


def period(case: Case, version: ApplicationVersion, memo: Memo | None) -> str:
    """What is proposed where the kinds of support have times of their own, else what was applied for."""
    of_parts = period_of(memo.supports) if memo is not None else None
    return dates.period_long(*of_parts) if of_parts else frozen.answer(version, "projekt", "Projektets period")
