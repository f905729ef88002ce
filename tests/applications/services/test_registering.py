"""The diary: one number per case, the first of a year as data, in the form of the board."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from applications.models import Case, DnrCounter
from applications.services.registering import register
from portal.accounts.models import Board
from portal.demo.world import moment
from tests import factories


@pytest.fixture(scope="module")
def home(stage):
    return factories.world()


def draft_case(home, board=None) -> Case:
    programme = home.growth
    return Case.objects.create(
        programme=programme,
        board=board or programme.board,
        organisation=home.region,
        title="Ett ärende",
        created_by=home.person("sokande"),
    )


def numbered(home, day: date, board: Board | None = None) -> str:
    return register(draft_case(home, board), at=moment(day))


def test_numbers_follow_each_other_and_begin_anew_each_year(home):
    assert [numbered(home, date(2025, 3, 1)) for _ in range(3)] == ["25RS00001", "25RS00002", "25RS00003"]
    assert numbered(home, date(2026, 1, 2)) == "26RS00001"
    assert numbered(home, date(2025, 12, 31)) == "25RS00004"


def test_a_series_taken_over_in_the_middle_of_a_year_goes_on_where_it_was(home):
    assert [numbered(home, date(2023, 11, 8)) for _ in range(2)] == ["23RS10970", "23RS10971"]
    assert DnrCounter.objects.get().last == 10971


def test_another_board_writes_its_numbers_in_its_own_form(home):
    board = Board.objects.create(
        authority=home.authority,
        name="Miljö- och regionutvecklingsnämnd",
        definite="Miljö- och regionutvecklingsnämnden",
        short_name="MRU",
        dnr_format="{short} {year}-{number:05d}",
        dnr_first={"2026": 123},
    )
    assert numbered(home, date(2026, 11, 22), board) == "MRU 2026-00123"
    assert numbered(home, date(2026, 11, 22)) == "26RS00001"


def test_the_year_is_that_of_the_swedish_clock(home):
    """Half past midnight in Stockholm is still the old year in UTC."""
    case = draft_case(home)
    assert register(case, at=moment(date(2027, 1, 1), 0, 30)) == "27RS00001"
    assert Case.objects.get(pk=case.pk).shared_at == moment(date(2027, 1, 1), 0, 30)


def test_a_case_keeps_its_number_and_its_moment(home):
    case = draft_case(home)
    first = moment(date(2026, 3, 2))
    assert register(case, at=first) == register(case, at=moment(date(2027, 3, 2))) == "26RS00001"
    assert Case.objects.get(pk=case.pk).shared_at == first
    assert DnrCounter.objects.get().last == 1


def test_a_form_that_cannot_be_filled_in_is_refused_when_the_board_is_saved(home):
    board = home.growth_board
    board.dnr_format = "{kortnamn} {number}"
    with pytest.raises(ValidationError, match="Formen kan inte läsas"):
        board.full_clean()
    board.dnr_format = "{short} {year}/{number}"
    board.full_clean()
