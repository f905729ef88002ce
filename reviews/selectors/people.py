"""How many girls and boys projects were to reach and have reached, by area; few stand nowhere (few.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.look.words import alphabetical

from ..enums import Dimension, Measure
from .few import FEWEST, with_sums, withheld

COLUMNS = ("Flickor", "Pojkar", "Annat eller okänt", "Alla")
WHOLE = "Alla"
EXPECTED = (Measure.EXPECTED, (Measure.EXPECTED_GIRLS, Measure.EXPECTED_BOYS, Measure.EXPECTED_OTHERS))
REACHED = (Measure.REACHED, (Measure.REACHED_GIRLS, Measure.REACHED_BOYS, Measure.REACHED_OTHERS))

Count = Callable[[Measure, Dimension, str], int]


@dataclass(frozen=True, slots=True)
class Group:
    """An area, or all; a number for each of COLUMNS, None where it is too small to be shown or would tell of one."""

    label: str
    numbers: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class People:
    """What `sources` applications or reports say together; the last group is all."""

    measure: Measure
    sources: int
    groups: tuple[Group, ...]

    @property
    def whole(self) -> Group:
        return self.groups[-1]

    @property
    def is_whole(self) -> bool:
        """Nothing is left out."""
        return all(number is not None for group in self.groups for number in group.numbers)

    @property
    def pair(self) -> tuple[int, int] | None:
        """Girls and boys in all, when both are shown."""
        girls, boys = self.whole.numbers[:2]
        return None if girls is None or boys is None else (girls, boys)


def told(areas: set[str], count: Count) -> tuple[People, ...]:
    """What was expected, and what has been reached; neither when nobody says anything of it."""
    found = []
    for measure, parts in (EXPECTED, REACHED):
        if those := [area for area in sorted(areas, key=alphabetical) if count(measure, Dimension.AREA, area)]:
            table = with_sums([[count(part, Dimension.AREA, area) for part in parts] for area in those])
            found.append(People(measure, count(measure, Dimension.ALL, ""), _groups([*those, WHOLE], table)))
    return tuple(found)


def _groups(labels: list[str], table: list[list[int]]) -> tuple[Group, ...]:
    hidden = withheld(table)
    return tuple(
        Group(label, tuple(None if (row, column) in hidden else number for column, number in enumerate(line)))
        for row, (label, line) in enumerate(zip(labels, table, strict=True))
    )


__all__ = ["COLUMNS", "FEWEST", "Group", "People", "told"]
