"""The engine: who, when and whether in that order, one log row per move, and nothing written when it refuses."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.enums import ActorKind, ApplicationState, IdeaState
from applications.lifecycle import engine
from applications.lifecycle.engine import SYSTEM, MovedOn, NotReady, NotYours, StaleVersion
from applications.lifecycle.registry import machine_of
from applications.models import Application, Case, Idea, TransitionLog
from applications.services import ideas
from portal import clock
from portal.demo.stories.script import Story
from tests import factories


@pytest.fixture(scope="module")
def drafted(stage: None) -> Story:
    """An idea of the project lead's that may be shared."""
    tale = factories.story()
    tale.begin_idea(tale.world.growth, "Sagor på BVC", "Många barn möter få ord.", ("A", "B", "C"))
    return tale


@pytest.fixture(scope="module")
def registered(stage: None) -> Story:
    return factories.submitted_tale()


def test_a_move_writes_state_version_and_one_log_row(registered: Story) -> None:
    application, chief = registered.application, registered.staff("enhetschef")
    version, rows = application.version, TransitionLog.objects.count()
    log = engine.perform(application, "assign", by=chief, reason="Närmast till hands")
    assert (application.state, application.version) == (ApplicationState.FORMAL_CHECK, version + 1)
    stored = Application.objects.get(pk=application.pk)
    assert (stored.state, stored.version) == (ApplicationState.FORMAL_CHECK, version + 1)
    assert TransitionLog.objects.count() == rows + 1
    assert (log.machine, log.object_id, log.case) == ("application", application.pk, application.case)
    assert (log.move, log.from_state, log.to_state) == ("assign", "registered", "formal_check")
    assert (log.actor, log.actor_kind, log.reason, log.at) == (
        chief,
        ActorKind.PERSON,
        "Närmast till hands",
        clock.now(),
    )
    assert not log.private


def test_the_system_is_logged_as_nobody(registered: Story) -> None:
    log = TransitionLog.objects.get(case=registered.the_case, move="register")
    assert (log.actor, log.actor_kind) == (None, ActorKind.SYSTEM)


def test_fields_are_written_with_the_state(drafted: Story) -> None:
    """A constraint ties shared_at to the state, so the two must come in one statement."""
    idea, now = drafted.idea, clock.now()
    Case.objects.filter(pk=idea.case_id).update(shared_at=now, dnr="26RS99999")
    engine.perform(idea, "share", by=drafted.lead, shared_at=now, shared_by=drafted.lead)
    stored = Idea.objects.get(pk=idea.pk)
    assert (stored.state, stored.shared_at, stored.shared_by) == (IdeaState.SHARED, now, drafted.lead)


@pytest.mark.parametrize(
    ("move", "name", "refusal"),
    [
        ("assign", "handlaggare", NotYours),
        ("assign", "sokande", NotYours),
        ("assign", "utomstaende", NotYours),
        ("close", "enhetschef", NotYours),
        ("approve_proposal", "enhetschef", MovedOn),
        ("submit", "firmatecknare", MovedOn),
    ],
)
def test_a_refusal_writes_nothing(registered: Story, move: str, name: str, refusal: type[Exception]) -> None:
    application = registered.application
    person = factories.outsider() if name == "utomstaende" else registered.staff(name)
    before = (TransitionLog.objects.count(), application.version)
    with pytest.raises(refusal):
        engine.perform(application, move, by=person)
    stored = Application.objects.get(pk=application.pk)
    assert (TransitionLog.objects.count(), stored.version) == before
    assert stored.state == ApplicationState.REGISTERED


def test_the_system_makes_only_the_moves_that_the_table_gives_it(registered: Story) -> None:
    with pytest.raises(NotYours):
        engine.perform(registered.application, "assign", by=SYSTEM)


def test_what_is_missing_is_told_all_at_once(stage: None) -> None:
    tale = factories.story()
    tale.begin_idea(tale.world.growth, "Sagor på BVC", "", ("A", "B", "C"))
    idea = tale.idea
    ideas.save(idea, values={"title": " "}, version=None, by=tale.lead)
    idea = tale.idea
    with pytest.raises(NotReady) as refusal:
        engine.perform(idea, "share", by=tale.lead)
    told = [(item.text, item.place) for item in refusal.value.missing]
    assert told == [("Skriv vad idén heter.", "title"), ("Skriv vilket problem ni vill lösa.", "problem")]
    assert engine.missing_for(idea, "share", by=tale.lead) == refusal.value.missing


