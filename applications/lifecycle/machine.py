"""How a table of moves is written: who may (a permission's name), when (states), whether (gates' names)."""

from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True)
class Move:
    """One row of a table. `system` moves may be made by jobs; none of those decides anything (kommunallagen 6:38).

    `ahead_of` names states in which the move is shown as closed, with what is missing, before its time has come.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    to: str
    may: str
    when: tuple[str, ...]
    ahead_of: tuple[str, ...]
    system: bool


@dataclass(frozen=True)
class Machine:
    """The life of one kind of thing: its states in order and every move between them."""

    name: str
    label: str
    model: type[models.Model]
    states: type[models.TextChoices]
    initial: str
    moves: dict[str, Move]

    @property
    def table(self) -> str:
        return self.model._meta.db_table


def move(
    name: str,
    label: str,
    *sources: str,
    to: str,
    may: str,
    when: tuple[str, ...] = (),
    ahead_of: tuple[str, ...] = (),
    system: bool = False,
) -> Move:
    """A row of a table: machine-readable name, the verb on the button, from which states, to which."""
    return Move(name, label, tuple(map(str, sources)), str(to), may, when, tuple(map(str, ahead_of)), system)


def machine(
    name: str, label: str, model: type[models.Model], states: type[models.TextChoices], initial: str, *moves: Move
) -> Machine:
    """A machine. Raises ValueError for a doubled move or a state that the states do not hold."""
    table: dict[str, Move] = {}
    for row in moves:
        if row.name in table:
            raise ValueError(f"{name}: the move {row.name} stands twice")
        if unknown := {*row.sources, row.to, *row.ahead_of} - set(states.values):
            raise ValueError(f"{name}.{row.name}: unknown states {sorted(unknown)}")
        table[row.name] = row
    return Machine(name, label, model, states, str(initial), table)
