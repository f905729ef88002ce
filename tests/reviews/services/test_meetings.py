"""Meetings: planned by the secretary, matters put on the agenda in order, held on their day."""

from datetime import date

import pytest

from applications.lifecycle.engine import MovedOn, NotYours
from applications.models import TransitionLog
from portal import clock
from portal.demo.world import moment
from reviews.models import AgendaItem, Meeting
from reviews.services import meetings
from tests import factories
from tests.factories.refusals import faults, missing

TODAY = clock.local(factories.NOW).date()
DAY = date(2026, 12, 8)


@pytest.fixture(scope="module")
def tale(stage):
    """A proposal that is ready."""
    return factories.proposed_tale()


def plan(tale, held_on=DAY, board=None, by="namndsekreterare"):
    return meetings.plan(board or tale.the_case.board, held_on=held_on, place="Sessionssalen", by=tale.staff(by))


def put(tale, meeting, by="namndsekreterare"):
    return meetings.put_on_agenda(tale.application, meeting=meeting, by=tale.staff(by))


def test_the_secretary_of_the_board_plans(tale):
    for name in ("handlaggare", "enhetschef", "registrator", "ordforande", "sokande"):
        with pytest.raises(NotYours):
            plan(tale, by=name)
    elsewhere = factories.other_officer().staff_roles.get().board
    with pytest.raises(NotYours):
        plan(tale, board=elsewhere)
    assert plan(tale).state == "planned"


def test_a_meeting_lies_ahead_and_is_one_per_day(tale):
    assert faults(lambda: plan(tale, date(2026, 11, 22))) == {"held_on": ["Söndag 22 november 2026 har redan varit."]}
    plan(tale, TODAY)
    assert faults(lambda: plan(tale, TODAY)) == {"__all__": ["Nämnden har redan ett sammanträde den dagen."]}
    assert plan(tale, TODAY, tale.world.health_board).held_on == TODAY


def test_matters_stand_on_the_agenda_in_the_order_they_were_put_there(tale):
    meeting, other = plan(tale), factories.proposed_tale(title="En till")
    assert [put(tale, meeting).number, put(other, meeting).number] == [1, 2]
    assert tale.application.state == "on_agenda"
    with pytest.raises(MovedOn, match="På dagordning"):
        put(tale, meeting)
    assert AgendaItem.objects.filter(case=tale.the_case).count() == 1


def test_only_the_secretary_puts_matters_there(tale):
    meeting = plan(tale)
    for name in ("handlaggare", "enhetschef", "registrator"):
        with pytest.raises(NotYours):
            put(tale, meeting, by=name)
    assert put(tale, meeting).meeting == meeting


def test_the_meeting_is_a_planned_one_of_the_boards(tale):
    told = {"meeting": ["Välj ett planerat sammanträde hos ärendets nämnd."]}
    plan(tale)
    assert faults(lambda: put(tale, plan(tale, board=tale.world.health_board))) == told
    today = plan(tale, TODAY)
    meetings.hold(today, by=tale.staff("namndsekreterare"))
    assert faults(lambda: put(tale, today)) == told
    assert tale.application.state == "proposed"


def test_a_case_that_is_not_proposed_is_not_put_on_the_agenda():
    tale = factories.prepared_tale()
    with pytest.raises(MovedOn, match="Beredning"):
        put(tale, plan(tale))
    assert AgendaItem.objects.filter(case=tale.the_case).count() == 0


def test_a_meeting_is_held_when_its_day_has_come(tale):
    meeting = plan(tale)
    assert missing(lambda: meetings.hold(meeting, by=tale.staff("namndsekreterare"))) == [
        "Sammanträdet hålls tisdag 8 december 2026."
    ]
    with clock.at(moment(DAY, 0, 1)):
        for name in ("ordforande", "handlaggare", "registrator"):
            with pytest.raises(NotYours):
                meetings.hold(meeting, by=tale.staff(name))
        meetings.hold(meeting, by=tale.staff("namndsekreterare"))
        with pytest.raises(MovedOn, match="Hållet"):
            meetings.hold(Meeting.objects.get(pk=meeting.pk), by=tale.staff("namndsekreterare"))
    log = TransitionLog.objects.get(machine="meeting", object_id=meeting.pk)
    assert (log.case, log.from_state, log.to_state) == (None, "planned", "held")
