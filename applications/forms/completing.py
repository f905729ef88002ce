"""Answers to a request for completion, one per item: words, and the control of exactly the named field (§3.3)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.forms.boundfield import BoundField

from ..lifecycle.gates.completion import FILES, QUESTION
from ..models import Application, CompletionItem
from ..services.completing import Given
from . import faces
from .draft import DraftForm, Posted, merged, storable
from .faces import Face
from .fields import TextField
from .messages import SeveralFilesField

BASE = "bas-"  # before the item's id: a mark of what the page was made from
PERSPECTIVES = "perspektiv_"
LONGEST_ANSWER = 2000


class AnswersForm(DraftForm):
    """One text per item; its control has the id that the gate's list of what is missing points at."""

    def __init__(self, *args: Any, items: Sequence[CompletionItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = {f"svar-{item.pk}": item.pk for item in items}
        for name, item in zip(self.keys, items, strict=True):
            field = TextField(limit=LONGEST_ANSWER, rows=3, label="Ert svar", initial=item.answer)
            if item.field:
                field.label, field.help_text = "Ert svar (frivilligt)", "Om ni vill förklara något."
            field.widget.attrs["id"] = f"item-{item.pk}"
            self.fields[name] = field
            files = SeveralFilesField(label="Lägg till filer", required=False)
            files.help_text = "Högst 25 MB per fil. Filen kommer med när ni lämnar kompletteringen."
            self.fields[f"filer-{item.pk}"] = files

    @property
    def answers(self) -> dict[int, str]:
        """Item → answer, without those that have a fault."""
        return {self.keys[name]: text for name, text in self.kept.items() if name in self.keys}

    def files_of(self, item: int) -> list[Any]:
        return list(self.cleaned_data.get(f"filer-{item}") or [])


class ItemFace:
    """One item with its named field: the controls as saved, or as they were typed."""

    def __init__(self, application: Application, item: CompletionItem, posted: Posted | None = None) -> None:
        self.item = item
        self.saved = _alone(application, item)
        self.face = self.saved
        if posted is not None and self.saved is not None:
            self.face = faces.read_alone(application, self.saved, self._typed(self.saved, posted))

    def _typed(self, face: Face, posted: Posted) -> Posted:
        """The section as saved, but for the item's own controls."""
        data = merged(*(part.data for part in face.parts))
        for control in _controls(face, self.item):
            data.pop(control, None)
            if control in posted:
                data.setlist(control, posted.getlist(control))
        return storable(data)

    @property
    def fields(self) -> list[BoundField]:
        """The controls to show: of the named field alone."""
        if self.face is None:
            return []
        part = self.face.parts[0]
        return [part[name] for name in _names(self.face, self.item)]

    @property
    def now(self) -> str:
        """What is saved in the field."""
        return _words(self.saved, self.item)

    @property
    def typed(self) -> str:
        return _words(self.face, self.item)

    def given(self, answer: str) -> Given:
        """What to save of it."""
        if self.face is None:
            return Given(answer)
        part, controls = self.face.parts[0], _controls(self.face, self.item)
        if self.face.questions is not None:
            own = (self.face.answers or {}).get(self.item.field.removeprefix(QUESTION))
            return Given(answer, own=own, unparsed=part.unparsed, controls=controls)
        return Given(answer, values=part.values, unparsed=part.unparsed, controls=controls)


def _control(item: CompletionItem) -> str:
    """The first control of the field; kept perspectives are boxes and texts in one column."""
    return f"{PERSPECTIVES}gender" if item.field == "perspectives" else item.field


def _alone(application: Application, item: CompletionItem) -> Face | None:
    """The form that the field is in; None for a whole section, for files, and for what the call does not ask."""
    if not item.field or item.field.startswith(FILES):
        return None
    return faces.shown_alone(application, item.section, _control(item), told=True)


def _names(face: Face, item: CompletionItem) -> list[str]:
    """The item's fields in the form, by the names that the form has for them."""
    part = face.parts[0]
    if item.field == "perspectives":
        return [name for name in part.fields if name.startswith(PERSPECTIVES)]
    return [name for name in part.fields if part.add_prefix(name) == item.field]


def _controls(face: Face, item: CompletionItem) -> tuple[str, ...]:
    """The same as the page names them."""
    return tuple(face.parts[0].add_prefix(name) for name in _names(face, item))


def _words(face: Face | None, item: CompletionItem) -> str:
    if face is None:
        return ""
    part = face.parts[0]
    units = {part.unit(part.add_prefix(name)) for name in _names(face, item)}
    return "\n".join(words for unit, (_, words) in part.units().items() if unit in units)


def mark(*texts: str) -> str:
    """A short mark of what an item said when the page was made."""
    joined = "\x1f".join(text.strip().replace("\r\n", "\n") for text in texts)
    return hashlib.blake2s(joined.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def read(application: Application, items: Iterable[CompletionItem], posted: Posted | None) -> dict[int, ItemFace]:
    """Item → its face, as saved or as typed."""
    return {item.pk: ItemFace(application, item, posted) for item in items}
