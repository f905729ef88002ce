"""Asking for completion near a meeting, and what comes in late: warned of, taken in, and read before a proposal."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from applications.enums import ApplicationState
from portal import clock
from portal.demo.stories.script import Story
from reviews.services import meetings, proposing
from tests import factories
from tests.factories.refusals import missing

from .addresses import move

AtDesk = Callable[[str], Client]
DUE = date(2026, 12, 14)
GIVEN = {
    "why": "Vi ser inte vilka barn det gäller.",
    "sak-TOTAL_FORMS": 3,
    "sak-INITIAL_FORMS": 0,
    "sak-0-place": "projekt",
    "sak-0-text": "Skriv mer om problemet.",
}
BIFALL = {
    "kind": "approval",
    "share": Decimal("0.4"),
    "cap": Decimal(90_000),
    "reasons": "Rätt barn.",
    "conditions": "",
}


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    """In preparation and assessed by the officer."""
    found = factories.prepared_tale()
    found.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    return found


@pytest.mark.parametrize(("held_on", "is_warned"), [(date(2026, 12, 17), True), (date(2027, 2, 18), False)])
def test_a_day_past_the_handlingsstopp_is_warned_of_and_taken(
    tale: Story, at_desk: AtDesk, held_on: date, is_warned: bool
) -> None:
    meetings.plan(tale.the_case.board, held_on=held_on, place="Eken", by=tale.staff("namndsekreterare"))
    url = move(tale.application, "request_completion")
    shown = at_desk("handlaggare").post(url, GIVEN | {"due_on": DUE.isoformat()}, follow=True).content.decode()
    assert ("Svaret kan komma efter handlingsstoppet" in shown) == is_warned
    assert tale.the_case.completions.get().due_on == DUE


def test_a_formal_request_says_what_follows(tale: Story, at_desk: AtDesk) -> None:
    url = move(tale.application, "request_completion")
    at_desk("handlaggare").post(url, GIVEN | {"due_on": DUE.isoformat(), "is_formal": "on"})
    asked = tale.the_case.completions.get()
    assert "Om ni inte kompletterar senast 14 december 2026" in asked.consequence


def test_what_comes_late_is_taken_in_and_read_before_a_proposal(tale: Story) -> None:
    proposing.save(tale.the_case, values=BIFALL, version=None, by=tale.officer)
    tale.hear_or_waive(tale.the_case.memo.kind)
    tale.ask_completion("projekt", "Skriv mer om problemet.", "Det behövs.", DUE)
    with clock.at(factories.NOW + timedelta(days=30)):
        tale.answer_completion("Här är mer.")
        assert tale.application.state == ApplicationState.PREPARATION
        told = missing(lambda: proposing.submit(tale.the_case.memo, by=tale.officer))
        late = "Kompletteringen kom 23 december 2026 (efter sista dagen), efter att förslaget sparades."
        assert told == [f"{late} Läs den och spara förslaget på nytt."]
    with clock.at(factories.NOW + timedelta(days=31)):
        proposing.save(tale.the_case, values=BIFALL, version=None, by=tale.officer)
        assert proposing.submit(tale.the_case.memo, by=tale.officer).state == "submitted"


def test_the_head_does_not_approve_what_was_written_before_the_answer_came(tale: Story) -> None:
    proposing.save(tale.the_case, values=BIFALL, version=None, by=tale.officer)
    tale.hear_or_waive(tale.the_case.memo.kind)
    proposing.submit(tale.the_case.memo, by=tale.officer)
    tale.ask_completion("projekt", "Skriv mer om problemet.", "Det behövs.", DUE)
    tale.not_conflicted("enhetschef")
    with clock.at(factories.NOW + timedelta(days=1)):
        tale.answer_completion("Här är mer.")
        told = missing(lambda: proposing.approve(tale.the_case.memo, by=tale.staff("enhetschef")))
    assert [line for line in told if line.startswith("Kompletteringen kom 24 november 2026")]
