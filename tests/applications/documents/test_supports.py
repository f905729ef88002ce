"""What a letter says of kinds of support: 20 places, 6–8 seats and 400 tkr, each in its own time (N-03, case 16)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from applications.budget.support import Support
from applications.documents import supports

NBSP = "\u00a0"
TRAINING = Support(
    "utbildning", "Utbildning i praktisk samverkan", "training", "granted", "platser", 20, None,
    date(2018, 8, 20), date(2019, 6, 14), "läsåret 18/19",
)  # fmt: skip
NETWORK = Support(
    "natverk", "Nationella nätverksträffar", "network", "granted", "personer", 6, 8,
    date(2018, 1, 1), date(2020, 12, 31),
)  # fmt: skip
MONEY = Support(
    "pengar", "Ekonomiskt bidrag", "money", "partial",
    period_start=date(2018, 1, 1), period_end=date(2018, 12, 31), amounts={2018: Decimal(400_000)},
)  # fmt: skip


def test_each_kind_has_its_row_with_outcome_number_and_own_time() -> None:
    assert supports.rows([TRAINING, NETWORK, MONEY]) == [
        ["Utbildning i praktisk samverkan", "Beviljad", f"20{NBSP}platser", "läsåret 18/19"],
        ["Nationella nätverksträffar", "Beviljad", f"6–8{NBSP}personer", "2018–2020"],
        ["Ekonomiskt bidrag", "Delvis beviljad", f"400{NBSP}000{NBSP}kr för 2018", "2018"],
    ]


def test_a_refused_kind_has_an_outcome_and_nothing_else() -> None:
    assert supports.rows([replace(NETWORK, outcome="rejected")]) == [
        ["Nationella nätverksträffar", "Avslagen", "–", "–"]
    ]


def test_what_is_given_in_one_sentence() -> None:
    told = supports.in_words([TRAINING, replace(NETWORK, outcome="rejected"), MONEY])
    assert told == (
        f"Utbildning i praktisk samverkan (20{NBSP}platser, läsåret 18/19) och "
        f"Ekonomiskt bidrag (400{NBSP}000{NBSP}kr för 2018)"
    )
