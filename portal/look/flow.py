"""Where the boxes and arrows of a flow lie: columns from left to right, some in rows, lines that go round the boxes.

Pure: the same boxes give the same plan. Measures are whole pixels at 14 px text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.look.wrapping import wrap

WIDTH = 1240  # all columns together, at most
WIDEST = 250
GUTTER = 44
PAD = 10
TEXT, LEADING, CODE = 14, 18, 18
HEAD = 40
BETWEEN = 18  # two boxes of a column
LOOSEST = 44
ROW_LABEL, ROW_PAD, ROW_GAP, ROW_EDGE = 30, 12, 14, 14
ENDS_APART = 10  # how far apart the ends of arrows stand on a box
LANE = 6  # how near a line goes to a box, and two lines to each other
SHIFTS = (0, LANE, -LANE, 2 * LANE, -2 * LANE, 3 * LANE, -3 * LANE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading; `in_rows` for those that are parted in rows."""

    label: str
    in_rows: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """What becomes a box. `row` is the place among the row labels where its column is in rows."""

    key: str
    code: str
    text: str
    column: int
    row: int = 0
    leads_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    lines: tuple[str, ...]
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Row:
    """A field behind the boxes of a row."""

    label: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Box:
    key: str
    code: str
    lines: tuple[str, ...]
    x: int
    y: int
    width: int
    height: int
    column: int
    in_rows: bool

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """From box to box by way of the points; the line is curved in the gutters and straight past a column."""

    source: str
    target: str
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    width: int
    height: int
    heads: tuple[Label, ...]
    rows: tuple[Row, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def plan(columns: Sequence[Column], rows: Sequence[str], items: Sequence[Item]) -> Plan:
    """Lay out the items, each column in the order given. An arrow leads only to a later column; others are left out."""
    count = max(1, len(columns))
    broad = min(WIDEST, (WIDTH - GUTTER * (count - 1)) // count)
    lefts = [place * (broad + GUTTER) + ROW_EDGE for place in range(count)]
    words = [tuple(wrap(column.label, broad, TEXT)) for column in columns]
    most = max([1, *map(len, words)])
    heads = [Label(lines, left, (most - len(lines) + 1) * LEADING) for lines, left in zip(words, lefts, strict=False)]
    top = HEAD + (most - 1) * LEADING
    sized = [_sized(item, lefts[item.column], broad, columns[item.column]) for item in items]
    fields = _rows(columns, rows, items, sized, lefts, broad, top)
    loose = [[box for box in sized if box.column == place and not box.in_rows] for place in range(len(columns))]
    tallest = max([0, *(_stacked(stack) for stack in loose)])
    bottom = max([top + tallest, *(row.y + row.height for row in fields)])
    fields = _stretched(fields, bottom)
    placed: dict[str, Box] = {}
    for stack in loose:
        placed |= _spread(stack, top, bottom)
    by_label = {row.label: row for row in fields}
    for place in range(len(columns)):
        for number, label in enumerate(rows):
            cell = [
                box
                for item, box in zip(items, sized, strict=True)
                if box.in_rows and box.column == place and item.row == number
            ]
            if cell:
                row = by_label[label]
                placed |= _spread(cell, row.y + ROW_LABEL, row.y + row.height - ROW_PAD)
    boxes = tuple(placed[item.key] for item in items)
    width = lefts[-1] + broad + ROW_EDGE
    arrows = _arrows(items, placed, fields, columns, lefts, broad, (top, bottom))
    return Plan(width, bottom + ROW_PAD, tuple(heads), tuple(fields), boxes, tuple(arrows))


def _sized(item: Item, left: int, broad: int, column: Column) -> Box:
    lines = tuple(wrap(item.text, broad - 2 * PAD, TEXT))
    height = CODE + len(lines) * LEADING + 2 * PAD - 2
    return Box(item.key, item.code, lines, left, 0, broad, height, item.column, column.in_rows)


def _stacked(boxes: Sequence[Box]) -> int:
    return sum(box.height for box in boxes) + BETWEEN * (len(boxes) - 1)


def _rows(
    columns: Sequence[Column],
    rows: Sequence[str],
    items: Sequence[Item],
    sized: Sequence[Box],
    lefts: Sequence[int],
    broad: int,
    top: int,
) -> list[Row]:
    """The fields of the rows that hold something, each as high as its tallest cell."""
    there = [place for place, column in enumerate(columns) if column.in_rows]
    fields: list[Row] = []
    y = top
    for number, label in enumerate(rows):
        cells = [
            [box for item, box in zip(items, sized, strict=True) if box.column == place and item.row == number]
            for place in there
        ]
        if not any(cells):
            continue
        height = ROW_LABEL + max(_stacked(cell) for cell in cells if cell) + ROW_PAD
        left, right = lefts[there[0]] - ROW_EDGE, lefts[there[-1]] + broad + ROW_EDGE
        fields.append(Row(label, left, y, right - left, height))
        y += height + ROW_GAP
    return fields


def _stretched(fields: Sequence[Row], bottom: int) -> list[Row]:
    """The rows share the height that other columns need more than they do."""
    if not fields:
        return []
    last = fields[-1]
    each, rest = divmod(bottom - last.y - last.height, len(fields))
    stretched = []
    for number, row in enumerate(fields):
        more = each + (rest if number == len(fields) - 1 else 0)
        stretched.append(Row(row.label, row.x, row.y + each * number, row.width, row.height + more))
    return stretched


def _spread(boxes: Sequence[Box], top: int, bottom: int) -> dict[str, Box]:
    """The boxes under each other in the middle of the room, a little apart where there is room for it."""
    if not boxes:
        return {}
    spare = bottom - top - _stacked(boxes)
    apart = min(LOOSEST, BETWEEN + spare // (len(boxes) + 1))
    whole = sum(box.height for box in boxes) + apart * (len(boxes) - 1)
    y = top + (bottom - top - whole) // 2
    placed = {}
    for box in boxes:
        placed[box.key] = Box(box.key, box.code, box.lines, box.x, y, box.width, box.height, box.column, box.in_rows)
        y += box.height + apart
    return placed


# Arrows


def _arrows(
    items: Sequence[Item],
    placed: dict[str, Box],
    fields: Sequence[Row],
    columns: Sequence[Column],
    lefts: Sequence[int],
    broad: int,
    span: tuple[int, int],
) -> list[Arrow]:
    pairs = [
        (placed[item.key], placed[key])
        for item in items
        for key in item.leads_to
        if key in placed and placed[key].column > item.column
    ]
    first_in_rows = next((place for place, column in enumerate(columns) if column.in_rows), None)
    free = []
    for place in range(len(columns)):
        taken = [(box.y, box.bottom) for box in placed.values() if box.column == place]
        if place == first_in_rows:
            taken += [(row.y, row.y + ROW_LABEL - LANE) for row in fields]  # no line through the row's words
        free.append(_between(taken, *span))
    used: list[list[int]] = [[] for _ in columns]
    arrows = []
    ahead: dict[str, list[Box]] = {}
    behind: dict[str, list[Box]] = {}
    for source, target in pairs:
        ahead.setdefault(source.key, []).append(target)
        behind.setdefault(target.key, []).append(source)
    for ends in (*ahead.values(), *behind.values()):
        ends.sort(key=lambda box: (box.middle, box.column, box.key))
    for source, target in pairs:
        start = _port(source, ahead[source.key], target)
        end = _port(target, behind[target.key], source)
        points = [(source.x + source.width, start)]
        passed = range(source.column + 1, target.column)
        for number, place in enumerate(passed, 1):
            wanted = start + (end - start) * number // (len(passed) + 1)
            y = _lane(free[place], used[place], wanted)
            used[place].append(y)
            points += [(lefts[place], y), (lefts[place] + broad, y)]
        points.append((target.x, end))
        arrows.append(Arrow(source.key, target.key, tuple(points)))
    return arrows


def _port(box: Box, ends: Sequence[Box], other: Box) -> int:
    """Where an arrow meets the box's side: beside the box's other arrows, in the order in which they lie."""
    apart = min(ENDS_APART, (box.height - 2 * PAD) // max(1, len(ends) - 1))
    return box.middle + (2 * ends.index(other) - len(ends) + 1) * apart // 2


def _between(taken: Iterable[tuple[int, int]], top: int, bottom: int) -> list[tuple[int, int]]:
    """The room left in a column for lines to pass, from the top down, also over the first box and under the last."""
    rooms = []
    y = top - ROW_PAD
    for start, end in sorted(taken):
        rooms.append((y, start))
        y = max(y, end)
    rooms.append((y, bottom + ROW_PAD))
    return [(start + LANE, end - LANE) for start, end in rooms if end - start >= 2 * LANE]


def _lane(rooms: Sequence[tuple[int, int]], used: Sequence[int], wanted: int) -> int:
    """The height nearest to the wanted where no box is, beside lines that already pass there if they leave room."""
    start, end = min(rooms, key=lambda room: abs(min(max(wanted, room[0]), room[1]) - wanted))
    y = min(max(wanted, start), end)
    for shift in SHIFTS:
        moved = y + shift
        if start <= moved <= end and all(abs(moved - other) >= LANE for other in used):
            return moved
    return y
