"""Kinds of support in words, as JSON, and what does not fit together (N-03)."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from applications.budget.support import Support, Wanted, faults, how_much, money_of, period_of, span

NBSP = "\u00a0"
TRAINING = Support(
    "utbildning",
    "Utbildning",
    "training",
    "granted",
    unit="platser",
    quantity_from=20,
    period_start=date(2018, 8, 20),
    period_end=date(2019, 6, 14),
    period_label="läsåret 18/19",
)
NETWORK = Support(
    "natverk",
    "Nätverksträffar",
    "network",
    "granted",
    unit="personer",
    quantity_from=6,
    quantity_to=8,
    period_start=date(2018, 1, 1),
    period_end=date(2020, 12, 31),
)
MONEY = Support(
    "pengar",
    "Ekonomiskt bidrag",
    "money",
    "partial",
    period_start=date(2018, 1, 1),
    period_end=date(2018, 12, 31),
    amounts={2018: Decimal(400_000)},
)
WANTED = {
    "utbildning": Wanted("utbildning", "Utbildning", "training", "platser", 20),
    "natverk": Wanted("natverk", "Nätverksträffar", "network", "personer", 6, 8),
    "pengar": Wanted("pengar", "Ekonomiskt bidrag", "money", applied=Decimal("1200000.00")),
}


def test_a_number_or_a_range_is_told_with_its_unit() -> None:
    assert (TRAINING.how_much, NETWORK.how_much) == (f"20{NBSP}platser", f"6–8{NBSP}personer")
    assert MONEY.how_much == f"400{NBSP}000{NBSP}kr för 2018"
    assert how_much("platser", 5, 5) == f"5{NBSP}platser"
    assert how_much("platser", None, None) == ""


def test_each_has_its_own_time_in_its_own_words() -> None:
    assert (TRAINING.when, NETWORK.when, MONEY.when) == ("läsåret 18/19", "2018–2020", "2018")
    assert span(date(2018, 1, 1), date(2018, 6, 30)) == "1 januari 2018 – 30 juni 2018"


def test_what_is_refused_has_no_number_and_no_time() -> None:
    refused = replace(NETWORK, outcome="rejected")
    assert (refused.gives, refused.how_much, refused.when) == (False, "", "")


@pytest.mark.parametrize("row", [TRAINING, NETWORK, MONEY], ids=lambda row: row.key)
def test_it_comes_back_from_json_as_it_was(row: Support) -> None:
    assert Support.from_json(json.loads(json.dumps(row.to_json()))) == row


def test_the_decisions_time_and_money_are_those_of_what_is_given() -> None:
    rows = [TRAINING, NETWORK, MONEY]
    assert period_of(rows) == (date(2018, 1, 1), date(2020, 12, 31))
    assert money_of(rows) == {2018: Decimal(400_000)}
    refused = [TRAINING, replace(NETWORK, outcome="rejected"), replace(MONEY, outcome="rejected")]
    assert period_of(refused) == (date(2018, 8, 20), date(2019, 6, 14))
    assert money_of(refused) == {}
    assert period_of([replace(row, outcome="rejected") for row in rows]) is None


@pytest.mark.parametrize("row", [TRAINING, NETWORK, MONEY], ids=lambda row: row.key)
def test_what_fits_together_has_no_faults(row: Support) -> None:
    assert faults(row, WANTED[row.key]) == {}


@pytest.mark.parametrize(
    ("row", "changes", "where", "told"),
    [
        (TRAINING, {"period_start": None}, "period_start", "Skriv vilken dag stödet börjar."),
        (TRAINING, {"period_end": None}, "period_end", "Skriv vilken dag stödet slutar."),
        (TRAINING, {"period_end": date(2018, 8, 19)}, "period_end", "kan inte sluta innan det börjar"),
        (TRAINING, {"quantity_from": None}, "quantity", "Skriv hur många platser"),
        (TRAINING, {"quantity_from": 15}, "outcome", "Sökanden söker 20 platser. Välj delvis beviljad"),
        (NETWORK, {"quantity_to": 7}, "outcome", "Sökanden söker 6–8 personer. Välj delvis beviljad"),
        (MONEY, {"outcome": "granted"}, "outcome", "Sökanden söker 1 200 000 kr. Välj delvis beviljad"),
        (MONEY, {"amounts": {}}, "amounts", "Skriv hur mycket pengar"),
        (MONEY, {"amounts": {2018: Decimal("0.50")}}, "amounts", "hela kronor"),
        (MONEY, {"amounts": {2018: Decimal(1_200_001)}}, "amounts", "Skriv högst så mycket"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(row: Support, changes: dict, where: str, told: str) -> None:
    found = faults(replace(row, **changes), WANTED[row.key])
    assert list(found) == [where]
    assert told in found[where].replace(NBSP, " ")


def test_all_of_it_may_still_be_a_part_for_a_shorter_time() -> None:
    assert faults(replace(TRAINING, outcome="partial"), WANTED["utbildning"]) == {}


def test_a_refusal_needs_nothing() -> None:
    assert faults(Support("natverk", "Nätverksträffar", "network", "rejected"), WANTED["natverk"]) == {}
