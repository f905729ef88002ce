"""The lists of a project's start and end: made from the call's rules, planned and ticked off by both sides."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from applications import jobs
from applications.enums import PhaseKind
from applications.lifecycle.engine import NotYours, StaleVersion
from applications.models import Case, PhaseActivity
from applications.selectors import my_pages
from applications.selectors import phases as reading
from applications.selectors.case_story import with_story
from applications.services import phases
from portal import clock
from portal.demo.stories.script import Story
from portal.demo.world import moment
from tests import factories

START = ["Träffa oss på ett uppstartsmöte inom 30 dagar", "Bemanna"]
END = ["Förbered avslut 60 dagar före slutet"]


@pytest.fixture(scope="module")
def tale(stage) -> Story:
    return factories.accepted_tale(factories.call(start_activities=START, closing_activities=END))


def rows(tale: Story, phase: PhaseKind = PhaseKind.START_UP):
    return {row.text: row for row in tale.project.phase_activities.filter(phase=phase)}


def save(tale: Story, row: PhaseActivity | None, *, by=None, version=None, **values) -> PhaseActivity:
    return phases.save(
        tale.project, phase=PhaseKind.START_UP, activity=row, values=values, version=version, by=by or tale.lead
    )


@pytest.mark.parametrize(
    ("line", "text", "days"),
    [
        ("Bemanna inom 30 dagar", "Bemanna", 30),
        ("Bemanna, inom 30 dagar", "Bemanna", 30),
        ("Förbered avslut 60 dagar före slutet", "Förbered avslut", 60),
        ("Bemanna", "Bemanna", None),
        ("Följ barnen i 100 dagar och berätta", "Följ barnen i 100 dagar och berätta", None),
    ],
)
def test_a_line_says_what_and_by_when(line, text, days):
    assert phases.read(line) == (text, days)


def test_the_start_comes_with_the_acceptance(tale):
    start = tale.project.period_start
    found = rows(tale)
    assert list(found) == ["Träffa oss på ett uppstartsmöte", "Bemanna"]
    assert found["Träffa oss på ett uppstartsmöte"].planned_on == date(start.year, 2, 1)  # 31 January is a Sunday
    assert found["Bemanna"].planned_on is None
    assert not rows(tale, PhaseKind.CLOSING)


def test_the_end_comes_when_the_closing_begins(tale):
    with clock.at(moment(date(2027, 1, 4), 9)):
        jobs.run_morning()
        tale.implement()
    with clock.at(moment(date(2028, 10, 3), 9)):
        jobs.run_morning()
    assert rows(tale, PhaseKind.CLOSING)["Förbered avslut"].planned_on == date(2028, 11, 1)
    phases.begin(tale.project, PhaseKind.CLOSING)
    assert len(rows(tale, PhaseKind.CLOSING)) == 1


def test_both_sides_plan_and_tick_off(tale):
    row = rows(tale)["Bemanna"]
    planned = save(tale, row, planned_on=date(2027, 1, 20), version=row.version, by=tale.officer)
    done = save(tale, planned, done_on=clock.today(), note="Två på plats.", version=planned.version)
    assert (done.planned_on, done.done_by, done.note) == (date(2027, 1, 20), tale.lead, "Två på plats.")
    undone = save(tale, done, done_on=None)
    assert undone.done_by is None
    with pytest.raises(StaleVersion):
        save(tale, row, note="Sent.", version=row.version)


def test_one_may_add_own_things_once(tale):
    assert save(tale, None, text="Bjud in skolan", planned_on=None, note="").order == 2
    with pytest.raises(ValidationError, match="Det står redan på listan"):
        save(tale, None, text="Bjud in skolan", planned_on=None, note="")


def test_who_may_not(tale):
    for person in (factories.outsider(), tale.staff("enhetschef"), factories.other_officer()):
        with pytest.raises(NotYours):
            save(tale, None, text="Annat", by=person)


def test_a_day_to_come_is_not_done(tale):
    with pytest.raises(ValidationError, match="Dagen har inte varit än"):
        save(tale, rows(tale)["Bemanna"], done_on=date(2030, 1, 1))


def test_what_is_late_is_told_in_words_and_stops_nobody(tale):
    with clock.at(moment(date(2027, 2, 3), 9)):
        jobs.run_morning()
        start, closing = reading.of_project(tale.project)
        assert [line.told for line in start.lines] == [
            "Skulle vara klart 1 februari 2027, för två dagar sedan",
            "Inte planerat än",
        ]
        assert (start.late, start.left, closing.lines) == ("En sak är försenad.", 2, [])
        case = with_story(Case.objects.all()).get(pk=tale.the_case.pk)
        todo = next(item for item in my_pages.todo([case]) if item.place == "phase")
        assert (todo.title, todo.due) == ("Träffa oss på ett uppstartsmöte", date(2027, 2, 1))
        tale.implement()
        assert tale.project.state == "implementation"
