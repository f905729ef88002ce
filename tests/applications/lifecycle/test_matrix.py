"""The matrix in memory: each move asked for each person and each state, held against a table written by hand."""

from typing import Any

import pytest

from applications.enums import CaseSource
from applications.lifecycle import engine
from applications.lifecycle.engine import SYSTEM, MovedOn, NotReady, NotYours
from applications.lifecycle.gates.grant import IS_CONFLICTED
from applications.lifecycle.registry import MACHINES
from applications.models import ConflictDeclaration, EarlyClose
from portal.accounts.enums import MembershipRole
from portal.accounts.models import Membership, User
from portal.demo.world import moment
from reviews.services import meetings
from tests import factories

from .table import ADM, ARK, BY_SYSTEM, EC, ELSEWHERE, EVERYBODY, FROM, HL, LED, ORD, OUTSIDE, STAFF, WHO

MOVES = [(machine, move) for machine, moves in WHO.items() for move in moves]


class Cast:
    """One thing of each kind, all come in, and everybody who may or may not touch them."""

    def __init__(self) -> None:
        tale = factories.accepted_tale()
        idea = factories.shared_idea()
        idea.case.officer = tale.officer
        meeting = meetings.plan(
            tale.world.growth_board,
            held_on=moment(factories.NOW.date()).date(),
            place="",
            by=tale.staff("namndsekreterare"),
        )
        report, claim = tale.report(1), tale.claim(1)
        report.shared_at = claim.shared_at = factories.NOW
        application = tale.application
        application.case.source = CaseSource.PAPER  # in memory; the portal's own drafts have a test
        self.things: dict[str, Any] = {
            "idea": idea,
            "application": application,
            "memo": tale.the_case.memo,
            "meeting": meeting,
            "decision": tale.decision,
            "project": tale.project,
            "report": report,
            "claim": claim,
            "early_close": EarlyClose(case=tale.the_case, project=tale.project),
        }
        self.people: dict[str, User] = {OUTSIDE: factories.outsider(), ELSEWHERE: factories.other_officer()}
        self.people |= {name: tale.staff(name) for name in EVERYBODY - self.people.keys()}


@pytest.fixture(scope="module")
def cast(stage: None) -> Cast:
    return Cast()


def test_the_tables_by_hand_name_every_move() -> None:
    standing = {name: set(table.moves) for name, table in MACHINES.items()}
    assert {name: set(moves) for name, moves in WHO.items()} == standing
    assert {name: set(moves) for name, moves in FROM.items()} == standing


@pytest.mark.parametrize(("machine", "move"), MOVES)
def test_who_may(cast: Cast, machine: str, move: str) -> None:
    thing, row = cast.things[machine], MACHINES[machine].moves[move]
    assert {name for name, person in cast.people.items() if engine.may(thing, row, person)} == WHO[machine][move]


@pytest.mark.parametrize(("machine", "move"), MOVES)
def test_what_jobs_may(cast: Cast, machine: str, move: str) -> None:
    may = engine.may(cast.things[machine], MACHINES[machine].moves[move], SYSTEM)
    assert may is ((machine, move) in BY_SYSTEM)


def answer(thing: Any, move: str, person: User) -> str:
    """How the engine answers: whose it is not, that it has moved on, or that it is this person's to do now."""
    try:
        engine.check(thing, move, by=person)
    except NotYours:
        return "not yours"
    except MovedOn:
        return "moved on"
    except NotReady as refused:
        return f"closed: {' '.join(item.text for item in refused.missing)}"
    return "open"


@pytest.mark.parametrize("machine", FROM)
def test_every_move_for_everybody_in_every_state(cast: Cast, machine: str, record_property: Any) -> None:
    thing, table = cast.things[machine], MACHINES[machine]
    kept, unexpected, cells = thing.state, [], 0
    for state in table.states.values:
        thing.state = state
        for move, (sources, _) in FROM[machine].items():
            for name, person in cast.people.items():
                cells += 1
                found = answer(thing, move, person).partition(":")[0].replace("closed", "open")
                due = "open" if state in sources else "moved on"
                if found != (due if name in WHO[machine][move] else "not yours"):
                    unexpected.append((state, move, name, found))
    thing.state = kept
    assert not unexpected
    record_property("cells moves × roles × states", cells)


