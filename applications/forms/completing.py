"""Answers to a request for completion, one per item (domain.md §3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..models import CompletionItem
from .draft import DraftForm
from .fields import TextField


class AnswersForm(DraftForm):
    """One text per item; its control has the id that the gate's list of what is missing points at."""

    def __init__(self, *args: Any, items: Sequence[CompletionItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = {f"svar-{item.pk}": item.pk for item in items}
        for name, item in zip(self.keys, items, strict=True):
            field = TextField(limit=2000, rows=4, label="Ert svar", initial=item.answer)
            field.widget.attrs["id"] = f"item-{item.pk}"
            self.fields[name] = field

    @property
    def answers(self) -> dict[int, str]:
        """Item → answer, without those that have a fault."""
        return {self.keys[name]: text for name, text in self.kept.items()}
