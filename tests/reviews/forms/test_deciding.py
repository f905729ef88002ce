"""The form of a decision has an amount for every year of the decided period, also where it is longer than asked for."""

from datetime import date
from decimal import Decimal

import pytest

from portal.demo.stories.script import Story
from reviews.forms.deciding import LONGEST, TermsForm, years_decided
from tests import factories

FIRST, LAST = factories.PERIOD[0].year, factories.PERIOD[1].year


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    tale = factories.prepared_tale()
    tale.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    tale.propose(kind="approval", share=Decimal("0.4"), cap=Decimal(90_000), reasons="Rätt barn.", conditions="Ett.")
    tale.approve_proposal()
    return tale


def form(tale: Story, **typed: str) -> TermsForm:
    return TermsForm(typed or None, obj=tale.application, by=tale.staff("enhetschef"))


def test_a_longer_period_has_its_years(tale: Story) -> None:
    assert form(tale).years == [FIRST, LAST]
    longer = form(tale, period_start=f"{FIRST}-01-01", period_end=f"{LAST + 1}-06-30")
    assert longer.years == [FIRST, LAST, LAST + 1]
    assert longer.fields[f"amount_{LAST + 1}"].label == f"Varav {LAST + 1}, kronor"
    assert form(tale, period_start=f"{FIRST}-01-01", period_end="snart").years == [FIRST, LAST]


def test_a_slip_of_the_pen_makes_no_hundred_fields(tale: Story) -> None:
    assert years_decided(tale.application, [date(FIRST + LONGEST + 1, 1, 1)]) == [FIRST, LAST]
