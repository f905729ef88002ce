"""The picture of a project: growing rings, as a tree has them, drawn from its own number, the same each time."""

from __future__ import annotations

from math import cos, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

STAGES = 6
_POINTS = 24
_INNER, _STEP = 48.0, 21.0  # in a drawing of 400 by 160


def cover(seed: int, done: int) -> SafeString:
    """Draw six rings; the inner `done` are filled, those to come are dashed. Hidden: the words beside tell it all."""
    x, y = 300.0 + seed % 17 - 8, 108.0
    rings = [(number < done, _ring(seed, x, y - 2.0 * number, _INNER + _STEP * number)) for number in range(STAGES)]
    paths = format_html_join(
        "", '<path class="{}" d="{}"/>', (("band" if is_done else "todo", path) for is_done, path in reversed(rings))
    )
    return format_html(
        '<svg viewBox="0 0 400 160" preserveAspectRatio="xMidYMid slice" aria-hidden="true">{}'
        '<circle class="core" cx="{}" cy="{}" r="7"/></svg>',
        paths,
        round(x),
        round(y),
    )


def _ring(seed: int, x: float, y: float, radius: float) -> str:
    """A closed line that is almost a circle: three slow waves whose sizes and turns come from the seed."""
    waves = [
        (times, ((seed >> 4 * times) % 7 / 100 + 0.016) / times, (seed >> 3 * times) % 13 / 13) for times in (2, 3, 5)
    ]

    def at(step: int) -> tuple[float, float]:
        angle = 2 * pi * step / _POINTS
        away = radius * (1 + sum(size * sin(times * angle + 2 * pi * turn) for times, size, turn in waves))
        return x + away * cos(angle), y + away * sin(angle)

    points = [at(step) for step in range(_POINTS)]
    parts = [f"M{_pair(points[0])}"]
    for step in range(_POINTS):
        before, here, there, after = (points[(step + move) % _POINTS] for move in (-1, 0, 1, 2))
        # Through every point without a corner (Catmull–Rom as Bézier).
        first = here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6
        second = there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6
        parts.append(f"C{_pair(first)} {_pair(second)} {_pair(there)}")
    return "".join(parts) + "Z"


def _pair(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
