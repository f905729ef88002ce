"""Choosing a call's earmarked money: what it touches is told first, and what proposals hold follows."""

from decimal import Decimal

import pytest

from applications.lifecycle.engine import NotYours, StaleVersion
from applications.models import Call, Fund
from portal.demo.stories.script import Story
from reviews.selectors import call_fund as reading
from reviews.services import call_fund
from tests import factories
from tests.factories import grants
from tests.factories.funds import fund
from tests.factories.refusals import faults

D = Decimal


@pytest.fixture(scope="module")
def proposed(stage: None) -> Story:
    """A proposal of 90 000 kr that is approved in a call without earmarked money."""
    return factories.proposed_tale(factories.call())


@pytest.fixture
def call(proposed: Story) -> Call:
    return Call.objects.get(pk=proposed.application.call_id)


def choose(call: Call, money: Fund | None) -> Call:
    return call_fund.choose(call, fund=money, by=factories.staff("enhetschef"), version=call.version)


def test_the_proposal_is_listed_with_its_amount_and_then_holds_it(call: Call, proposed: Story) -> None:
    money = fund({2027: 100_000, 2028: 60_000})
    (row,) = reading.touched(call, money, factories.staff("enhetschef"))
    assert (row.case, row.amount, row.stops) == (proposed.the_case, D(90_000), False)
    call = choose(call, money)
    assert money.entries.sheet().total.reserved == D(90_000)
    other = fund({2027: 100_000, 2028: 60_000}, name="Andra pengar")
    call = choose(call, other)
    assert (money.entries.sheet().total.reserved, other.entries.sheet().total.reserved) == (0, D(90_000))
    (row,) = reading.touched(call, None, factories.staff("enhetschef"))
    assert "håller inte längre" in row.then
    call = choose(call, None)
    assert (call.fund, other.entries.sheet().total.reserved) == (None, 0)


def test_money_without_room_is_told_and_refused_and_nothing_changes(call: Call) -> None:
    small = fund({2027: 1_000, 2028: 60_000})
    (row,) = reading.touched(call, small, factories.staff("enhetschef"))
    assert row.stops and "kvar att besluta för 2027" in row.then
    assert "kvar att besluta för 2027" in faults(lambda: choose(call, small))["fund"][0]
    assert Call.objects.get(pk=call.pk).fund is None


def test_a_grant_from_before_is_listed_as_one_to_bind(stage: None) -> None:
    call = factories.call()
    tale = grants.granted_tale(call, title="Före")
    (row,) = reading.touched(call, fund({2027: 50_000}), factories.staff("enhetschef"))
    assert (row.case, row.amount, row.stops) == (tale.the_case, tale.decision.cap, True)
    assert "Ingenting betalas ut" in row.then


def test_only_the_head_chooses_and_only_the_programmes_money(call: Call) -> None:
    with pytest.raises(NotYours):
        call_fund.choose(call, fund=None, by=factories.staff("ekonom"))
    with pytest.raises(StaleVersion):
        call_fund.choose(call, fund=None, by=factories.staff("enhetschef"), version=call.version + 1)
    assert "fund" in faults(lambda: choose(call, fund({2027: 1}, early=True)))
