"""A message in a case: the words and files, the same form on both sides."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms

from ..models.message import LONGEST_MESSAGE
from .fields import TextField


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """None or several files at once; each is checked by the service."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [one for one in given if one]


class MessageForm(forms.Form):
    """`key` is made with the page, so that a double click sends one message."""

    text = TextField(
        limit=LONGEST_MESSAGE,
        rows=5,
        required=True,
        label="Meddelande",
        error_messages={"required": "Skriv ett meddelande."},
    )
    files = SeveralFilesField(  # type: ignore[assignment]  # Django takes fields out of the class before it is one
        label="Filer", required=False, help_text="Högst fem filer, 25 MB var."
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4

    @property
    def sent_key(self) -> UUID:
        """The page's key, once the form is valid."""
        key: UUID = self.cleaned_data["key"]
        return key
