"""A board takes over from another: open matters get the new one, decisions keep the old (domain.md §9 case 45)."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from applications.lifecycle.engine import NotYours
from applications.models import Case, Programme
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import Board, StaffRole, User
from portal.demo.stories.script import Story
from portal.demo.world import moment
from reviews import jobs
from reviews.models import Meeting
from reviews.services import succession
from tests import factories

DAY = date(2027, 1, 1)


@pytest.fixture
def old(stage: None) -> Board:
    """Read anew: what a test changes is taken back in the database, but not in the region that tests share."""
    return Board.objects.get(pk=factories.world().growth_board.pk)


@pytest.fixture
def new(old: Board) -> Board:
    return Board.objects.create(
        authority=old.authority,
        name="Miljö- och utvecklingsnämnd",
        definite="Miljö- och utvecklingsnämnden",
        short_name="MUN",
        dnr_format="{short} {year}-{number:05d}",
        valid_from=DAY,
    )


def board_of(tale: Story) -> Board:
    return Case.objects.select_related("board").get(pk=tale.the_case.pk).board


def test_open_matters_get_the_new_board_and_decided_ones_keep_the_old(old: Board, new: Board) -> None:
    refused = factories.delegated_tale(kind="rejection", title="Avslagen")
    granted = factories.accepted_tale(title="Pågår")
    waiting, draft = factories.submitted_tale(title="Väntar"), factories.filled_tale(title="Utkast")
    number = waiting.the_case.dnr
    succession.hand_over(old, successor=new, on=DAY, by=factories.staff("admin"))
    assert board_of(waiting) == old, "not before the day"
    with clock.at(moment(DAY, 4)):
        assert jobs.run_successions() == 3
        assert jobs.run_successions() == 0
        assert [board_of(tale) for tale in (refused, granted, waiting, draft)] == [old, new, new, new]
        assert (granted.decision.board, refused.decision.board) == (old, old)
        assert granted.decision.frozen == factories.Decision.objects.get(pk=granted.decision.pk).frozen
        assert waiting.the_case.dnr == number
        draft.submit()
        assert draft.the_case.dnr == "MUN 2027-00001"
    old.refresh_from_db()
    assert (old.successor, old.valid_to) == (new, date(2026, 12, 31))


def test_a_day_run_by_hand_lets_the_successor_take_over(old: Board, new: Board) -> None:
    tale = factories.submitted_tale()
    succession.hand_over(old, successor=new, on=DAY, by=factories.staff("admin"))
    out = StringIO()
    call_command("dagens_jobb", "--datum", DAY.isoformat(), stdout=out)
    assert "   1 ärenden har gått över till en annan nämnd" in out.getvalue()
    assert board_of(tale) == new


def test_who_worked_for_the_old_board_works_for_the_new(old: Board, new: Board) -> None:
    tale = factories.assigned_tale()
    head = User.objects.get(pk=factories.staff("enhetschef").pk)
    assert new.pk not in head.boards_as(StaffRoleName.HEAD_OF_UNIT)
    succession.hand_over(old, successor=new, on=DAY, by=factories.staff("admin"))
    with clock.at(moment(DAY, 8)):
        jobs.run_successions()
        officer = User.objects.get(pk=tale.officer.pk)
        assert {old.pk, new.pk} <= officer.boards_as(StaffRoleName.CASE_OFFICER)
        assert Case.objects.visible_to(officer).filter(pk=tale.the_case.pk).exists()
    roles = StaffRole.objects.filter(board=new).count()
    assert roles == StaffRole.objects.filter(board=old).count()


def test_planned_meetings_programmes_and_money_go_along(old: Board, new: Board) -> None:
    programme = Programme.objects.get(pk=factories.world().growth.pk)
    tale = factories.on_agenda_tale(DAY + timedelta(20))
    there = Meeting.objects.create(board=new, held_on=DAY + timedelta(30))
    both = Meeting.objects.create(board=old, held_on=DAY + timedelta(30))
    succession.hand_over(old, successor=new, on=DAY, by=factories.staff("admin"))
    with clock.at(moment(DAY, 8)):
        jobs.run_successions()
    programme.refresh_from_db()
    assert (programme.board, programme.funding_source.board) == (new, new)
    item = tale.the_case.agenda_items.get()
    assert (item.meeting.board, board_of(tale)) == (new, new)
    assert Meeting.objects.filter(pk=there.pk).exists()
    assert not Meeting.objects.filter(pk=both.pk).exists()


def test_what_the_old_board_has_had_up_is_the_old_boards_to_decide(old: Board, new: Board) -> None:
    tale = factories.on_agenda_tale(DAY - timedelta(5))
    succession.hand_over(old, successor=new, on=DAY, by=factories.staff("admin"))
    with clock.at(moment(DAY, 8)):
        jobs.run_successions()
        assert board_of(tale) == old


def test_only_the_administrator_hands_over_and_only_to_a_board_that_stays(old: Board, new: Board) -> None:
    for name in ("enhetschef", "namndsekreterare"):
        with pytest.raises(NotYours):
            succession.hand_over(old, successor=new, on=DAY, by=factories.staff(name))
    admin = factories.staff("admin")
    for successor, on, field in (
        (old, DAY, "successor"),
        (new, DAY - timedelta(1), "on"),
        (new, old.valid_from, "on"),
    ):
        with pytest.raises(ValidationError) as refused:
            succession.hand_over(old, successor=successor, on=on, by=admin)
        assert list(refused.value.message_dict) == [field]
    succession.hand_over(old, successor=new, on=DAY, by=admin)
    with pytest.raises(ValidationError, match="har redan tagit över"):
        succession.hand_over(old, successor=new, on=DAY, by=admin)


def test_the_administrator_chooses_the_successor_on_a_page(old: Board, new: Board) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=factories.staff("admin").pk))
    change = reverse("admin:accounts_board_change", args=[old.pk])
    url = reverse("admin:board_succeed", kwargs={"pk": old.pk})
    assert url in client.get(change).content.decode()
    assert "Beslut som är fattade står kvar i den gamla nämndens namn." in client.get(url).content.decode()
    wrong = client.post(url, {"successor": new.pk, "on": "2026-12-31"}).content.decode()
    assert "finns först från 1 januari 2027" in wrong.replace("\u00a0", " ")
    assert client.post(url, {"successor": new.pk, "on": "2027-01-01"})["Location"] == change
    old.refresh_from_db()
    assert old.successor == new
    assert "har tagit över" in client.get(change).content.decode()
