"""Figures about people that few stand behind are not shown, nor what they could be counted out from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

FEWEST = 5
Place = tuple[int, int]
Table = Sequence[Sequence[int]]


def with_sums(rows: Table) -> list[list[int]]:
    """The rows with their sums as the last column, and the columns' sums as the last row."""
    table = [[*row, sum(row)] for row in rows]
    return [*table, [sum(column) for column in zip(*table, strict=True)]]


def withheld(table: Table) -> frozenset[Place]:
    """Which figures of a table with its sums are not shown: those from one to four, and as many more as it takes.

    From what is shown no single figure that is not can be counted out through the sums, nor that some of them are
    fewer than five together. Nobody stands behind a nought, so it is shown where it gives nothing else away.
    """
    hidden = {place for place in _places(table) if 0 < _at(table, place) < FEWEST}
    while (more := _next(table, hidden)) is not None:
        hidden.add(more)
    return frozenset(hidden)


def _at(table: Table, place: Place) -> int:
    return table[place[0]][place[1]]


def _places(table: Table) -> Iterator[Place]:
    return ((row, column) for row in range(len(table)) for column in range(len(table[0])))


def _next(table: Table, hidden: set[Place]) -> Place | None:
    """One more figure that must be hidden, the smallest that does; nothing when enough are."""
    lines = [line for line in _lines(table) if hidden.intersection(line)]
    for is_weak in (_tells_of_few, _hides_one, _gives_away):
        for line in lines:
            shown = [place for place in line if place not in hidden]
            if shown and is_weak(table, line, hidden):
                # A sum last, since it tells most; a nought only when there is nothing else, since it hides nothing.
                return min(shown, key=lambda place: (_at(table, place) == 0, place == line[-1], _at(table, place)))
    return None


def _tells_of_few(table: Table, line: list[Place], hidden: set[Place]) -> bool:
    """The sum is shown, and what is hidden of it is a few people together."""
    *parts, whole = line
    told = sum(_at(table, place) for place in parts if place in hidden)
    return whole not in hidden and told < FEWEST and bool(hidden.intersection(parts))


def _hides_one(table: Table, line: list[Place], hidden: set[Place]) -> bool:
    return len(hidden.intersection(line)) == 1


def _gives_away(table: Table, line: list[Place], hidden: set[Place]) -> bool:
    return any(_is_given_away(place, hidden) for place in hidden.intersection(line))


def _lines(table: Table) -> Iterator[list[Place]]:
    """Each row and each column, its sum last."""
    height, width = len(table), len(table[0])
    yield from ([(row, column) for column in range(width)] for row in range(height))
    yield from ([(row, column) for row in range(height)] for column in range(width))


def _is_given_away(place: Place, hidden: set[Place]) -> bool:
    """Whether the sums tell the figure, were all shown ones known.

    Rows and columns are points and each hidden figure a line between its two. A figure follows from the sums exactly
    when nothing else joins its row to its column.
    """
    row, column = place
    rows, columns, waiting = {row}, set[int](), [(True, row)]
    while waiting:
        is_row, number = waiting.pop()
        for other in hidden - {place}:
            if is_row and other[0] == number and other[1] not in columns:
                columns.add(other[1])
                waiting.append((False, other[1]))
            elif not is_row and other[1] == number and other[0] not in rows:
                rows.add(other[0])
                waiting.append((True, other[0]))
    return column not in columns
