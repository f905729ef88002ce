"""A project on its way: the system marks the days, people decide."""

from datetime import date

import pytest

from applications.lifecycle.engine import SYSTEM, MovedOn, NotYours
from applications.models import Condition
from applications.services import running
from portal import clock
from portal.demo.world import moment
from tests import factories
from tests.factories.refusals import missing

START = factories.PERIOD[0]


@pytest.fixture(scope="module")
def accepted(stage):
    """The project is accepted and begins on 1 January 2027."""
    return factories.accepted_tale()


def test_the_project_starts_on_its_day_by_the_system_or_the_officer(accepted):
    with clock.at(moment(date(2026, 12, 31), 23, 59)):
        assert missing(lambda: running.start(accepted.project, by=SYSTEM)) == ["Projektet börjar 1 januari 2027."]
    with clock.at(moment(START, 0, 1)):
        for person in (accepted.lead, accepted.staff("enhetschef"), accepted.staff("medhandlaggare")):
            with pytest.raises(NotYours):
                running.start(accepted.project, by=person)
        running.start(accepted.project, by=SYSTEM)
        assert accepted.project.state == "start_up"
        with pytest.raises(MovedOn, match="Uppstart"):
            running.start(accepted.project, by=accepted.officer)
    assert accepted.the_case.log.filter(machine="project").last().actor_kind == "system"


def test_a_condition_before_the_start_holds_it(accepted):
    kinds = {"before_start": "Anställ en ledare", "before_payment": "Visa avtalet"}
    conditions = [Condition.objects.create(decision=accepted.decision, text=kinds[kind], kind=kind) for kind in kinds]
    with clock.at(moment(START)):
        told = ["Villkoret är inte uppfyllt: Anställ en ledare"]
        assert missing(lambda: running.start(accepted.project, by=SYSTEM)) == told
        running.fulfil_condition(conditions[0], by=accepted.officer)
        assert running.start(accepted.project, by=SYSTEM).state == "start_up"


def test_the_system_does_not_judge_the_start_up(accepted):
    with clock.at(moment(START)):
        running.start(accepted.project, by=accepted.officer)
        with pytest.raises(NotYours):
            running.implement(accepted.project, by=SYSTEM)
        running.implement(accepted.project, by=accepted.officer)
    assert accepted.project.state == "implementation"


def test_the_closing_begins_ninety_days_before_the_end(accepted):
    with clock.at(moment(START)):
        running.start(accepted.project, by=SYSTEM)
        accepted.implement()
    with clock.at(moment(date(2028, 10, 1))):
        assert missing(lambda: running.close(accepted.project, by=SYSTEM)) == ["Avslutet börjar 2 oktober 2028."]
    with clock.at(moment(date(2028, 10, 2))):
        assert running.close(accepted.project, by=SYSTEM).state == "closing"


def test_a_condition_is_ticked_once_by_the_officer(accepted):
    condition = Condition.objects.create(decision=accepted.decision, text="Anställ en samordnare")
    for person in (accepted.lead, accepted.staff("ekonom"), accepted.staff("medhandlaggare")):
        with pytest.raises(NotYours):
            running.fulfil_condition(condition, by=person)
    running.fulfil_condition(condition, by=accepted.officer)
    with clock.at(moment(date(2027, 5, 5))):
        running.fulfil_condition(Condition.objects.get(pk=condition.pk), by=accepted.officer)
    condition.refresh_from_db()
    assert (condition.fulfilled_at, condition.fulfilled_by) == (factories.NOW, accepted.officer)