def test_a_move_from_an_old_window_says_where_the_thing_is(registered: Story) -> None:
    """The object in hand is stale: the engine asks the row, not the copy."""
    old = registered.application
    engine.perform(registered.application, "assign", by=registered.staff("enhetschef"))
    assert old.state == ApplicationState.REGISTERED
    with pytest.raises(MovedOn, match="Läget är ”Formell kontroll”") as refusal:
        engine.perform(old, "assign", by=registered.staff("enhetschef"))
    assert "fördela till handläggare" in str(refusal.value)


def test_what_is_gone_cannot_be_moved(drafted: Story) -> None:
    idea = drafted.idea
    ideas.delete_draft(idea, by=drafted.lead)
    with pytest.raises(MovedOn, match="Borttaget"):
        engine.perform(idea, "share", by=drafted.lead)


def test_offers_are_open_closed_or_ahead_of_their_time(stage: None) -> None:
    tale = factories.prepared_tale()
    officer = {offer.move.name: offer for offer in engine.offered(tale.application, tale.officer)}
    assert set(officer) == {"request_completion", "decide_by_delegation"}
    assert officer["request_completion"].is_open
    assert officer["request_completion"].in_place == ["Du har svarat på frågan om jäv"]
    ahead = officer["decide_by_delegation"]
    assert (ahead.is_ahead, ahead.is_open) == (True, False)
    assert "Det finns inget förslag att besluta om." in [item.text for item in ahead.missing]
    chief = {offer.move.name: offer.is_open for offer in engine.offered(tale.application, tale.staff("enhetschef"))}
    assert chief == {"approve_proposal": False, "decide_by_delegation": False}
    assert engine.offered(tale.application, tale.lead) == []
    assert engine.offered(tale.application, factories.outsider()) == []


def test_asking_does_not_write(registered: Story) -> None:
    application = registered.application
    with CaptureQueriesContext(
        connection,
    ) as asked:
        engine.offered(application, registered.staff("enhetschef"))
        engine.missing_for(application, "close", by=registered.officer)
    assert not [query for query in asked if not query["sql"].lstrip("(").startswith("SELECT")]


def test_the_case_is_locked_before_the_object(registered: Story) -> None:
    with CaptureQueriesContext(connection) as made:
        engine.perform(registered.application, "assign", by=registered.staff("enhetschef"))
    locks = [query["sql"] for query in made if "FOR UPDATE" in query["sql"]]
    assert [sql.split(" FROM ")[1].split()[0] for sql in locks] == ['"applications_case"', '"applications_application"']
    assert all("FOR UPDATE OF" in sql for sql in locks)


def test_several_cases_are_locked_in_the_order_of_their_ids(registered: Story, drafted: Story) -> None:
    ids = [registered.the_case.pk, drafted.the_case.pk]
    with CaptureQueriesContext(connection) as made:
        engine.lock_cases(ids)
        engine.lock_cases(reversed(ids))
    assert len(made) == 2
    ordered = re.compile(r'SELECT "applications_case"."id" AS .* ORDER BY 1 ASC FOR UPDATE OF "applications_case"$')
    assert all(ordered.match(query["sql"]) for query in made), made.captured_queries


def test_a_row_saved_by_another_is_stale(drafted: Story) -> None:
    idea = drafted.idea
    assert engine.lock_at(idea, idea.version).pk == idea.pk
    assert engine.lock_at(idea, None).pk == idea.pk
    with pytest.raises(StaleVersion, match="Det du skrev finns kvar"):
        engine.lock_at(idea, idea.version - 1)


def test_only_things_with_a_machine_are_moved(registered: Story) -> None:
    assert machine_of(registered.application).name == "application"
    with pytest.raises(LookupError, match="Case has no machine"):
        machine_of(registered.the_case)
