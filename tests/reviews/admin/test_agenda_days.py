"""Handlingsstopp and kallelse: days that the board sets, shown at the meeting; a late proposal is warned of."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Board
from portal.demo.stories.script import Story
from reviews.models import AgendaItem, Meeting
from reviews.selectors import meetings
from tests import factories
from tests.applications.views.pages import controls, text

from . import addresses
from .test_kept_rows import change, filled

AtDesk = Callable[[str], Client]


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    tale = factories.prepared_tale(title="Bereds")
    tale.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    tale.propose(kind="rejection", reasons="Passar inte.")
    tale.approve_proposal()
    return tale


def planned(tale: Story, day: date) -> Meeting:
    return Meeting.objects.create(board=tale.the_case.board, held_on=day)


def test_working_days_count_over_christmas_and_the_call_never_goes_out_later(tale: Story) -> None:
    meeting = planned(tale, date(2027, 1, 14))
    assert meetings.stop_day(meeting) == date(2026, 12, 17)  # 15 working days; helgdagar and aftnar are none
    assert meetings.call_day(meeting) == date(2027, 1, 7)
    meeting.held_on = date(2027, 1, 10)  # a week before is a Sunday
    assert meetings.call_day(meeting) == date(2026, 12, 30)
    meeting.board.agenda_stop_days, meeting.board.call_days = 0, 1
    assert meetings.stop_day(meeting) == meeting.held_on


def test_the_meeting_shows_its_days(tale: Story, at_desk: AtDesk) -> None:
    meeting = planned(tale, date(2027, 1, 14))
    shown = text(at_desk("namndsekreterare").get(reverse("admin:meeting", args=(meeting.pk,))))
    assert "Handlingsstopp Torsdag 17 december 2026 Kallelsen går ut senast Torsdag 7 januari 2027" in shown


def test_the_board_keeps_its_days(tale: Story, at_desk: AtDesk) -> None:
    board, client = tale.the_case.board, at_desk("admin")
    values = filled(client, change(board)) | {"agenda_stop_days": "10", "call_days": "5", "dnr_first": "{}"}
    assert client.post(change(board), values).status_code == 302
    fresh = Board.objects.get(pk=board.pk)
    assert (fresh.agenda_stop_days, fresh.call_days) == (10, 5)


def test_what_comes_after_the_stop_is_warned_of_and_taken_up(tale: Story, at_desk: AtDesk) -> None:
    late, ample = planned(tale, date(2026, 12, 1)), planned(tale, date(2027, 1, 14))
    client, url = at_desk("namndsekreterare"), addresses.move(tale.application, "put_on_agenda")
    page = text(client.get(url))
    warning = "Handlingsstoppet till sammanträdet 1 december 2026 var"
    assert warning in page and "till sammanträdet 14 januari" not in page
    assert "Torsdag 14 januari 2027 (handlingsstopp 17 december)" in page
    answer = client.post(url, controls(client.get(url)) | {"meeting": str(late.pk)}, follow=True)
    assert warning in text(answer)
    assert AgendaItem.objects.get(case=tale.the_case).meeting == late
    assert ample.items.count() == 0


def test_what_comes_in_time_is_not(tale: Story, at_desk: AtDesk) -> None:
    ample = planned(tale, date(2027, 1, 14))
    client, url = at_desk("namndsekreterare"), addresses.move(tale.application, "put_on_agenda")
    assert "Handlingsstoppet" not in text(client.get(url))
    assert "Handlingsstoppet" not in text(client.post(url, {"meeting": str(ample.pk)}, follow=True))
