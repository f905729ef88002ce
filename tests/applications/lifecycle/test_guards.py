"""The database guards itself: states move by the engine only, and what is frozen stays as it was, also for raw SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from applications.lifecycle import engine
from applications.lifecycle.engine import SYSTEM
from applications.lifecycle.registry import MACHINES
from applications.models import Application, Decision, Idea, TransitionLog
from applications.services import ideas
from portal import clock
from portal.demo.stories.script import Story
from portal.demo.world import moment
from reviews.models import FileNote, Meeting
from reviews.services import notes
from tests import factories
from tests.architecture.breakers import sound


@contextmanager
def refused(words: str) -> Iterator[None]:
    """The database refuses, in a savepoint of its own."""
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        yield


def execute(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    """Decided on delegation, with a letter."""
    return factories.delegated_tale()


@pytest.mark.parametrize("machine", sorted(MACHINES))
def test_every_table_with_a_machine_has_the_trigger(machine: str) -> None:
    table = MACHINES[machine].table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'state_moves_by_the_engine'",
            [table],
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize("machine", sorted(MACHINES))
def test_a_row_is_born_in_its_first_state(machine: str) -> None:
    table = MACHINES[machine]
    for state in set(table.states.values) - {table.initial}:
        with refused("is born in state"):
            table.model._default_manager.bulk_create([sound(table.model, state=state)])


def test_a_raw_update_of_a_state_is_refused(tale: Story) -> None:
    application = tale.application
    with refused("only the engine moves applications_application from decided to closed"):
        Application.objects.filter(pk=application.pk).update(state="closed")
    with refused("only the engine moves"):
        application.state = "draft"
        application.save()
    with refused("only the engine moves"):
        execute("UPDATE applications_application SET state = 'closed' WHERE id = %s", application.pk)
    assert tale.application.state == "decided"


def test_leave_for_one_row_and_state_is_leave_for_no_other(tale: Story) -> None:
    application = tale.application
    leaves = (
        f"applications_application:{application.pk}:closed",
        f"applications_application:{tale.decision.pk}:draft",
        f"applications_decision:{application.pk}:draft",
    )
    for leave in leaves:
        execute("SELECT set_config('portal.move', %s, true)", leave)
        with refused("only the engine moves"):
            Application.objects.filter(pk=application.pk).update(state="draft")


def test_the_engine_takes_its_leave_back(tale: Story) -> None:
    tale.dispatch()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('portal.move', true)")
        assert cursor.fetchone() == ("",)


def test_a_saved_row_keeps_its_state(tale: Story) -> None:
    """Saving other columns is no move."""
    application = tale.application
    application.save()
    assert tale.application.state == "decided"


def test_the_log_is_append_only(tale: Story) -> None:
    log = TransitionLog.objects.filter(case=tale.the_case, private=False).first()
    assert log is not None
    log.reason = "Något annat"
    with refused("append-only"):
        log.save()
    with refused("append-only"):
        TransitionLog.objects.filter(pk=log.pk).update(actor=None)
    with refused("append-only"):
        log.delete()


def test_private_rows_of_the_log_go_with_their_draft_but_are_never_changed(tale: Story) -> None:
    """A draft idea has no moves yet, so its private row is written here as the engine writes one."""
    idea = factories.draft_idea("Aldrig delad")
    log = TransitionLog.objects.create(
        case=idea.case,
        machine="idea",
        object_id=idea.pk,
        move="share",
        from_state="draft",
        to_state="shared",
        actor=tale.lead,
        actor_kind="person",
        private=True,
    )
    with refused("append-only"):
        TransitionLog.objects.filter(pk=log.pk).update(private=False)
    ideas.delete_draft(idea, by=tale.lead)
    assert not TransitionLog.objects.filter(pk=log.pk).exists()
    assert not Idea.objects.filter(pk=idea.pk).exists()


def test_what_was_sent_is_never_changed(tale: Story) -> None:
    version = tale.application.latest_version()
    version.data = {}
    with refused("is never changed"):
        version.save()
    with refused("is never changed"):
        execute("DELETE FROM applications_applicationversion WHERE id = %s", version.pk)


def test_staff_see_no_row_of_the_log_from_before_a_thing_was_shared(tale: Story) -> None:
    """Reports and claims are the applicant's own until they are handed in."""
    tale.dispatch()
    tale.accept()
    report = tale.report(1)
    with clock.at(moment(report.period_end)):
        engine.perform(report, "open", by=SYSTEM)
        log = engine.perform(report, "begin", by=tale.lead)
    assert log.private
    for name in ("handlaggare", "registrator", "arkivarie", "enhetschef"):
        assert log not in TransitionLog.objects.visible_to(tale.staff(name))
    assert log in TransitionLog.objects.visible_to(tale.lead)
    assert TransitionLog.objects.visible_to(tale.officer).filter(case=tale.the_case).exists()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("frozen", {}),
        ("frozen_sha256", "0" * 64),
        ("kind", "rejection"),
        ("share", "0.1"),
        ("cap", 1),
        ("period_start", "2027-01-02"),
        ("period_end", "2028-12-30"),
        ("reasons", "Andra skäl"),
        ("paragraph", "§ 1"),
        ("made_on", "2026-01-01"),
    ],
)
def test_what_a_frozen_decision_prints_is_never_changed(tale: Story, column: str, value: Any) -> None:
    decision = tale.decision
    assert decision.frozen is not None
    with refused("a frozen decision is never changed"):
        Decision.objects.filter(pk=decision.pk).update(**{column: value})


def test_what_happens_to_a_frozen_decision_afterwards_is_written(tale: Story) -> None:
    assert tale.decision.dispatched_at is None
    tale.dispatch()
    assert tale.decision.dispatched_at is not None


def test_a_note_in_the_file_is_never_changed(tale: Story) -> None:
    note = notes.write(tale.the_case, text="Ringde sökanden.", by=tale.officer)
    with refused("is never changed"):
        FileNote.objects.filter(pk=note.pk).update(text="Ringde inte.")
    with refused("is never changed"):
        note.delete()


def test_a_meeting_is_held_by_the_engine(tale: Story) -> None:
    meeting = Meeting.objects.create(board=tale.world.growth_board, held_on=factories.NOW.date())
    with refused("only the engine moves reviews_meeting"):
        Meeting.objects.filter(pk=meeting.pk).update(state="held")
