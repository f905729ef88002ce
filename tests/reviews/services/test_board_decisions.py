"""Registering what the board decided: its day, its §, terms that may differ from the proposal but must fit together."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotYours
from applications.models import Condition, Decision, DecisionAmount
from portal import clock
from portal.demo.world import moment
from reviews.services import decisions
from tests import factories
from tests.factories.refusals import faults, missing, moves

MEETING = date(2026, 12, 8)


@pytest.fixture(scope="module")
def tale(stage):
    """On the agenda of 8 December: 40 percent, at most 90 000 kr, proposed."""
    return factories.on_agenda_tale(MEETING)


@pytest.fixture(autouse=True)
def at_the_meeting(take):
    with clock.at(moment(MEETING, 16)):
        yield


def register(tale, terms=None, paragraph="§ 47", by="namndsekreterare"):
    given = terms or decisions.proposed_terms(tale.application)
    return decisions.register(tale.application, terms=given, paragraph=paragraph, by=tale.staff(by))


def test_the_proposal_is_what_the_form_begins_with(tale):
    terms = decisions.proposed_terms(tale.application)
    assert (terms.kind, terms.share, terms.cap) == ("approval", Decimal("0.4"), Decimal(90_000))
    assert terms.amounts == {2027: Decimal(45_000), 2028: Decimal(45_000)}
    assert (terms.period_start, terms.period_end) == factories.PERIOD
    assert (terms.reasons, terms.conditions) == (factories.others.REASONS, [])


def test_conditions_of_the_proposal_are_one_per_line(tale):
    memo = tale.the_case.memo
    memo.conditions = "Visa avtalet.\n\n  Berätta för andra. "
    memo.save()
    assert decisions.proposed_terms(tale.application).conditions == [
        ("Visa avtalet.", "ongoing", None),
        ("Berätta för andra.", "ongoing", None),
    ]


def test_the_secretary_registers_the_boards_decision(tale):
    for name in ("handlaggare", "enhetschef", "ordforande", "registrator", "firmatecknare"):
        with pytest.raises(NotYours):
            register(tale, by=name)
    register(tale, paragraph=" 47 ")
    decision = tale.decision
    assert (decision.state, decision.kind, decision.made_on, decision.paragraph) == (
        "made",
        "approval",
        MEETING,
        "§ 47",
    )
    assert (decision.decided_by, decision.presented_by, decision.is_delegated, decision.created_by) == (
        "Regional tillväxtnämnd",
        "Elin Sandahl",
        False,
        tale.staff("namndsekreterare"),
    )
    assert (decision.funding_source.name, decision.frozen) == ("1:1-medel", None)
    assert tale.the_case.agenda_items.get().decision == decision
    assert tale.application.state == "decided"
    assert moves(tale.the_case, "decision") == ["made"]


def test_a_decision_is_registered_once(tale):
    register(tale)
    with pytest.raises(MovedOn, match="Beslutad"):
        register(tale)
    assert Decision.objects.filter(case=tale.the_case).count() == 1


def test_the_day_of_the_meeting_must_have_come(tale):
    with clock.at(moment(date(2026, 12, 7), 23, 59)):
        assert missing(lambda: register(tale)) == ["Nämnden sammanträder tisdag 8 december 2026."]
    with clock.at(moment(MEETING, 0, 1)):
        assert register(tale).made_on == MEETING
    assert not Decision.objects.exclude(case=tale.the_case).exists()


def test_registered_later_it_bears_the_day_of_the_meeting(tale):
    with clock.at(moment(date(2026, 12, 11))):
        assert register(tale).made_on == MEETING


def test_a_paragraph_is_needed(tale):
    assert faults(lambda: register(tale, paragraph="  ")) == {
        "paragraph": ["Skriv paragrafens nummer, till exempel 47."]
    }


def test_the_board_may_decide_something_else_than_was_proposed(tale):
    terms = replace(
        decisions.proposed_terms(tale.application),
        share=Decimal("0.5"),
        cap=Decimal(80_000),
        amounts={2027: Decimal("79999.50"), 2028: Decimal("0.50")},
        reasons="Nämnden vill se mer av det andra.",
        conditions=[("Visa avtalet.", "before_payment", date(2027, 2, 1))],
    )
    decision = register(tale, terms)
    assert (decision.share, decision.cap, decision.reasons) == (Decimal("0.5"), Decimal(80_000), terms.reasons)
    amounts = DecisionAmount.objects.filter(decision=decision).values_list("year", "amount")
    assert list(amounts) == [(2027, Decimal("79999.50")), (2028, Decimal("0.50"))]
    condition = Condition.objects.get(decision=decision)
    assert (condition.text, condition.kind, condition.due_on) == (
        "Visa avtalet.",
        "before_payment",
        date(2027, 2, 1),
    )
    assert tale.the_case.memo.cap == Decimal(90_000)  # the proposal stands as it was made


def test_the_board_may_say_no_to_a_yes(tale):
    terms = decisions.Terms(kind="rejection", reasons="Pengarna räcker inte.")
    decision = register(tale, terms)
    assert (decision.kind, decision.share, decision.cap, decision.period_start) == ("rejection", None, None, None)
    assert not decision.amounts.exists()


def test_an_avslag_keeps_nothing_of_a_bifall(tale):
    terms = replace(decisions.proposed_terms(tale.application), kind="rejection")
    decision = register(tale, terms)
    assert (decision.cap, decision.period_end, decision.amounts.count(), decision.conditions.count()) == (
        None,
        None,
        0,
        0,
    )


def test_the_years_add_up_to_the_cap(tale):
    proposed = decisions.proposed_terms(tale.application)
    told = faults(lambda: register(tale, replace(proposed, cap=Decimal(90_001))))
    assert told["amounts"][0].replace("\u00a0", " ") == (
        "Åren blir 90 000 kr men högsta beloppet är 90 001 kr. Gör dem lika."
    )
    amounts = {2027: Decimal("45000.49"), 2028: Decimal("45000.00")}
    assert register(tale, replace(proposed, amounts=amounts)).cap == Decimal(90_000)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"reasons": " "}, {"reasons": ["Skriv skälen för beslutet."]}),
        ({"share": None}, {"share": ["Skriv andelen i procent, mer än 0 och högst 100."]}),
        ({"share": Decimal("1.01")}, {"share": ["Skriv andelen i procent, mer än 0 och högst 100."]}),
        ({"cap": None, "amounts": {}}, {"cap": ["Skriv det högsta beloppet i hela kronor."]}),
        ({"cap": Decimal(0), "amounts": {}}, {"cap": ["Skriv det högsta beloppet i hela kronor."]}),
        (
            {"cap": Decimal("90000.50"), "amounts": {2027: Decimal("90000.50")}},
            {"cap": ["Skriv det högsta beloppet i hela kronor."]},
        ),
        ({"period_end": date(2026, 12, 31)}, {"period_end": ["Skriv från och till vilken dag stödet gäller."]}),
        (
            {"amounts": {2027: Decimal(-1), 2028: Decimal(90_001)}},
            {"amounts": ["Ett belopp kan inte vara mindre än 0 kr."]},
        ),
        ({"period_start": None}, {"period_end": ["Skriv från och till vilken dag stödet gäller."]}),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
)
def test_a_bifall_has_all_its_parts(tale, change, told):
    proposed = decisions.proposed_terms(tale.application)
    assert faults(lambda: register(tale, replace(proposed, **change))) == told
    assert tale.application.state == "on_agenda"
    assert register(tale, proposed).state == "made"


def test_a_decision_comes_from_one_place_and_is_born_a_draft(tale):
    case = tale.the_case
    columns = {
        "case": case,
        "kind": "rejection",
        "board": case.board,
        "funding_source": case.programme.funding_source,
        "made_on": MEETING,
        "paragraph": "§ 1",
        "decided_by": "Nämnden",
        "reasons": "Skäl.",
        "created_by": tale.officer,
    }
    with pytest.raises(DatabaseError, match="born in state draft"), transaction.atomic():
        Decision.objects.create(**columns, state="made")
    loose = Decision.objects.create(**columns)
    assert missing(lambda: engine.perform(loose, "make", by=tale.staff("namndsekreterare"))) == [
        "Beslutet måste komma från ett sammanträde eller en delegation."
    ]
