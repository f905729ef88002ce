"""Asking that a project ends before its time, and answering a warning."""

from django import forms

from .fields import TextField

LIMIT = 4000


class AskForm(forms.Form):
    text = TextField(
        limit=LIMIT,
        rows=8,
        required=True,
        label="Varför vill ni avsluta projektet, och från vilken dag?",
        help_text="Handläggaren läser det här och hör av sig.",
        error_messages={"required": "Skriv varför ni vill avsluta projektet och från vilken dag."},
    )


class CommentForm(forms.Form):
    text = TextField(
        limit=LIMIT,
        rows=10,
        required=True,
        label="Ert svar",
        help_text="Skriv vad ni tycker, vad som är fel i skälen och vad ni kan göra. Ni kan ändra svaret tills tiden "
        "är ute.",
        error_messages={"required": "Skriv ert svar."},
    )
