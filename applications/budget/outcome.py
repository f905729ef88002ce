"""What a decision is called: it follows from what it gives, and nobody chooses it by hand (domain.md §7.3)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from portal.money import round_kr

from ..enums import GRANTS, ComponentOutcome, DecisionKind


def kind_of_parts(outcomes: Iterable[str]) -> DecisionKind:
    """All kinds of support granted is bifall, none is avslag, anything between is delvis bifall.

    Raises ValueError for no outcomes at all: a decision without kinds of support is about money alone.
    """
    found = set(outcomes)
    if not found:
        raise ValueError("there is nothing to derive a decision from")
    if found == {ComponentOutcome.GRANTED}:
        return DecisionKind.APPROVAL
    return DecisionKind.REJECTION if found == {ComponentOutcome.REJECTED} else DecisionKind.PARTIAL


def kind_of_money(kind: str, cap: Decimal | None, applied: Decimal) -> str:
    """A yes to less money than was applied for, in whole kronor, is delvis bifall (domain.md §9 case 15).

    The cap alone tells: the share is what is paid of the costs as they come, and rounds (28 % for 27,6 %). A cap that
    is not written yet leaves the yes as it is.
    """
    if kind not in GRANTS:
        return kind
    return DecisionKind.PARTIAL if cap is not None and cap < round_kr(applied) else DecisionKind.APPROVAL
