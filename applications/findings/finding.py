"""What a rule says about an application: how grave it is, in which words, and where it is mended."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ..enums import RuleLevel


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule says. `field` is the column where it is mended, in the budget the place of the fault."""

    rule: str
    level: RuleLevel
    text: str
    section: str
    field: str = ""

    @property
    def key(self) -> str:
        """The same as long as the words are: a warning that says something else must be read again."""
        return f"{self.rule}-{hashlib.sha256(self.text.encode()).hexdigest()[:12]}"
