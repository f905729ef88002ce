"""A decision on its way: justerat freezes it, anslaget starts the time, expedierat grants, laga kraft comes last."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from applications.documents import contents
from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotYours
from applications.models import Decision, Document, FundingSource, Notice, Project
from applications.services import deciding
from portal import clock
from portal.accounts.models import Organisation
from portal.demo.world import moment
from tests import factories
from tests.factories.refusals import faults, missing

FIXTURES = Path(__file__).parents[2] / "fixtures"
MADE = date(2026, 5, 4)
JUSTERAT = date(2026, 5, 12)
COURT = "Förvaltningsrätten svarar att inget överklagande har kommit in."


def appeal_days() -> list[tuple[date, date]]:
    with (FIXTURES / "appeal_dates.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [(date.fromisoformat(row["posted"]), date.fromisoformat(row["last_day_to_appeal"])) for row in rows]


@pytest.fixture(scope="module")
def own(stage):
    """The board has decided on its own money, which can be appealed; nothing is justerat."""
    with clock.at(moment(MADE)):
        return factories.decided_tale(factories.call(early=True), title="Första året")


@pytest.fixture(scope="module")
def state(stage):
    """The board has decided on 1:1 money, which cannot be appealed."""
    with clock.at(moment(MADE)):
        return factories.decided_tale(title="Läsa högt hemma")


@pytest.fixture(scope="module")
def delegated(stage):
    """Decided on delegation; the letter is not made."""
    tale = factories.proposed_tale(title="På delegation")
    tale.decide_by_delegation("handlaggare")
    return tale


def approve(tale, day=JUSTERAT, by="namndsekreterare"):
    return deciding.approve_minutes(tale.decision, approved_on=day, by=tale.staff(by))


def announce(tale, day=JUSTERAT, by="namndsekreterare"):
    return deciding.announce(tale.decision, announced_on=day, by=tale.staff(by))


def make_ready(tale):
    approve(tale)
    announce(tale)
    factories.make_letter(tale)


# Justering


def test_the_secretary_registers_the_justering_and_the_text_is_locked(own):
    for person in ("handlaggare", "enhetschef", "registrator", "ordforande", "sokande"):
        with pytest.raises(NotYours):
            approve(own, by=person)
    assert own.decision.frozen is None
    approve(own)
    decision = own.decision
    assert (decision.state, decision.approved_on) == ("approved", JUSTERAT)
    assert decision.frozen_sha256 == contents.sha256(decision.frozen)
    assert (decision.frozen["title"], decision.frozen["dnr"]) == ("Första året", own.the_case.dnr)
    with pytest.raises(MovedOn, match="Justerat"):
        approve(own)


@pytest.mark.parametrize("day", [MADE - timedelta(days=1), date(2026, 11, 24)])
def test_the_justering_lies_between_the_decision_and_today(own, day):
    assert faults(lambda: approve(own, day)) == {
        "approved_on": ["Justeringen måste ligga från 4 maj 2026 till och med i dag."]
    }
    assert approve(own, MADE).approved_on == MADE


def test_the_letter_is_owed_once_the_text_is_locked(own):
    of_decision = Document.objects.filter(case=own.the_case, kind="decision")
    assert not of_decision.exists()
    approve(own)
    letter = of_decision.get()
    assert (letter.title, letter.decision, letter.file) == ("Beslut: Första året", own.decision, None)


def test_what_is_locked_does_not_follow_the_world(own):
    approve(own)
    before = own.decision.frozen
    FundingSource.objects.update(appeal_text="Annan text", legal_regime="not_appealable")
    Organisation.objects.update(name="Nytt namn")
    announce(own)
    assert own.decision.frozen == before
    factories.make_letter(own)
    assert own.decision.document.file is not None


@pytest.mark.parametrize(
    "change",
    [{"cap": 800_000}, {"share": "0.5"}, {"reasons": "Andra skäl"}, {"frozen": {}}, {"kind": "rejection"}],
    ids=lambda change: next(iter(change)),
)
def test_the_database_refuses_to_change_a_locked_decision(own, change):
    rows = Decision.objects.filter(pk=own.decision.pk)
    with transaction.atomic():
        rows.update(reasons="Rättat före justeringen")  # until then it may be mended
    approve(own)
    with pytest.raises(DatabaseError, match="a frozen decision is never changed"), transaction.atomic():
        rows.update(**change)
    assert own.decision.reasons == "Rättat före justeringen"


# Anslag


@pytest.mark.parametrize(("posted", "last"), appeal_days(), ids=str)
def test_the_time_to_appeal_runs_three_weeks_from_the_notice_board(own, posted, last):
    approve(own)
    with clock.at(moment(posted)):
        assert announce(own, posted).last_day_to_appeal == last


def test_who_posts_the_notice_and_when(own):
    approve(own)
    for person in ("handlaggare", "enhetschef", "arkivarie", "firmatecknare"):
        with pytest.raises(NotYours):
            announce(own, by=person)
    for day in (JUSTERAT - timedelta(days=1), date(2026, 11, 24)):
        told = faults(lambda day=day: announce(own, day))
        assert told == {"announced_on": ["Anslaget måste ligga från 12 maj 2026 till och med i dag."]}
    assert announce(own, by="registrator").announced_on == JUSTERAT


def test_money_that_cannot_be_appealed_has_no_last_day(state):
    approve(state)
    announce(state)
    assert (state.decision.state, state.decision.last_day_to_appeal) == ("announced", None)


# Expediering


def test_a_decision_is_sent_when_it_exists_on_paper(own):
    approve(own)
    announce(own)
    waiting = ["Vi gör i ordning beslutet som PDF. Det brukar ta mindre än en minut."]
    assert missing(own.dispatch) == waiting
    factories.make_letter(own)
    for person in ("ekonom", "enhetschef", "medhandlaggare", "firmatecknare"):
        with pytest.raises(NotYours):
            deciding.dispatch(own.decision, by=own.staff(person))
    own.dispatch()
    assert (own.decision.state, own.decision.dispatched_at) == ("dispatched", factories.NOW)
    with pytest.raises(MovedOn, match="Expedierat"):
        own.dispatch()


def test_the_sending_stands_closed_with_its_reason_from_the_beginning(own):
    offers = {offer.move.name: offer for offer in engine.offered(own.decision, own.staff("namndsekreterare"))}
    assert [item.text for item in offers["dispatch"].missing] == [
        "Protokollet ska först justeras. Då gör vi i ordning beslutet som PDF."
    ]
    assert not offers["dispatch"].is_open
    assert offers["approve"].is_open
    assert not offers["dispatch_delegated"].is_open
    with pytest.raises(MovedOn, match="Fattat"):
        own.dispatch()


def test_a_bifall_that_is_sent_grants_a_project_and_asks_for_its_acceptance(state):
    make_ready(state)
    with clock.at(moment(date(2026, 5, 13))):
        state.dispatch()
    project, decision = state.project, state.decision
    assert (project.state, project.decision, project.bankgiro, project.accepted_at) == (
        "granted",
        decision,
        "5050-1055",
        None,
    )
    assert (project.period_start, project.period_end) == factories.PERIOD
    owed = state.the_case.obligations.get(kind="acceptance")
    assert (owed.due_on, owed.fulfilled_at) == (date(2026, 6, 1), None)  # 28 days after the decision
    told = Notice.objects.filter(case=state.the_case, kind__in=("decision_approval", "accept_decision"))
    assert sorted(told.values_list("kind", "recipient__email")) == [
        ("accept_decision", "firmatecknare@example.se"),
        ("decision_approval", "ekonom.sokande@example.se"),
        ("decision_approval", "medsokande@example.se"),
        ("decision_approval", "sokande@example.se"),
    ]


def test_a_decision_that_is_sent_late_still_leaves_half_the_time_to_accept(state):
    make_ready(state)
    with clock.at(moment(date(2026, 6, 5))):
        state.dispatch()
    # 14 days are the 19th, midsommarafton; the next working day is the Monday after
    assert state.the_case.obligations.get(kind="acceptance").due_on == date(2026, 6, 22)


def test_an_avslag_that_is_sent_grants_nothing():
    tale = factories.dispatched_tale(kind="rejection")
    assert not Project.objects.filter(case=tale.the_case).exists()
    assert not tale.the_case.obligations.exists()
    kinds = Notice.objects.filter(case=tale.the_case, kind__startswith="decision").values_list("kind", flat=True)
    assert list(kinds) == ["decision_rejection"] * 4


# On delegation


def test_a_delegated_decision_is_locked_at_once_and_is_not_justerat(delegated):
    decision = delegated.decision
    assert (decision.state, decision.frozen_sha256) == ("made", contents.sha256(decision.frozen))
    assert missing(lambda: approve(delegated, decision.made_on)) == [
        "Beslutet är fattat på delegation och justeras inte."
    ]


def test_a_delegated_decision_is_sent_as_soon_as_it_exists_on_paper(delegated):
    assert missing(delegated.dispatch) == ["Vi gör i ordning beslutet som PDF. Det brukar ta mindre än en minut."]
    factories.make_letter(delegated)
    deciding.dispatch(delegated.decision, by=delegated.officer)
    assert (delegated.decision.state, delegated.project.state) == ("dispatched", "granted")


# Laga kraft


def test_laga_kraft_comes_the_day_after_the_last_day_and_is_marked_by_a_person(own):
    approve(own)
    with clock.at(moment(date(2026, 12, 1))):
        announce(own, date(2026, 12, 1))
        factories.make_letter(own)
        with pytest.raises(MovedOn, match="Anslaget"):
            own.mark_final()
        own.dispatch()
    with clock.at(moment(date(2026, 12, 22), 23, 59)):
        assert missing(own.mark_final) == ["Beslutet kan överklagas till och med tisdag 22 december 2026."]
    with clock.at(moment(date(2026, 12, 23), 0, 1)):
        for person in ("handlaggare", "enhetschef", "attestant"):
            with pytest.raises(NotYours):
                deciding.mark_final(own.decision, reason=COURT, by=own.staff(person))
        deciding.mark_final(own.decision, reason=COURT, by=own.staff("registrator"))
    assert (own.decision.state, own.decision.final_on) == ("legally_final", date(2026, 12, 23))
    assert own.the_case.log.filter(machine="decision").last().reason == COURT
    assert Notice.objects.filter(case=own.the_case, kind="legally_final").count() == 2


def test_marked_later_it_still_got_laga_kraft_the_day_after(own):
    make_ready(own)
    own.dispatch()
    own.mark_final()
    assert own.decision.final_on == date(2026, 6, 3)


def test_what_cannot_be_appealed_does_not_get_laga_kraft(state):
    make_ready(state)
    state.dispatch()
    assert missing(state.mark_final)[0] == "Beslutet får inte överklagas, så det har ingen tid att vänta ut."
