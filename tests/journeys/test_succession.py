"""A case in the middle of its life when another board takes over from its own, as the data has it (§9 case 45)."""

from datetime import date

import pytest

from applications import jobs as nightly
from applications.models import Case
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import Organisation, User
from portal.demo import loading, programmes
from portal.demo.rows import Home
from portal.demo.stories.script import Story
from portal.demo.world import moment
from reviews import jobs
from tests import factories

AUTUMN, LAST_DAY, NEW_YEAR, MARCH = date(2022, 10, 3), date(2022, 12, 30), date(2023, 1, 1), date(2023, 3, 6)

BODY = {
    "orgnr": "222000-9035",
    "name": "Vårdsamverkan Fyrbodal",
    "org_type": "regional",
    "municipality": "Uddevalla",
    "since": date(2016, 1, 1),
}


@pytest.fixture
def tale(db: None) -> Story:
    """Applied for in the autumn at the board that ends with the year, and prepared on its last working day."""
    with clock.at(moment(AUTUMN)):
        world = factories.world()
        home = Home(authority=world.authority, unit=world.unit, people=world.people)
        programmes.load("sim", home)
        loading.make_organisation(BODY, home, "tests")
        tale = Story(world, Organisation.objects.get(orgnr=BODY["orgnr"]), "handlaggare")
        programme = programmes.programme_of("sim")
        rules = programmes.rules_of(world.growth) | {"requires_other_funder": False}
        tale.begin_application(
            programmes.open_call(programme, "hosten", "Hösten", opens_at=moment(AUTUMN), closes_at=None, **rules)
        )
        factories.fill(tale)
        tale.submit()
        tale.assign()
    with clock.at(moment(LAST_DAY)):
        tale.prepare()
    return tale


def board_of(tale: Story) -> str:
    return str(Case.objects.select_related("board").get(pk=tale.the_case.pk).board.short_name)


def test_the_case_goes_on_at_the_new_board_with_its_number_and_is_decided_there(tale: Story) -> None:
    number = tale.the_case.dnr
    assert (board_of(tale), number[:3]) == ("RUN", "RUN")
    with clock.at(moment(LAST_DAY, 23)):
        assert jobs.run_successions() == 0
    with clock.at(moment(NEW_YEAR, 4)):
        assert jobs.run_successions() == 1
    assert (board_of(tale), tale.the_case.dnr) == ("MRU", number)
    with clock.at(moment(MARCH)):
        officer = User.objects.get(pk=tale.officer.pk)
        assert tale.the_case.board_id in officer.boards_as(StaffRoleName.CASE_OFFICER)
        others = factories.others
        tale.assess(others.SCORES, others.CHILD, others.SUMMARY)
        tale.propose(kind="rejection", reasons=others.WEAK, conditions="")
        tale.approve_proposal()
        tale.put_on_agenda(MARCH)
        tale.decide_in_board("12")
        tale.approve_minutes()
        nightly.run_sweep()
    decision = tale.decision
    assert (decision.board.short_name, decision.decided_by) == ("MRU", "Miljö- och regionutvecklingsnämnd")
    assert decision.frozen["decides"] == "Miljö- och regionutvecklingsnämnden beslutar"
    assert decision.frozen["dnr"] == number
