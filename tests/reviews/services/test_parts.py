"""A decision with kinds of support: each its own outcome, number, time and money (domain.md §9 case 16, N-02–N-04)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from applications.models import DecisionComponent
from portal import clock
from reviews.models import DelegationRule
from reviews.services import decisions
from reviews.services.terms import proposed_terms, settled
from tests import factories
from tests.factories import parts
from tests.factories.refusals import faults, missing


@pytest.fixture(scope="module")
def prepared(stage):
    return parts.prepared_parts_tale(title="Bereds")


@pytest.fixture(scope="module")
def proposed(stage):
    """All three are proposed, the money only in part."""
    return parts.proposed_parts_tale(pengar=parts.PART)


@pytest.mark.parametrize(
    ("changes", "kind", "cap"),
    [
        ({}, "approval", 90_000),
        ({"pengar": parts.PART}, "partial", 60_000),
        ({"pengar": parts.REFUSED}, "partial", None),
        ({"utbildning": parts.REFUSED, "pengar": parts.REFUSED}, "partial", None),
        (dict.fromkeys(parts.ALL, parts.REFUSED), "rejection", None),
    ],
)
def test_the_proposals_outcome_and_cap_follow_from_its_parts(prepared, changes, kind, cap):
    parts.propose(prepared, parts.supports_of(prepared, **changes))
    memo = prepared.the_case.memo
    assert (memo.kind, memo.cap, memo.gives_money) == (kind, None if cap is None else Decimal(cap), cap is not None)
    assert [row.key for row in memo.supports] == ["utbildning", "natverk", "pengar"]
    assert memo.amounts_by_year() == ({2027: Decimal(cap)} if cap else {})


def test_a_proposal_has_an_outcome_for_each_that_fits_together(prepared):
    some = parts.supports_of(prepared)[:2]
    assert "Föreslå ett utfall för Ekonomiskt bidrag." in missing(lambda: parts.propose(prepared, some))
    few = parts.supports_of(prepared, utbildning={"quantity_from": 15})
    told = [text.replace("\u00a0", " ") for text in missing(lambda: parts.propose(prepared, few))]
    assert told == ["Utbildning i samverkan: Sökanden söker 20 platser. Välj delvis beviljad när ni ger mindre."]


def test_money_needs_its_share_and_seats_do_not(prepared):
    assert missing(lambda: parts.propose(prepared, parts.supports_of(prepared), share=None)) == [
        "Skriv andel och högsta belopp."
    ]
    parts.propose(prepared, parts.supports_of(prepared, pengar=parts.REFUSED), share=None)
    assert prepared.the_case.memo.state == "submitted"


def test_the_decision_keeps_each_part_with_its_own_time(proposed):
    proposed.decide_by_delegation("handlaggare")
    decision = proposed.decision
    assert (decision.kind, decision.cap, decision.share) == ("partial", Decimal(60_000), Decimal("0.4"))
    assert (decision.period_start, decision.period_end) == (date(2027, 1, 1), date(2028, 12, 31))
    rows = [(row.key, row.outcome, row.support.how_much, row.support.when) for row in decision.components.all()]
    assert rows == [
        ("utbildning", "granted", "20\u00a0platser", "läsåret 27/28"),
        ("natverk", "granted", "6–8\u00a0personer", "2027–2028"),
        ("pengar", "partial", "60\u00a0000\u00a0kr för 2027", "2027"),
    ]
    assert {row.year: row.amount for row in decision.amounts.all()} == {2027: Decimal(60_000)}


def test_the_board_may_decide_otherwise_at_the_table(proposed):
    proposed.put_on_agenda(clock.today())
    terms = proposed_terms(proposed.application)
    seats, money = {"quantity_from": 10, "outcome": "partial"}, parts.REFUSED
    given = replace(terms, supports=parts.supports_of(proposed, utbildning=seats, pengar=money))
    decision = decisions.register(
        proposed.application, terms=given, paragraph="47", by=proposed.staff("namndsekreterare")
    )
    assert (decision.kind, decision.gives_money, decision.cap) == ("partial", False, None)
    assert [row.quantity_from for row in decision.components.all()] == [10, 6, None]
    assert proposed.the_case.memo.cap == Decimal(60_000), "the proposal stands as it was made"


def test_nothing_at_all_is_a_rejection_without_time_or_money(proposed):
    terms = proposed_terms(proposed.application)
    refused = parts.supports_of(proposed, **dict.fromkeys(parts.ALL, parts.REFUSED))
    settled_terms = settled(proposed.application, replace(terms, supports=refused))
    assert (settled_terms.kind, settled_terms.cap, settled_terms.period_start) == ("rejection", None, None)


def test_each_part_that_is_asked_for_is_decided_and_nothing_else(proposed):
    terms = proposed_terms(proposed.application)
    with pytest.raises(ValidationError) as told:
        settled(proposed.application, replace(terms, supports=terms.supports[:2]))
    assert told.value.message_dict == {"pengar-outcome": ["Välj ett utfall för Ekonomiskt bidrag."]}
    odd = replace(terms.supports[0], key="resor")
    with pytest.raises(ValidationError) as told:
        settled(proposed.application, replace(terms, supports=[*terms.supports, odd]))
    assert told.value.message_dict == {"resor-outcome": ["Sökanden har inte sökt det stödet."]}


def test_what_does_not_fit_is_told_at_its_part(proposed):
    terms = proposed_terms(proposed.application)
    given = replace(terms, supports=parts.supports_of(proposed, natverk={"period_end": None}))
    told = faults(lambda: decisions.decide_by_delegation(proposed.application, terms=given, by=proposed.officer))
    assert told == {"natverk-period_end": ["Skriv vilken dag stödet slutar."]}


def test_the_parts_of_a_frozen_decision_are_never_changed(proposed):
    proposed.decide_by_delegation("handlaggare")
    with pytest.raises(DatabaseError, match="a frozen decision is never changed"), transaction.atomic():
        DecisionComponent.objects.filter(decision=proposed.decision).update(quantity_from=99)
    with pytest.raises(DatabaseError, match="a frozen decision is never changed"), transaction.atomic():
        DecisionComponent.objects.filter(decision=proposed.decision).delete()


def test_money_is_claimed_while_there_is_money_and_reports_go_on(proposed):
    """400 tkr for one year, seats for three: the claims end with the money (N-04)."""
    proposed.decide_by_delegation("handlaggare")
    factories.jobs.run_sweep()
    what = [(row[0], row[2]) for row in proposed.decision.frozen["reporting"]]
    assert what == [
        ("Lägesrapport och slutrekvisition", "29 februari 2028"),
        ("Slutrapport", "28 februari 2029"),
    ]


def test_a_smaller_yes_on_delegation_needs_its_own_point(proposed):
    DelegationRule.objects.filter(kind="partial").delete()
    told = missing(lambda: proposed.decide_by_delegation("handlaggare"))
    assert told == ["Delegationsordningen har ingen punkt för delvis bifall. Nämnden måste besluta."]
