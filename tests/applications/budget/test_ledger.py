"""The ledger of earmarked money: sums per year, what is left, and that no order of events ever overdraws it."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.budget import advance, ledger
from applications.budget.ledger import Effect, Entry, Row
from applications.budget.payment import payable
from portal.money import NBSP, floor_kr

D = Decimal
YEARS = (2017, 2018, 2019)


def entries(*rows: tuple[str, int, int]) -> list[Entry]:
    return [Entry(kind, year, D(amount)) for kind, year, amount in rows]


def test_a_year_is_summed_by_kind_and_the_total_is_all_years():
    sheet = ledger.sheet(
        entries(
            ("earmarked", 2018, 500),
            ("earmarked", 2017, 1000),
            ("reserved", 2017, 300),
            ("released", 2017, 100),
            ("bound", 2017, 400),
            ("paid", 2017, 150),
            ("returned", 2017, 50),
        )
    )
    assert list(sheet.years) == [2017, 2018]
    row = sheet.row(2017)
    assert row == Row(D(1000), D(200), D(400), D(150), D(50))
    assert (row.left, row.unpaid) == (D(450), D(200))
    assert (sheet.total.earmarked, sheet.total.left) == (D(1500), D(950))
    assert sheet.row(2025) == Row()


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="spent"):
        ledger.sheet([Entry("spent", 2017, D(1))])


def test_what_a_case_has_reserved_is_room_of_its_own():
    sheet = ledger.sheet(entries(("earmarked", 2017, 100), ("reserved", 2017, 60)))
    assert ledger.effects(sheet, {2017: D(70)}) == [Effect(2017, D(40), D(70))]
    (own,) = ledger.effects(sheet, {2017: D(70), 2018: D(0)}, {2017: D(60)})
    assert (own.before, own.after, own.fits) == (D(100), D(30), True)


def test_the_sentence_says_how_much_room_there_is_and_how_to_mend_it():
    assert ledger.overdrawn("SIM", Effect(2018, D("400000.50"), D(1_400_000))) == (
        f"I SIM finns 400{NBSP}000,50{NBSP}kr kvar att besluta för 2018, och det här är 1{NBSP}400{NBSP}000{NBSP}kr. "
        f"Minska beloppet med 999{NBSP}999,50{NBSP}kr, eller låt nämnden först höja öronmärkningen."
    )
    assert ledger.overdrawn("SIM", Effect(2018, D(0), D(5))).startswith("I SIM finns inget kvar att besluta för 2018")


@pytest.mark.parametrize(
    ("amounts", "cap", "bound"),
    [
        ({2017: "45000.20", 2018: "44999.60"}, 90_000, {2017: "45000.20", 2018: "44999.80"}),
        ({2017: "45000.20", 2018: "45000.20"}, 90_000, {2017: "45000.20", 2018: "44999.80"}),
        ({2017: "100.30", 2018: "0.10"}, 100, {2017: "100"}),
        ({2017: "0", 2018: "100"}, 100, {2018: "100"}),
        ({}, 100, {}),
    ],
)
def test_years_sum_to_the_cap(amounts: dict[int, str], cap: int, bound: dict[int, str]):
    given = {year: D(amount) for year, amount in amounts.items()}
    assert ledger.to_cap(given, D(cap)) == {year: D(amount) for year, amount in bound.items()}


def test_the_oldest_year_is_taken_first_and_no_more_than_there_is():
    bound = {2018: D(50), 2017: D(30)}
    assert ledger.oldest_first(bound, D(40)) == {2017: D(30), 2018: D(10)}
    assert ledger.oldest_first(bound, D(0)) == {}
    with pytest.raises(ValueError, match="more than what is bound"):
        ledger.oldest_first(bound, D(81))


# Whatever happens, in whatever order

ore = st.decimals(min_value=D("0.01"), max_value=D(1000), places=2)
acts = st.lists(
    st.tuples(st.sampled_from(("earmark", "reserve", "bind", "pay", "return")), st.sampled_from(YEARS), ore)
)


class Book:
    """A ledger kept by the rules of the service: an act that does not fit writes nothing."""

    def __init__(self) -> None:
        self.lines: list[Entry] = []
        self.reserved: list[tuple[int, Decimal]] = []

    def enter(self, kind: str, year: int, amount: Decimal) -> None:
        if amount > 0:
            self.lines.append(Entry(kind, year, amount))

    def do(self, act: str, year: int, amount: Decimal) -> None:
        row = ledger.sheet(self.lines).row(year)
        if act == "earmark":
            self.enter("earmarked", year, amount)
        elif act == "reserve" and amount <= row.left:
            self.enter("reserved", year, amount)
            self.reserved.append((year, amount))
        elif act == "bind":
            self._bind(year, amount)
        elif act == "pay":
            self.enter("paid", year, min(amount, row.unpaid))
        elif act == "return":
            self.enter("returned", year, min(amount, row.unpaid))

    def _bind(self, year: int, amount: Decimal) -> None:
        own = next((held for held in self.reserved if held[0] == year), None)
        freed = dict([own]) if own else {}
        (effect,) = ledger.effects(ledger.sheet(self.lines), {year: amount}, freed)
        if not effect.fits:
            return
        if own is not None:
            self.reserved.remove(own)
            self.enter("released", *own)
        self.enter("bound", year, amount)


@given(acts=acts)
def test_no_year_is_ever_overdrawn_and_nothing_is_lost(acts: list[tuple[str, int, Decimal]]):
    book = Book()
    for act in acts:
        book.do(*act)
        for row in ledger.sheet(book.lines).years.values():
            assert row.left >= 0
            assert row.reserved >= 0
            assert 0 <= row.paid <= row.bound - row.returned
            assert row.earmarked == row.left + row.reserved + row.paid + row.unpaid
    total = ledger.sheet(book.lines).total
    assert total.left == sum((row.left for row in ledger.sheet(book.lines).years.values()), D(0))


@given(bound=st.dictionaries(st.sampled_from(YEARS), ore, min_size=1), parts=st.lists(ore, max_size=8))
def test_payments_and_the_rest_that_comes_back_are_what_was_bound(bound: dict[int, Decimal], parts: list[Decimal]):
    lines = [Entry("bound", year, amount) for year, amount in bound.items()]
    for part in parts:
        rest = ledger.unpaid(ledger.sheet(lines))
        payable = min(part, sum(rest.values(), D(0)))
        taken = ledger.oldest_first(rest, payable)
        assert sum(taken.values(), D(0)) == payable
        untouched = [year for year in rest if year not in taken]
        assert all(year > max(taken) for year in untouched) or not taken
        lines += [Entry("paid", year, amount) for year, amount in taken.items()]
    lines += [Entry("returned", year, amount) for year, amount in ledger.unpaid(ledger.sheet(lines)).items()]
    total = ledger.sheet(lines).total
    assert total.unpaid == 0
    assert total.paid + total.returned == sum(bound.values())


@given(amounts=st.dictionaries(st.sampled_from(YEARS), ore, min_size=1), cap=st.integers(1, 3000))
def test_to_cap_never_makes_a_year_negative(amounts: dict[int, Decimal], cap: int):
    bound: Any = ledger.to_cap(amounts, D(cap))
    assert sum(bound.values()) == D(cap)
    assert all(amount > 0 for amount in bound.values())


@given(
    bound=st.dictionaries(st.sampled_from(YEARS), st.integers(1, 900).map(D), min_size=1),
    costs=st.lists(ore, min_size=1, max_size=6),
    share=st.sampled_from([D("0.28"), D("0.5"), D(1)]),
    retention=st.sampled_from([D(0), D("0.1")]),
    part=st.integers(0, 100),
)
def test_advance_retention_and_return_keep_the_sums(
    bound: dict[int, Decimal], costs: list[Decimal], share: Decimal, retention: Decimal, part: int
):
    """An advance is paid out of the oldest year as any payment is; no more leaves than is bound, and the rest comes
    back to what can be decided."""
    cap = sum(bound.values(), D(0))
    lines = [Entry(kind, year, amount) for year, amount in bound.items() for kind in ("earmarked", "bound")]

    def pay(amount: Decimal) -> None:
        years = ledger.oldest_first(ledger.unpaid(ledger.sheet(lines)), amount)
        lines.extend(Entry("paid", year, taken) for year, taken in years.items())

    given_first = advance.payment(floor_kr(cap * part / 100), cap).amount
    pay(given_first)
    paid = booked = D(0)
    for number, cost in enumerate(costs, 1):
        booked += cost
        is_last = number == len(costs)
        payment = payable(
            share,
            booked,
            cap,
            paid,
            unsettled_advance=given_first,
            retention=D(0) if is_last else retention,
            is_last=is_last,
        )
        pay(payment.amount)
        paid += payment.amount
        total = ledger.sheet(lines).total
        assert total.paid == given_first + paid <= total.bound
        assert total.earmarked == total.left + total.paid + total.unpaid
    lines += [Entry("returned", year, amount) for year, amount in ledger.unpaid(ledger.sheet(lines)).items()]
    total = ledger.sheet(lines).total
    assert (total.unpaid, total.left) == (0, cap - given_first - paid)
    assert all(row.left >= 0 for row in ledger.sheet(lines).years.values())
