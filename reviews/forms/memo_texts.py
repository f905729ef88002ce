"""The officer's own texts in the tjänsteutlåtande."""

from typing import Any

from ..documents.memo_gaps import too_long
from ..documents.memo_texts import LABELS, Texts
from ..models import MemoText
from ..models.memo_text import SUMMARY_WORDS
from .moving import text_area
from .preparing import VersionedForm

FIELDS = tuple(LABELS)


class MemoTextForm(VersionedForm):
    summary = text_area(
        LABELS["summary"],
        required=False,
        max_length=2000,
        rows=7,
        help_text=f"Högst {SUMMARY_WORDS} ord. Står på första sidan.",
    )
    background = text_area(LABELS["background"], required=False, max_length=6000, rows=10)
    biggest_risk = text_area(
        LABELS["biggest_risk"],
        required=False,
        max_length=600,
        rows=3,
        help_text="En eller två meningar: risken, och vad som görs åt den. Står på första sidan.",
    )
    follow_up = text_area(
        LABELS["follow_up"], required=False, max_length=3000, rows=4, help_text="Lämna tomt vid avslag."
    )
    recipients = text_area(
        LABELS["recipients"], required=False, max_length=2000, rows=4, help_text="En mottagare per rad."
    )

    def clean_summary(self) -> str:
        text: str = self.cleaned_data["summary"]
        if fault := too_long(text):
            self.add_error("summary", fault)
        return text

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}


def text_values(row: MemoText | None, suggestion: Texts) -> dict[str, Any]:
    """First values of the form: what is saved, else what the application says already."""
    source = suggestion if row is None else row
    return {name: getattr(source, name) for name in FIELDS} | {"version": row.version if row is not None else 0}
