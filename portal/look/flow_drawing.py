"""A flow as SVG: boxes, arrows, headings. Screens colour it by class; its own attributes are for paper, where no
style sheet reaches into a drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.look.flow import CODE, LEADING, PAD, TEXT, Arrow, Box, Label, Plan, Row

TIP, HALF = 8, 4  # the arrow's head
FACE = "Source Sans 3"


def draw(plan: Plan, *, name: str, title: str, description: str) -> SafeString:
    """The picture. `name` begins its ids, so that two can stand on a page; the title is also its text in a PDF."""
    return format_html(
        '<svg class="flow" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d" font-family="{}" font-size="{}">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}{}{}{}</svg>',
        plan.width,
        plan.height,
        name,
        name,
        FACE,
        TEXT,
        name,
        title,
        name,
        description,
        _each(_row(row) for row in plan.rows),
        _each(_head(head, plan.boxes[0].width if plan.boxes else 0) for head in plan.heads),
        _each(_arrow(arrow) for arrow in plan.arrows),
        _each(_box(box) for box in plan.boxes),
    )


def _each(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _row(row: Row) -> SafeString:
    return format_html(
        '<rect class="flow__row" x="{}" y="{}" width="{}" height="{}" rx="10" fill="currentColor" fill-opacity=".07"/>'
        '<text class="flow__row-name" x="{}" y="{}" font-weight="600" fill="currentColor">{}</text>',
        row.x,
        row.y,
        row.width,
        row.height,
        row.x + 14,
        row.y + 20,
        row.label,
    )


def _head(head: Label, width: int) -> SafeString:
    under = head.y + (len(head.lines) - 1) * LEADING + 8
    return format_html(
        '{}<path class="flow__rule" d="M{} {}h{}" stroke="currentColor" stroke-width="2" fill="none"/>',
        _text("flow__head", head.lines, head.x, head.y, weight="700"),
        head.x,
        under,
        width,
    )


def _box(box: Box) -> SafeString:
    return format_html(
        '<g class="flow__box{}"><rect x="{}" y="{}" width="{}" height="{}" rx="6" fill="white" stroke="currentColor" '
        'stroke-opacity=".55"/><text class="flow__code" x="{}" y="{}" font-size="13" font-weight="700" '
        'fill="currentColor">{}</text>{}</g>',
        " flow__box--row" if box.in_rows else "",
        box.x,
        box.y,
        box.width,
        box.height,
        box.x + PAD,
        box.y + PAD + 9,
        box.code,
        _text("flow__text", box.lines, box.x + PAD, box.y + PAD + CODE + 9),
    )


def _text(css: str, lines: Sequence[str], x: int, y: int, weight: str = "400") -> SafeString:
    """One text element per line: a renderer that knows no tspan still puts each in its place."""
    return format_html_join(
        "",
        '<text class="{}" x="{}" y="{}" font-weight="{}" fill="currentColor">{}</text>',
        ((css, x, y + number * LEADING, weight, line) for number, line in enumerate(lines)),
    )


def _arrow(arrow: Arrow) -> SafeString:
    x, y = arrow.points[-1]
    return format_html(
        '<path class="flow__line" d="{}" fill="none" stroke="currentColor" stroke-opacity=".7" stroke-width="1.5"/>'
        '<path class="flow__tip" d="M{} {}l-{} -{}v{}z" fill="currentColor"/>',
        _path(arrow.points),
        x,
        y,
        TIP,
        HALF,
        2 * HALF,
    )


def _path(points: Sequence[tuple[int, int]]) -> str:
    """Curved in each gutter, straight past each column; it ends inside the arrow's head."""
    *before, (last_x, last_y) = points
    *ends, final = *before, (last_x - TIP + 1, last_y)
    x, y = ends[0]
    said = [f"M{x} {y}"]
    for number, (to_x, to_y) in enumerate([*ends[1:], final]):
        if number % 2:
            said.append(f"H{to_x}")
        else:
            middle = (x + to_x) // 2
            said.append(f"C{middle} {y} {middle} {to_y} {to_x} {to_y}")
        x, y = to_x, to_y
    return "".join(said)
