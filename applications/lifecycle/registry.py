"""Machines and gates by name, so that a table can name a gate that lives in the layer above it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from .machine import Machine


@dataclass(frozen=True)
class Missing:
    """Something that must be in place first, in Swedish. `place` is a section or tab key the page makes a link of."""

    text: str
    place: str = ""


GateCheck = Callable[[Any, Any], Sequence[Missing]]


@dataclass(frozen=True)
class Gate:
    """`holds` is the ticked line when nothing is missing."""

    name: str
    holds: str
    check: GateCheck


GATES: dict[str, Gate] = {}
MACHINES: dict[str, Machine] = {}
DOUBLED: list[str] = []


def gate(name: str, *, holds: str) -> Callable[[GateCheck], GateCheck]:
    """Register a gate: (object, person or SYSTEM) → what is missing. The same list guards, explains and ticks."""

    def register(check: GateCheck) -> GateCheck:
        if name in GATES:
            DOUBLED.append(f"gate {name}")
        GATES[name] = Gate(name, holds, check)
        return check

    return register


def register(table: Machine) -> Machine:
    if table.name in MACHINES:
        DOUBLED.append(f"machine {table.name}")
    MACHINES[table.name] = table
    return table


def state_of(obj: models.Model) -> str:
    """The state of a row that has a machine."""
    state: str = obj.state  # type: ignore[attr-defined]  # a column of each such model, not of Django's
    return state


def machine_of(obj: models.Model) -> Machine:
    """The machine of a row. Raises LookupError for a model that has none."""
    for table in MACHINES.values():
        if isinstance(obj, table.model):
            return table
    raise LookupError(f"{type(obj).__name__} has no machine")
