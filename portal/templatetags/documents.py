"""Filters for the templates of documents: the letterhead's logo, and facts in two columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django import template
from django.utils.safestring import SafeString, mark_safe

from portal.pdf.svg import checked_markup

register = template.Library()

Fact = TypeVar("Fact")


@register.filter
def letterhead_logo(svg: str) -> SafeString:
    """The logo as inline SVG, or nothing when the authority has none.

    Raises ValueError for a logo that check_svg would refuse.
    """
    if not svg:
        return SafeString("")
    # Safe: checked_markup parses the text and writes anew only shapes and attributes from a short list.
    return mark_safe(checked_markup(svg))  # noqa: S308


@register.filter
def halves(facts: Sequence[Fact]) -> list[Sequence[Fact]]:
    """Two columns of nearly equal length, read downwards; CSS columns would lay everything out twenty times over."""
    middle = (len(facts) + 1) // 2
    return [half for half in (facts[:middle], facts[middle:]) if half]
