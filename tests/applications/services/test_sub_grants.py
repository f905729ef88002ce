"""Pilot money: given on within what the budget sets aside for the year, told of later (O-19)."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from applications.lifecycle.engine import MovedOn, NotYours, StaleVersion
from applications.models import SubGrant
from applications.selectors import sub_grants as reading
from applications.services import sub_grants
from portal import clock
from portal.demo.stories.script import Story
from portal.demo.world import moment
from portal.money import NBSP
from tests import factories
from tests.factories import grants
from tests.factories.refusals import faults

D = Decimal
SPRING = date(2027, 4, 1)
PILOT = {
    "year": 2027,
    "recipient": "Föreningen Lyktan",
    "orgnr": "5599123451",
    "purpose": "Läxhjälp på kvällar.",
    "amount": D(5_000),
    "granted_on": SPRING,
    "outcome": "",
}


def with_pilots() -> Any:
    """A call whose external services are given on to pilots: which category that is, the rules say."""
    rules = factories.call().current_version()
    return [row | ({"sub_grants": True} if row["key"] == "externa" else {}) for row in rules.cost_categories]


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    """7 500 kr is set aside in each of two years."""
    return grants.running_tale(factories.call(cost_categories=with_pilots()), years=(2027, 2028))


@pytest.fixture(autouse=True)
def in_spring(take: None) -> Any:
    with clock.at(moment(SPRING)):
        yield


def save(tale: Story, row: SubGrant | None = None, *, by: str = "sokande", version: int | None = None, **given: Any):
    return sub_grants.save(tale.project, sub_grant=row, values=PILOT | given, version=version, by=tale.world.person(by))


def test_a_pilot_is_written_down_within_the_years_money(tale: Story) -> None:
    made = save(tale)
    assert (made.orgnr, made.case, made.entered_by) == ("559912-3451", tale.the_case, tale.lead)
    first, second = reading.years(tale.project)
    assert (first.set_aside, first.given, first.left, first.pilots) == (D(7_500), D(5_000), D(2_500), (made,))
    assert (second.left, second.pilots) == (D(7_500), ())


def test_more_than_is_left_is_refused_and_says_how_much_there_is(tale: Story) -> None:
    save(tale)
    told = faults(partial(save, tale, amount=D("2500.01")))
    assert told == {
        "amount": [
            f"Budgeten har 7{NBSP}500{NBSP}kr till piloter 2027, och 5{NBSP}000{NBSP}kr är redan utdelat. "
            f"Det finns 2{NBSP}500{NBSP}kr kvar."
        ]
    }
    save(tale, amount=D(2_500))
    assert SubGrant.objects.count() == 2


def test_a_changed_pilot_does_not_count_against_itself(tale: Story) -> None:
    made = save(tale)
    changed = save(tale, made, amount=D(7_500), version=made.version)
    assert (changed.pk, changed.amount, changed.version) == (made.pk, D(7_500), 2)
    with pytest.raises(StaleVersion):
        save(tale, made, amount=D(1), version=1)


@pytest.mark.parametrize(
    ("given", "field", "text"),
    [
        ({"year": 2030}, "year", "Budgeten har inga pengar till piloter 2030. Det har den för 2027, 2028."),
        ({"granted_on": date(2026, 12, 31)}, "granted_on", "från 1 januari 2027 till och med i dag"),
        ({"granted_on": date(2027, 4, 2)}, "granted_on", "till och med i dag"),
        ({"amount": D(0)}, "amount", "större än 0"),
        ({"recipient": ""}, "recipient", ""),
    ],
)
def test_a_faulty_pilot_is_refused(tale: Story, given: dict[str, Any], field: str, text: str) -> None:
    assert text in faults(partial(save, tale, **given))[field][0]
    assert not SubGrant.objects.exists()


def test_the_outcome_is_told_later_until_the_money_is_settled(tale: Story) -> None:
    made = save(tale)
    told = save(tale, made, outcome="Tolv barn kom varje vecka.", version=1)
    assert told.outcome == "Tolv barn kom varje vecka."


@pytest.mark.parametrize("name", ["handlaggare", "enhetschef", "ekonom"])
def test_the_project_gives_on_its_own_money(tale: Story, name: str) -> None:
    with pytest.raises(NotYours):
        save(tale, by=name)
    assert tale.staff(name).has_perm("applications.keep_sub_grants", tale.project) is False


def test_nobody_else_reads_it_but_the_desk_does(tale: Story) -> None:
    made = save(tale)
    assert SubGrant.objects.visible_to(tale.officer).get() == made
    assert not SubGrant.objects.visible_to(factories.outsider()).exists()


def test_nothing_is_given_on_before_the_project_has_begun() -> None:
    waiting = grants.granted_tale(factories.call(cost_categories=with_pilots()), title="Väntar")
    with pytest.raises(MovedOn):
        save(waiting)


def test_a_budget_without_such_a_category_has_no_pilot_money(tale: Story) -> None:
    factories.under_rules(tale.application, cost_categories=factories.call().current_version().cost_categories)
    assert reading.years(tale.project) == []
    assert faults(partial(save, tale))["year"] == [
        "Budgeten har inga pengar till piloter 2027. Det har den för inget år."
    ]
