"""A delegated decision of appealable money: reported, announced with those minutes, then legally final."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from applications.enums import DecisionState
from applications.lifecycle.engine import NotReady
from applications.services import deciding
from portal import clock
from portal.demo.world import moment
from reviews.services import decisions, meetings
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_delegated_decision_is_announced_after_it_was_reported_and_then_becomes_final() -> None:
    secretary = factories.staff("namndsekreterare")
    with clock.at(factories.NOW):
        tale = factories.granted_tale(factories.call(early=True))
        with pytest.raises(NotReady, match="Anmäl först beslutet"):
            deciding.announce(tale.decision, announced_on=clock.today(), by=secretary)
        meeting = meetings.plan(tale.the_case.board, held_on=date(2026, 12, 1), by=secretary)
    with clock.at(moment(date(2026, 12, 3))):
        with pytest.raises(ValidationError, match="hållet"):
            decisions.report(meeting, by=secretary)
        meetings.hold(meeting, by=secretary)
        assert decisions.report(meeting, by=secretary) == 1
        with pytest.raises(ValidationError, match="från 1 december 2026"):
            deciding.announce(tale.decision, announced_on=date(2026, 11, 30), by=secretary)
        decision = deciding.announce(tale.decision, announced_on=date(2026, 12, 3), by=secretary)
        assert decision.state == DecisionState.DISPATCHED
        assert decision.last_day_to_appeal == date(2026, 12, 28)
        with pytest.raises(NotReady, match="redan registrerat"):
            deciding.announce(tale.decision, announced_on=date(2026, 12, 3), by=secretary)
    with clock.at(moment(date(2026, 12, 29))):
        tale.mark_final()
        assert tale.decision.state == DecisionState.LEGALLY_FINAL
