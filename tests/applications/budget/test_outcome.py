"""What a decision is called follows from what it gives (domain.md §7.3, §9 cases 15 and 16)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.budget.outcome import kind_of_money, kind_of_parts
from applications.enums import ComponentOutcome, DecisionKind

GRANTED, PARTIAL, REJECTED = ComponentOutcome.GRANTED, ComponentOutcome.PARTIAL, ComponentOutcome.REJECTED


@pytest.mark.parametrize(
    ("outcomes", "kind"),
    [
        ([GRANTED], DecisionKind.APPROVAL),
        ([GRANTED, GRANTED, GRANTED], DecisionKind.APPROVAL),
        ([GRANTED, GRANTED, PARTIAL], DecisionKind.PARTIAL),
        ([GRANTED, REJECTED], DecisionKind.PARTIAL),
        ([PARTIAL], DecisionKind.PARTIAL),
        ([PARTIAL, REJECTED], DecisionKind.PARTIAL),
        ([REJECTED, REJECTED], DecisionKind.REJECTION),
    ],
)
def test_all_granted_is_yes_none_is_no_and_some_is_partial(outcomes: list[str], kind: DecisionKind) -> None:
    assert kind_of_parts(outcomes) == kind
    assert kind_of_parts([str(outcome) for outcome in reversed(outcomes)]) == kind


@given(st.lists(st.sampled_from(list(ComponentOutcome)), min_size=1))
def test_it_says_no_only_when_nothing_is_given(outcomes: list[ComponentOutcome]) -> None:
    kind = kind_of_parts(outcomes)
    assert (kind == DecisionKind.REJECTION) is (set(outcomes) == {REJECTED})
    assert (kind == DecisionKind.APPROVAL) is (set(outcomes) == {GRANTED})


def test_nothing_is_derived_from_nothing() -> None:
    with pytest.raises(ValueError, match="nothing to derive"):
        kind_of_parts([])


@pytest.mark.parametrize(
    ("kind", "cap", "applied", "told"),
    [
        ("approval", "900000", "1200000", DecisionKind.PARTIAL),
        ("approval", "1200000", "1200000", DecisionKind.APPROVAL),
        ("approval", "800609", "800608.90", DecisionKind.APPROVAL),  # whole kronor, half up
        ("approval", "800608", "800608.90", DecisionKind.PARTIAL),
        ("partial", "1200000", "1200000", DecisionKind.APPROVAL),  # nobody chooses it by hand
        ("approval", None, "1200000", DecisionKind.APPROVAL),
        ("rejection", "1", "1200000", DecisionKind.REJECTION),
    ],
)
def test_less_money_than_was_applied_for_is_partial(kind: str, cap: str | None, applied: str, told: str) -> None:
    assert kind_of_money(kind, Decimal(cap) if cap else None, Decimal(applied)) == told
