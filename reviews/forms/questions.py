"""A question that a call adds to its form, as whoever keeps the call writes it: no keys, no codes."""

from collections.abc import Sequence
from typing import Any

from django import forms

from applications.enums import QuestionKind
from applications.models import CallQuestion, CallVersion
from applications.questions import LIMIT
from applications.sections import SECTIONS
from portal.forms import offer
from portal.money import kronor

from .calls import CallForm
from .moving import text_area

BETWEEN = "="  # parts a question's key from an answer, in the value of a condition

KINDS = (
    (QuestionKind.TEXT, "Text"),
    (QuestionKind.CHOICE, "Val: ett av flera svar som du skriver"),
    (QuestionKind.NUMBER, "Tal"),
    (QuestionKind.DATE, "Dag"),
    (QuestionKind.FILE, "Fil"),
)


class ChangeNoteForm(CallForm):
    """What is asked before rules that people have met get a new version; nothing while they are still being written."""

    change_note = text_area(
        "Vad ändras?",
        max_length=400,
        rows=3,
        help_text="Läses av handläggare och av dem som söker.",
        missing="Skriv vad som ändras, till exempel: Ny fråga om lokaler.",
    )

    def __init__(self, *args: Any, is_met: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_met:
            del self.fields["change_note"]


class QuestionForm(ChangeNoteForm):
    """One question. `rows` are those that the version has; `own` the one that is changed."""

    label = forms.CharField(
        label="Fråga", max_length=200, error_messages={"required": "Skriv frågan som den ska läsas."}
    )
    help = forms.CharField(
        label="Hjälp till den som svarar", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(
        label="Typ av svar",
        choices=KINDS,
        initial=QuestionKind.TEXT,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vilken typ av svar frågan ska ha."},
    )
    choices = text_area("Svar att välja bland", required=False, rows=5, help_text="Bara för Val. Ett svar per rad.")
    limit = forms.IntegerField(
        label="Högsta antal tecken",
        required=False,
        min_value=1,
        max_value=20_000,
        help_text=f"Bara för Text. Lämnas det tomt får {kronor(LIMIT)} tecken plats.",
        widget=forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric"}),
        error_messages={
            "invalid": "Skriv ett helt tal, till exempel 500.",
            "min_value": "Skriv ett tal som är 1 eller mer.",
            "max_value": "Skriv ett tal som är högst 20 000.",
        },
    )
    section = forms.ChoiceField(
        label="Del av ansökan",
        help_text="Egna frågor står sist i delen.",
        error_messages={"required": "Välj vilken del av ansökan frågan ska stå i."},
    )
    required = forms.BooleanField(label="Måste besvaras", required=False, initial=True)
    after = forms.ChoiceField(label="Plats bland frågorna", required=False)
    depends_on = forms.ChoiceField(
        label="När frågan ställs",
        required=False,
        help_text="En fråga kan bero på svaret på en valfråga som står före den.",
    )

    field_order = (
        "label", "help", "kind", "choices", "limit", "section", "required", "after", "depends_on", "change_note",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        rules: CallVersion,
        rows: Sequence[CallQuestion],
        own: CallQuestion | None = None,
        **kwargs: Any,
    ) -> None:
        said = _said(own, rows) if own else {"after": rows[-1].key if rows else ""}
        super().__init__(*args, initial=said, **kwargs)
        others = [row for row in rows if own is None or row.key != own.key]
        offer(self, "section", [(key, part.label) for key, part in SECTIONS.items() if rules.uses(key)])
        offer(self, "after", [("", "Först"), *((row.key, f"Efter: {row.label}") for row in others)])
        offer(self, "depends_on", [("", "Alltid"), *_conditions(others)])

    def values(self) -> dict[str, Any]:
        """As services/questions.py takes them."""
        given = self.cleaned_data
        depends_on, _, depends_value = given["depends_on"].partition(BETWEEN)
        lines = (line.strip() for line in given["choices"].splitlines())
        return {
            **{name: given[name] for name in ("section", "kind", "label", "help", "limit", "required")},
            "choices": [line for line in lines if line],
            "depends_on": depends_on,
            "depends_value": depends_value,
        }


def _conditions(rows: Sequence[CallQuestion]) -> list[tuple[str, Any]]:
    """Under each question with answers to choose among: when this answer is given."""
    return [
        (row.label, [(f"{row.key}{BETWEEN}{text}", f"Om svaret är ”{text}”") for text in row.choices])
        for row in rows
        if row.kind == QuestionKind.CHOICE
    ]


def _said(own: CallQuestion, rows: Sequence[CallQuestion]) -> dict[str, Any]:
    """What the question says now, as the form's controls hold it."""
    before = [row.key for row in rows[: next(n for n, row in enumerate(rows) if row.key == own.key)]]
    held = {name: getattr(own, name) for name in ("label", "help", "kind", "limit", "section", "required")}
    return held | {
        "choices": "\n".join(own.choices),
        "after": before[-1] if before else "",
        "depends_on": f"{own.depends_on}{BETWEEN}{own.depends_value}" if own.depends_on else "",
    }