@pytest.mark.parametrize("machine", [name for name in FROM if name != "meeting"])
def test_no_move_is_open_to_who_is_javig(cast: Cast, machine: str, record_property: Any) -> None:
    """In no state; where the move would be theirs now, the jäv is what they are told."""
    thing, table = cast.things[machine], MACHINES[machine]
    case = cast.things["idea" if machine == "idea" else "application"].case
    staff = {name: person for name, person in cast.people.items() if name in STAFF}
    ConflictDeclaration.objects.filter(case=case).delete()
    ConflictDeclaration.objects.bulk_create(
        ConflictDeclaration(case=case, user=person, is_conflicted=True, ground="other") for person in staff.values()
    )
    kept, unexpected, cells = thing.state, [], 0
    for state in table.states.values:
        thing.state = state
        for move in FROM[machine]:
            for name, person in staff.items():
                cells += 1
                found = answer(thing, move, person)
                if found == "open" or (found.startswith("closed") and IS_CONFLICTED not in found):
                    unexpected.append((state, move, name, found))
    thing.state = kept
    assert not unexpected
    record_property("cells moves × roles × states of the jäviga", cells)


@pytest.mark.parametrize("machine", FROM)
def test_from_which_states(cast: Cast, machine: str) -> None:
    """In each state each move is refused as moved on, or it is asked whether; never the other."""
    thing, table = cast.things[machine], MACHINES[machine]
    kept = thing.state
    found: dict[str, set[str]] = {move: set() for move in FROM[machine]}
    for state in table.states.values:
        thing.state = state
        for move in FROM[machine]:
            who = sorted(WHO[machine][move])
            try:
                engine.check(thing, move, by=cast.people[who[0]] if who else SYSTEM)
            except MovedOn:
                continue
            except NotReady:
                pass
            found[move].add(state)
    thing.state = kept
    assert found == {move: sources for move, (sources, _) in FROM[machine].items()}
    assert {move: row.to for move, row in table.moves.items()} == {move: to for move, (_, to) in FROM[machine].items()}


@pytest.mark.parametrize(("machine", "move"), MOVES)
def test_who_may_not_is_told_nothing_of_state_or_gates(cast: Cast, machine: str, move: str) -> None:
    thing = cast.things[machine]
    for name in EVERYBODY - WHO[machine][move]:
        with pytest.raises(NotYours):
            engine.check(thing, move, by=cast.people[name])


@pytest.mark.parametrize("machine", ["idea", "application", "report", "claim"])
def test_staff_may_nothing_with_what_is_not_shared(cast: Cast, machine: str) -> None:
    thing = cast.things[machine]
    kept, thing.shared_at = thing.shared_at, None
    rows = MACHINES[machine].moves.values()
    found = {(row.name, name) for row in rows for name in STAFF if engine.may(thing, row, cast.people[name])}
    thing.shared_at = kept
    # What came in on paper was never a draft of the applicant's.
    on_paper = {("register_on_paper", name) for name in WHO["application"]["register_on_paper"]}
    assert found == (on_paper if machine == "application" else set())


def test_nobody_registers_a_draft_of_the_portal_for_the_applicant(cast: Cast) -> None:
    application = cast.things["application"]
    kept, application.case.source = application.case.source, CaseSource.PORTAL
    row = MACHINES["application"].moves["register_on_paper"]
    assert not [name for name, person in cast.people.items() if engine.may(application, row, person)]
    application.case.source = kept


def test_nobody_without_a_part_may_anything(cast: Cast) -> None:
    """The elected, the archivist, the administrator, another organisation, another board."""
    found = {
        (machine, move, name)
        for machine, move in MOVES
        for name in (ORD, LED, ARK, ADM, OUTSIDE, ELSEWHERE)
        if engine.may(cast.things[machine], MACHINES[machine].moves[move], cast.people[name])
    }
    assert not found


@pytest.mark.parametrize("name", sorted(STAFF))
def test_who_works_for_the_applicant_is_on_that_side_only(cast: Cast, name: str) -> None:
    """Also one who has a role at the board (domain.md §5.1, separation of duties)."""
    case = cast.things["application"].case
    person = User.objects.get(pk=cast.people[name].pk)
    Membership.objects.create(user=person, organisation=case.organisation, role=MembershipRole.READER)
    found = {
        (machine, move)
        for machine, move in MOVES
        if machine != "meeting" and engine.may(cast.things[machine], MACHINES[machine].moves[move], person)
    }
    assert not found


def test_another_officer_gets_the_case_with_the_office(cast: Cast) -> None:
    """What the officer may follows the case, not the person."""
    application = cast.things["application"]
    row = MACHINES["application"].moves["start_preparation"]
    case, kept = application.case, application.case.officer
    case.officer = cast.people["medhandlaggare"]
    assert engine.may(application, row, cast.people["medhandlaggare"])
    assert not engine.may(application, row, cast.people[HL])
    assert not engine.may(application, row, cast.people[EC])
    case.officer = kept
