"""Columns over time as SVG with a scale one can read; a table beside tells the same, so nothing is only drawn."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 720, 220
LEFT, TOP, BOTTOM = 44, 12, 28  # room for the scale, above the highest column, and for the names below
STEPS = (1, 2, 5)

Pair = tuple[str, int, int]


def scale(largest: int, lines: int = 4) -> list[int]:
    """Even values from zero to at least `largest`, at most `lines` above zero: 0, 5, 10, 15."""
    size = 1
    while True:
        for step in STEPS:
            if step * size * lines >= largest:
                count = max(1, -(-largest // (step * size)))
                return [number * step * size for number in range(count + 1)]
        size *= 10


def columns(points: Sequence[Pair], *, name: str, title: str, first: str, second: str) -> SafeString:
    """Two columns side by side for each point (label, value of `first`, value of `second`), from zero.

    `name` begins the ids. Colours come from the style sheet: series a is ours, b the other.
    """
    marks = scale(max((max(one, other) for _, one, other in points), default=0))
    top, floor = marks[-1], HEIGHT - BOTTOM
    slot = (WIDTH - LEFT) / max(1, len(points))
    bar = min(18.0, slot / 2 - 2)
    high = (floor - TOP) / top if top else 0
    lines = format_html_join(
        "",
        '<path class="chart__line" d="M{} {}H{}"/><text class="chart__scale" x="{}" y="{}" text-anchor="end">{}</text>',
        ((LEFT, _round(floor - mark * high), WIDTH, LEFT - 8, _round(floor - mark * high + 4), mark) for mark in marks),
    )
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
        (
            (series, _round(x), _round(floor - value * high), _round(bar), _round(value * high))
            for place, (_, one, other) in enumerate(points)
            for series, value, x in (
                ("a", one, LEFT + (place + 0.5) * slot - bar - 1),
                ("b", other, LEFT + (place + 0.5) * slot + 1),
            )
            if value
        ),
    )
    names = format_html_join(
        "",
        '<text class="chart__name" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((_round(LEFT + (place + 0.5) * slot), HEIGHT - 8, label) for place, (label, _, _) in enumerate(points)),
    )
    told = "; ".join(f"{label}: {one} {first}, {other} {second}" for label, one, other in points if one or other)
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        name,
        name,
        name,
        title,
        name,
        told or "Inget att visa.",
        lines,
        bars,
        names,
    )


def _round(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")
