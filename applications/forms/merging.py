"""Two people in one form: each unit is told apart by who changed it, and only what both changed must be chosen.

A page carries a mark of each unit (a control, or a list of rows) as it was when the page was made or last saved. Then
a unit that I have not touched takes what is saved now, one that only I have touched takes mine, and one that both have
touched is a clash: both texts are shown, and the person chooses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .draft import Posted, Units, merged

BASES = "bas"  # the hidden control: unit=mark, parted by spaces
CHOICE = "val-"  # before the unit's name: which of two texts is to hold
MINE, SAVED = "min", "sparad"
FIELD = "falt"  # what is saved by itself as one goes: the name of the control that was changed
LARGEST = 40_000  # signs of the marks; what is longer no page of ours has made


class Part(Protocol):
    """A form or a list of rows."""

    data: Any

    def unit(self, control: str) -> str | None: ...
    def units(self) -> Units: ...


@dataclass(frozen=True, slots=True)
class Clash:
    """A unit that two have changed since it was read: its label and both texts, and the names of the choice."""

    unit: str
    label: str
    mine: str
    saved: str

    @property
    def choice(self) -> str:
        return f"{CHOICE}{self.unit}"


@dataclass(frozen=True, slots=True)
class Merged:
    """`data` is what to read instead of what was posted; None where that can be taken as it is."""

    data: Posted | None
    clashes: list[Clash]


def marks(parts: Iterable[Part]) -> dict[str, str]:
    """Unit → mark of what is said in it."""
    return {unit: _mark(words) for part in parts for unit, (_, words) in part.units().items()}


def bases(parts: Iterable[Part]) -> str:
    """The marks as the page carries them."""
    return " ".join(f"{unit}={mark}" for unit, mark in marks(parts).items())


def read_bases(data: Mapping[str, Any]) -> dict[str, str] | None:
    """The marks that were posted; None for a page that carries none."""
    text = str(data.get(BASES) or "")
    pairs = [pair.rpartition("=") for pair in text.split()] if len(text) <= LARGEST else []
    return {unit: mark for unit, sign, mark in pairs if sign} or None


def merge(
    now: Sequence[Part], mine: Sequence[Part], posted: Posted, known: Mapping[str, str], *, only: str | None = None
) -> Merged:
    """What the form says when both have been heard. `only` is the one unit that was sent; the rest is as saved."""
    saved = _said(now)
    sent = {_unit(mine, name) for name in posted}
    clashes, keep = [], set()
    for unit, (label, words) in _said(mine).items():
        theirs = saved.get(unit, (label, ""))[1]
        if only not in (None, unit):
            keep.add(unit)
        elif _mark(words) == _mark(theirs):
            continue
        elif unit in known and _mark(words) == known[unit]:
            keep.add(unit)
        elif unit in known and _mark(theirs) != known[unit]:
            choice = posted.get(f"{CHOICE}{unit}")
            if choice == SAVED:
                keep.add(unit)
            else:
                clashes.append(Clash(unit, label, words, theirs))
        elif posted.get(f"{CHOICE}{unit}") == SAVED or (unit not in known and unit not in sent):
            keep.add(unit)  # chosen, or newer than the page
    return Merged(_with_saved(now, mine, posted, keep) if keep else None, clashes)


def _with_saved(now: Sequence[Part], mine: Sequence[Part], posted: Posted, keep: set[str]) -> Posted:
    """What was posted, with some units as they are saved."""
    data: Posted = merged()
    base = mine[0].data if mine else posted  # a row that was taken away is gone from it
    for name in base:
        if name != "ta_bort" and _unit(mine, name) not in keep:
            data.setlist(name, base.getlist(name))
    for part in now:
        for name in part.data:
            if _unit([part], name) in keep:
                data.setlist(name, part.data.getlist(name))
    return data


def changed(before: Iterable[Part], after: Iterable[Part]) -> list[str]:
    """The units that say something else than before."""
    was = marks(before)
    return [unit for unit, mark in marks(after).items() if was.get(unit) != mark]


def unit_of(parts: Iterable[Part], control: str) -> str | None:
    """The unit that a control belongs to; None for a control of no part."""
    return _unit(parts, control)


def _unit(parts: Iterable[Part], control: str) -> str | None:
    return next((unit for part in parts if (unit := part.unit(control)) is not None), None)


def _said(parts: Iterable[Part]) -> Units:
    return {unit: said for part in parts for unit, said in part.units().items()}


def _mark(words: str) -> str:
    return hashlib.blake2s(words.strip().encode("utf-8", "surrogatepass"), digest_size=6).hexdigest() if words else "-"
