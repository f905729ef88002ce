"""What a shared version of an idea says, as rows to read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from portal.money import NBSP, kronor

from ..models import Idea

LEFT_OUT = frozenset({"checklist"})


def rows(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and text, in the order in which it was shared; what was empty is left out."""
    return [(_label(name), _text(name, text)) for name, text in content.items() if name not in LEFT_OUT and text]


def _label(name: str) -> str:
    label = str(Idea._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a column of its own
    return label[:1].upper() + label[1:]


def _text(name: str, text: str) -> str:
    return f"{kronor(Decimal(text))}{NBSP}kr" if name == "cost_guess" else str(text)
