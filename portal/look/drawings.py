"""Drawings made by the server as SVG: icons, growing rings, shares and ages as bars; no colours, only classes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.look.icons import ICONS

# The five rings of the service, from the outside in: middle (x, y) and radius in a grid of 56.
RINGS = (
    ("28.0", "28.0", "26.8"),
    ("27.8", "28.2", "21.2"),
    ("27.6", "28.3", "15.6"),
    ("27.4", "28.5", "10.0"),
    ("27.2", "28.6", "4.4"),
)
SCALE = 1000  # a whole bar in the drawing's own units
AGE_WIDTH = 120
AGE_UNIT = 8  # one case in a bar of ages


def icon(name: str, extra_class: str = "") -> SafeString:
    """Draw one icon, hidden from screen readers: a word always stands beside it.

    Raises LookupError for an icon that is not in the table.
    """
    if name not in ICONS:
        raise LookupError(f"no icon {name!r} in portal/look/icons.py")
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>',
        f" {extra_class}" if extra_class else "",
        mark_safe(ICONS[name]),  # noqa: S308 -- our own constant drawing data, never input
    )


def rings(stage: int, extra_class: str = "") -> SafeString:
    """Draw the growing rings of a stage, 1 to 5: that many of them are drawn strong, counted from the core."""
    circles = format_html_join(
        "",
        '<circle class="{}" cx="{}" cy="{}" r="{}"/>',
        (("on" if len(RINGS) - place <= stage else "off", *ring) for place, ring in enumerate(RINGS)),
    )
    return format_html(
        '<svg class="{}path__ring" viewBox="0 0 56 56" aria-hidden="true">{}'
        '<circle class="core" cx="27.2" cy="28.6" r="2.6"/></svg>',
        f"{extra_class} " if extra_class else "",
        circles,
    )


def share_bar(share: Decimal, limit: Decimal | None = None) -> SafeString:
    """Draw a share (0 to 1) as a bar, with a stroke where the limit lies; the words beside it tell both."""
    mark = format_html('<rect class="mark" x="{}" width="4" height="28"/>', _units(limit) - 2) if limit else ""
    return format_html(
        '<svg viewBox="0 0 1000 28" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" y="5" width="1000" height="18"/><rect class="fill" y="5" width="{}" height="18"/>{}</svg>',
        _units(share),
        mark,
    )


def column_bar(value: Decimal | int, largest: Decimal | int, series: str = "a") -> SafeString:
    """Draw one bar of a table, from zero, on the scale where `largest` fills it; series a is ours, b the other."""
    width = _units(Decimal(value) / Decimal(largest)) if largest else 0
    return format_html(
        '<svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="{}" width="{}" height="10"/></svg>',
        series,
        width,
    )


def parts_bar(counts: Sequence[int]) -> SafeString:
    """Draw how a whole falls into parts, in the order given; the figures stand beside it, so it is hidden."""
    whole, left = sum(counts), 0
    parts = []
    for number, count in enumerate(counts, start=1):
        right = _units(Decimal(sum(counts[:number])) / whole) if whole else 0
        if count:
            parts.append((number, left, right - left))
        left = right
    bars = format_html_join("", '<rect class="p{}" x="{}" width="{}" height="10"/>', parts)
    return format_html(
        '<svg class="parts" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>', bars
    )


def age_bar(counts: Sequence[int]) -> SafeString:
    """Draw how many cases of a queue are at most 7 days old, 8 to 14, 15 or more, and overdue: four counts."""
    unit = min(AGE_UNIT, max(1, AGE_WIDTH // max(1, sum(counts))))
    parts, left = [], 0
    for number, count in enumerate(counts, start=1):
        if count:
            parts.append((number, left, max(1, count * unit - 1)))
            left += count * unit
    bars = format_html_join("", '<rect class="a{}" x="{}" y="2" width="{}" height="12"/>', parts)
    return format_html(
        '<svg class="ages" viewBox="0 0 120 16" preserveAspectRatio="none" aria-hidden="true">{}</svg>', bars
    )


def _units(share: Decimal) -> int:
    bounded = min(max(share, Decimal(0)), Decimal(1))
    return int((bounded * SCALE).quantize(Decimal(1), rounding=ROUND_HALF_UP))
