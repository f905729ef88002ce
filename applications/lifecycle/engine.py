"""The only writer of states: asks who, when and whether, writes the state and one log row, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

import rules
from django.db import connection, models, transaction

from portal import clock

from ..enums import ActorKind
from ..models import Case, TransitionLog
from .machine import Machine, Move
from .registry import GATES, Missing, machine_of, state_of


class _System:
    """The actor of jobs. It marks, reminds and proposes; people decide."""

    def __str__(self) -> str:
        return "Systemet"


SYSTEM: Final = _System()
Row = TypeVar("Row", bound=models.Model)


class MoveRefused(Exception):
    """A move that was not made. Nothing has been written."""


class NotYours(MoveRefused):
    """WHO: the person may not make this move; the page answers 404."""


class MovedOn(MoveRefused):
    """WHEN: the thing is in another state than the move starts from, often since another window was first."""

    def __init__(self, state_label: str, move_label: str) -> None:
        super().__init__(
            f"Det går inte att göra detta nu ({move_label.lower()}). Läget är ”{state_label}”, "
            "kanske för att någon annan hann före. Ladda om sidan och se vad som gäller."
        )


class NotReady(MoveRefused):
    """WHETHER: something must be in place first. `missing` says what, in Swedish."""

    def __init__(self, missing: list[Missing]) -> None:
        self.missing = missing
        super().__init__(" ".join(item.text for item in missing))


class StaleVersion(MoveRefused):
    """The row was saved by someone else after the form was read."""

    def __init__(self) -> None:
        super().__init__(
            "Någon annan har sparat under tiden. Det du skrev finns kvar här nedanför. "
            "Jämför med det som nu är sparat och spara igen."
        )


@dataclass(frozen=True)
class GateResult:
    holds: str
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class Offer:
    """A move as the page shows it: open, or closed with what is missing beside what is already there."""

    machine: Machine
    move: Move
    obj: models.Model
    gates: tuple[GateResult, ...]
    is_ahead: bool

    @property
    def missing(self) -> list[Missing]:
        return [item for result in self.gates for item in result.missing]

    @property
    def in_place(self) -> list[str]:
        return [result.holds for result in self.gates if not result.missing]

    @property
    def is_open(self) -> bool:
        return not self.is_ahead and not self.missing


def lock(obj: Row) -> Row:
    """Lock the case row, then the object, and return it fresh. Raises MovedOn when it is gone.

    Call inside a transaction. Always in this order, or PostgreSQL deadlocks.
    """
    case = None
    if (case_id := getattr(obj, "case_id", None)) is not None:
        case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    fresh = type(obj)._default_manager.select_for_update(of=("self",)).filter(pk=obj.pk).first()
    if fresh is None:
        raise MovedOn("Borttaget", "Ändra")
    if case is not None:
        fresh.case = case  # type: ignore[attr-defined]  # just read and locked: nobody need fetch it again
    return fresh


def lock_cases(ids: Iterable[UUID]) -> None:
    """Lock several cases, sorted by id, before a service moves objects of more than one case."""
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=set(ids)).order_by("pk").values_list("pk"))


def lock_at(obj: Row, version: int | None) -> Row:
    """Lock as `lock` does, and raise StaleVersion when the row is no longer at `version` (None skips the check)."""
    fresh = lock(obj)
    if version is not None and fresh.version != version:  # type: ignore[attr-defined]  # all are Versioned rows
        raise StaleVersion
    return fresh


def may(obj: models.Model, row: Move, by: Any) -> bool:
    """WHO: the system where the table says so, else the person whom the predicate lets."""
    return row.system if by is SYSTEM else bool(by.has_perm(f"applications.{row.may}", obj))


def _ask(obj: models.Model, row: Move, by: Any) -> tuple[GateResult, ...]:
    return tuple(GateResult(GATES[name].holds, tuple(GATES[name].check(obj, by))) for name in row.when)


def missing_for(obj: models.Model, name: str, *, by: Any) -> list[Missing]:
    """WHETHER: all that is missing for a move, whatever the state; the applicant's to-do list is this list."""
    row = machine_of(obj).moves[name]
    return [item for result in _ask(obj, row, by) for item in result.missing]


def offered(obj: models.Model, by: Any) -> list[Offer]:
    """The moves to show a person: those of now, open or closed, and those that the table shows ahead of time."""
    table = machine_of(obj)
    state = state_of(obj)
    offers = []
    for row in table.moves.values():
        is_now, is_ahead = state in row.sources, state in row.ahead_of
        if (is_now or is_ahead) and may(obj, row, by):
            offers.append(Offer(table, row, obj, _ask(obj, row, by), is_ahead and not is_now))
    return offers


def check(obj: models.Model, name: str, *, by: Any) -> Move:
    """Ask who, when and whether without moving. Raises NotYours, MovedOn or NotReady."""
    table = machine_of(obj)
    row = table.moves[name]
    if not may(obj, row, by):
        raise NotYours(f"{by} may not {name} this {table.name}")
    state = state_of(obj)
    if state not in row.sources:
        raise MovedOn(str(table.states(state).label), row.label)
    if missing := [item for result in _ask(obj, row, by) for item in result.missing]:
        raise NotReady(missing)
    return row


def perform(obj: models.Model, name: str, *, by: Any, reason: str = "", **fields: Any) -> TransitionLog:
    """Make a move. `fields` are written in the same statement as the state, since constraints tie them together.

    Raises NotYours, MovedOn or NotReady; then nothing is written. `obj` is updated in place.
    """
    with transaction.atomic():
        fresh: Any = lock(obj)  # state and version are columns of each such model, not of Django's
        moved: Any = obj
        moved.state = fresh.state
        row = check(obj, name, by=by)
        table = machine_of(obj)
        before = fresh.state
        for field, value in fields.items():
            setattr(obj, field, value)
        moved.version = fresh.version + 1
        _write_state(table, obj, row.to, list(fields))
        return TransitionLog.objects.create(
            case_id=getattr(obj, "case_id", None),
            machine=table.name,
            object_id=obj.pk,
            move=name,
            from_state=before,
            to_state=row.to,
            actor=None if by is SYSTEM else by,
            actor_kind=ActorKind.SYSTEM if by is SYSTEM else ActorKind.PERSON,
            reason=reason,
            at=clock.now(),
            private=bool(getattr(obj, "is_private", False)),
        )


def _write_state(table: Machine, obj: Any, to: str, fields: list[str]) -> None:
    """Tell the database's trigger that this one row may go to this one state, write, and take the leave back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.move', %s, true)", [f"{table.table}:{obj.pk}:{to}"])
        obj.state = to
        obj.save(update_fields=["state", "version", *fields])
        cursor.execute("SELECT set_config('portal.move', '', true)")


def perm(name: str, predicate: Any) -> None:
    """Register WHO for a move's `may`. Raises KeyError for a doubled name."""
    rules.add_perm(f"applications.{name}", predicate)
