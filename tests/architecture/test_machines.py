"""The tables of moves: their page is current, every name in them exists once, and a check says so if not."""

from collections.abc import Iterator

import pytest
import rules
from django.apps import apps
from django.db import models

from applications.checks import names_in_tables_exist
from applications.enums import IdeaState
from applications.lifecycle import registry
from applications.lifecycle.diagram import diagram, lifecycle_page, spelled
from applications.lifecycle.machine import machine, move
from applications.lifecycle.registry import GATES, MACHINES, gate
from applications.models import Idea

from .tree import APPS, ROOT

PAGE = ROOT / "docs" / "lifecycle.md"


@pytest.fixture
def registers() -> Iterator[None]:
    """What a test registers is taken away again."""
    gates, machines, doubled = dict(GATES), dict(MACHINES), list(registry.DOUBLED)
    yield
    for kept, now in ((gates, GATES), (machines, MACHINES)):
        now.clear()
        now.update(kept)
    registry.DOUBLED[:] = doubled


def models_without_machine(registered: list[type[models.Model]]) -> set[str]:
    """Models with a state that no table moves."""
    moved = {table.model for table in MACHINES.values()}
    return {model.__name__ for model in registered if model not in moved and _has_state(model)}


def _has_state(model: type[models.Model]) -> bool:
    return any(field.name == "state" for field in model._meta.concrete_fields)


def test_the_lifecycle_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == lifecycle_page(), "run manage.py lifecycle_page"


@pytest.mark.usefixtures("registers")
def test_a_planted_move_makes_the_page_stale() -> None:
    before = lifecycle_page()
    rows = (*MACHINES["idea"].moves.values(), move("sleep", "Låt vila", "shared", to="draft", may="share_idea"))
    MACHINES["idea"] = machine("idea", "Idé", Idea, IdeaState, IdeaState.DRAFT, *rows)
    assert "| Delad (`shared`) | `sleep` | Låt vila | Utkast (`draft`) | `share_idea` | – |" in lifecycle_page()
    assert lifecycle_page() != before
    assert "  shared --> draft: Låt vila" in diagram(MACHINES["idea"])


def test_every_state_has_a_way_in_and_the_page_names_it() -> None:
    page = PAGE.read_text("utf-8")
    for table in MACHINES.values():
        reached = {row.to for row in table.moves.values()} | {table.initial}
        assert reached == set(table.states.values), table.name
        assert all(f"{state.value}: {state.label} ({state.value})" in page for state in table.states)


def test_predicates_are_spelled_in_words() -> None:
    at_board = "((at_board:{} & ~is_other_side) & is_shared)"
    both = f"({at_board.format('board_secretary')} | {at_board.format('registrar')})"
    assert spelled(both) == "Nämndsekreterare or Registrator"
    assert spelled(f"({at_board.format('case_officer')} & is_officer_of)") == "Handläggare and `is_officer_of`"
    assert spelled("((a_one | b_two) & c_three)") == "(`a_one` or `b_two`) and `c_three`"
    assert spelled("signs_for_case") == "`signs_for_case`"


def test_every_model_with_a_state_has_a_machine() -> None:
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in APPS]
    assert not models_without_machine(ours)


def test_jobs_decide_nothing() -> None:
    """Moves that the system may make only mark that a day has come or that a number was given (kommunallagen 6:38)."""
    made_by_jobs = {
        f"{table.name}.{row.name}" for table in MACHINES.values() for row in table.moves.values() if row.system
    }
    assert made_by_jobs == {
        "application.register",
        "project.start",
        "project.close",
        "report.open",
        "claim.open",
        # carry out what a board has decided: the period of a project that ended early falls away
        "report.cancel",
        "claim.cancel",
        "claim.withdraw_advance",
    }


def test_every_gate_is_asked_for() -> None:
    asked = {name for table in MACHINES.values() for row in table.moves.values() for name in row.when}
    assert set(GATES) == asked


def test_the_tables_name_what_exists() -> None:
    assert names_in_tables_exist() == []


@pytest.mark.usefixtures("registers")
def test_a_planted_gate_and_permission_that_nobody_knows_fail_the_check() -> None:
    MACHINES["planted"] = machine(
        "planted",
        "Prov",
        Idea,
        IdeaState,
        IdeaState.DRAFT,
        move("leap", "Hoppa", "draft", to="shared", may="leap_freely", when=("moon_is_full",)),
    )
    assert [fault.msg for fault in names_in_tables_exist()] == [
        "planted.leap: unknown gate moon_is_full",
        "planted.leap: unknown permission leap_freely",
    ]


@pytest.mark.usefixtures("registers")
def test_a_planted_second_gate_and_machine_of_a_name_fail_the_check() -> None:
    gate("conflict_answered", holds="Något annat")(lambda obj, by: [])
    registry.register(MACHINES["idea"])
    assert [fault.msg for fault in names_in_tables_exist()] == [
        "gate conflict_answered is registered twice",
        "machine idea is registered twice",
    ]


def test_a_planted_second_permission_of_a_name_is_refused() -> None:
    with pytest.raises(KeyError):
        rules.add_perm("applications.handle_case", rules.always_true)


def test_a_table_refuses_a_doubled_move_and_an_unknown_state() -> None:
    twice = move("share", "Dela", "draft", to="shared", may="share_idea")
    with pytest.raises(ValueError, match="stands twice"):
        machine("idea", "Idé", Idea, IdeaState, IdeaState.DRAFT, twice, twice)
    with pytest.raises(ValueError, match="unknown states"):
        machine("idea", "Idé", Idea, IdeaState, IdeaState.DRAFT, move("x", "X", "draft", to="gone", may="share_idea"))
