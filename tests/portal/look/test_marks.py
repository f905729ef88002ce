"""State marks: every state of every machine has one, for the person and for the desk."""

import pytest
from django.template import Context, Template

from applications import enums
from portal.look import marks
from portal.look.marks import Audience, Tint

MACHINES = {
    "idea": enums.IdeaState,
    "application": enums.ApplicationState,
    "decision": enums.DecisionState,
    "project": enums.ProjectState,
    "report": enums.ReportState,
    "claim": enums.ClaimState,
    "early_close": enums.EarlyCloseState,
}
STATES = [(machine, state) for machine, states in MACHINES.items() for state in states.values]


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize(("machine", "state"), STATES)
def test_every_state_has_a_mark_for_both_sides(machine: str, state: str, audience: Audience) -> None:
    assert marks.find(state, machine=machine, audience=audience).word


@pytest.mark.parametrize("kind", enums.DecisionKind.values)
def test_every_outcome_has_a_mark(kind: str) -> None:
    assert marks.find(kind).word


def test_a_rejection_is_an_answer_and_not_a_fault() -> None:
    assert marks.find("rejection").tint is Tint.PLAIN


def test_the_turn_is_the_readers() -> None:
    person, desk = marks.find("completion"), marks.find("completion", audience=Audience.DESK)
    assert (person.tint, person.word) == (Tint.YOU, "Ni behöver komplettera")
    assert desk.tint is Tint.INFO


def test_a_machines_own_row_wins() -> None:
    assert marks.find("submitted").word == "Inkommen"
    assert marks.find("submitted", machine="report").word == "Inlämnad"
    assert marks.find("approved", machine="decision", audience=Audience.DESK).word == "Justerat"


def test_a_given_word_wins() -> None:
    assert marks.find("section.begun", word="2 av 3 inlagda").word == "2 av 3 inlagda"


def test_a_state_without_a_row_is_refused() -> None:
    with pytest.raises(LookupError, match=r"no state mark for project\.unheard_of"):
        marks.find("unheard_of", machine="project")


def test_a_mark_is_icon_and_word_and_escapes_the_word() -> None:
    page = Template("{% load portal_tags %}{% state_mark 'overdue' word=word %}").render(Context({"word": "<b>"}))
    assert page.startswith('<span class="state state--danger"><svg')
    assert page.endswith("&lt;b&gt;</span>")
