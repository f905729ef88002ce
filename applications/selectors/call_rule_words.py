"""Words that the sentences about a call's rules are made of (selectors/call_rules.py)."""

from __future__ import annotations

from collections.abc import Sequence

from ..enums import LegalRegime, ShareBase
from ..models.criteria import Measure

APPEALS = {
    LegalRegime.LEGALITY_REVIEW: "Beslutet kan överklagas genom laglighetsprövning.",
    LegalRegime.ADMINISTRATIVE_APPEAL: "Beslutet kan överklagas genom förvaltningsbesvär.",
    LegalRegime.NOT_APPEALABLE: "Beslutet får inte överklagas.",
}
BASES = {
    ShareBase.TOTAL_COST: "projektets totala kostnad",
    ShareBase.BOOKED_COST: "projektets bokförda kostnader",
    ShareBase.ELIGIBLE_COST: "projektets stödberättigande kostnader",
}


def criteria(rows: Sequence[Measure]) -> tuple[str, ...]:
    """Each criterion with what is looked for; with its weight where they differ."""
    even = len({row.weight for row in rows}) == 1
    named = [(row.label if even else f"{row.label}, väger {row.weight}", row.guide) for row in rows]
    return tuple(f"{name}. {guide}" if guide else name for name, guide in named)
