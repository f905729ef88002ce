"""How a decision in a case is appealed, as a letter prints it: by the law of the money (domain.md §2.1, §4.2)."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import Authority

from ..enums import LegalRegime
from ..models import FundingSource
from . import figures

HEADINGS = {
    LegalRegime.LEGALITY_REVIEW: "Hur man överklagar (laglighetsprövning)",
    LegalRegime.ADMINISTRATIVE_APPEAL: "Hur man överklagar",
    LegalRegime.NOT_APPEALABLE: "Beslutet får inte överklagas",
}


def told(source: FundingSource, authority: Authority) -> dict[str, Any]:
    """Heading and paragraphs as plain values, the court by name."""
    text = source.appeal_text.replace("{court}", authority.court)
    return {
        "heading": HEADINGS[LegalRegime(source.legal_regime)],
        "paragraphs": [*figures.paragraphs(text), f"Stöd i lag: {source.legal_basis}."],
    }
