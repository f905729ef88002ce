"""Earmarked money decided by many at the same moment: it is bound to the last krona and never beyond (case 18)."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from applications.enums import FundEntryKind
from applications.lifecycle.engine import NotReady
from applications.models import Call, Decision, Fund
from applications.services import funds
from portal import clock
from portal.demo.stories.script import Story
from portal.demo.world import moment
from portal.money import NBSP
from reviews.services import decisions, proposing
from tests import factories
from tests.factories.funds import NAME, call_of, fund
from tests.hard.parallel import faults, kinds, together

pytestmark = [pytest.mark.hard, pytest.mark.django_db(transaction=True)]

D = Decimal
ROOM_FOR, THREADS = 7, 50
EACH = 40_000  # per year of two
YEARS = (2027, 2028)


@pytest.fixture(autouse=True)
def now():
    with clock.at(factories.NOW):
        yield


def on_one_agenda(in_call: Call, count: int) -> list[Story]:
    tales = []
    for number in range(count):
        tale = factories.proposed_tale(in_call, cap=EACH * len(YEARS), title=f"Insats {number}")
        tale.put_on_agenda(clock.today())
        tales.append(tale)
    return tales


def total(given: Fund, kind: str) -> Decimal:
    return sum(given.entries.filter(kind=kind).values_list("amount", flat=True), D(0))


def test_a_pot_with_room_for_seven_is_bound_by_seven_of_fifty() -> None:
    """The proposals were approved before the call got its money, so none of them holds a place."""
    in_call = factories.call()
    tales = on_one_agenda(in_call, THREADS)
    pot = fund(dict.fromkeys(YEARS, EACH * ROOM_FOR))
    Call.objects.filter(pk=in_call.pk).update(fund=pot)
    secretary = factories.staff("namndsekreterare")
    terms = [decisions.proposed_terms(tale.application) for tale in tales]
    outcomes = together(
        partial(decisions.register, tale.application, terms=one, paragraph=str(number), by=secretary)
        for number, (tale, one) in enumerate(zip(tales, terms, strict=True), 1)
    )
    assert sum(isinstance(outcome, Decision) for outcome in outcomes) == ROOM_FOR
    refused = faults(outcomes)
    assert kinds(outcomes) == [ValidationError] * (THREADS - ROOM_FOR)
    sentence = (
        f"I {NAME} finns inget kvar att besluta för 2027, och det här är 40{NBSP}000{NBSP}kr. "
        f"Minska beloppet med 40{NBSP}000{NBSP}kr, eller låt nämnden först höja öronmärkningen."
    )
    for fault in refused:
        assert isinstance(fault, ValidationError)
        assert fault.message_dict["amount_2027"] == [sentence]
    assert total(pot, FundEntryKind.BOUND) == total(pot, FundEntryKind.EARMARKED) == EACH * ROOM_FOR * len(YEARS)
    assert [row.left for row in pot.entries.sheet().years.values()] == [D(0), D(0)]
    assert Decision.objects.count() == ROOM_FOR
    assert sorted({tale.application.state for tale in tales}) == ["decided", "on_agenda"]


def more_than_proposed(tale: Story, cap: int) -> decisions.Terms:
    """What the board decided at the table: twice the proposal."""
    proposed = decisions.proposed_terms(tale.application)
    return decisions.Terms(
        kind=proposed.kind,
        reasons=proposed.reasons,
        share=proposed.share,
        cap=D(cap),
        amounts={year: D(cap) / len(YEARS) for year in YEARS},
        period_start=proposed.period_start,
        period_end=proposed.period_end,
    )


def test_two_meetings_at_the_same_time_cannot_both_take_what_is_left() -> None:
    """One of them is told how much room there is; the board raises the pot, and then the other goes too."""
    pot = fund(dict.fromkeys(YEARS, 60_000))
    in_call = call_of(pot)
    days = (date(2026, 12, 8), date(2026, 12, 9))
    tales = []
    for number, day in enumerate(days):
        tale = factories.proposed_tale(in_call, cap=40_000, title=f"Insats {number}")
        tale.put_on_agenda(day)
        tales.append(tale)
    secretary = factories.staff("namndsekreterare")
    with clock.at(moment(days[-1])):
        outcomes = together(
            partial(
                decisions.register,
                tale.application,
                terms=more_than_proposed(tale, 80_000),
                paragraph="47",
                by=secretary,
            )
            for tale in tales
        )
        assert kinds(outcomes) == [ValidationError]
        (fault,) = faults(outcomes)
        assert isinstance(fault, ValidationError)
        assert f"finns 20{NBSP}000{NBSP}kr kvar att besluta för 2027" in fault.message_dict["amount_2027"][0]
        funds.raise_earmark(
            pot,
            amounts=dict.fromkeys(YEARS, D(20_000)),
            decided_on=days[-1],
            paragraph="48",
            by=factories.staff("enhetschef"),
        )
        second = next(tale for tale in tales if tale.application.state == "on_agenda")
        decisions.register(second.application, terms=more_than_proposed(second, 80_000), paragraph="49", by=secretary)
    assert total(pot, FundEntryKind.BOUND) == total(pot, FundEntryKind.EARMARKED) == D(160_000)
    assert pot.entries.sheet().total.reserved == 0


def test_two_heads_cannot_both_reserve_the_last_room() -> None:
    pot = fund(dict.fromkeys(YEARS, 60_000))
    in_call = call_of(pot)
    memos = []
    for number in range(2):
        tale = factories.prepared_tale(in_call, title=f"Insats {number}")
        tale.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
        tale.propose(kind="approval", reasons="Skäl.", conditions="", share=D("0.4"), cap=D(80_000))
        tale.not_conflicted("enhetschef")
        memos.append(tale.the_case.memo)
    head = factories.staff("enhetschef")
    outcomes = together(partial(proposing.approve, memo, by=head) for memo in memos)
    assert len(faults(outcomes)) == 1
    assert kinds(outcomes)[0] in (NotReady, ValidationError)
    assert pot.entries.sheet().total.reserved == D(80_000)


def test_an_earmark_raised_while_others_decide_keeps_its_sums() -> None:
    pot = fund(dict.fromkeys(YEARS, EACH * 2))
    tales = on_one_agenda(call_of(pot), 2)
    secretary, head = factories.staff("namndsekreterare"), factories.staff("enhetschef")
    up = partial(funds.raise_earmark, pot, amounts={2027: D(1000)}, decided_on=clock.today(), paragraph="50", by=head)
    decide = [
        partial(
            decisions.register,
            tale.application,
            terms=decisions.proposed_terms(tale.application),
            paragraph=str(number),
            by=secretary,
        )
        for number, tale in enumerate(tales, 1)
    ]
    assert not faults(together([up, *decide, up]))
    assert {year: row.left for year, row in pot.entries.sheet().years.items()} == {2027: D(2000), 2028: D(0)}
