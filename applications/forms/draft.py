"""A form whose draft may hold faults: what parses is saved, what does not is kept as typed (architecture.md §4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, Self

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.datastructures import MultiValueDict

from portal.forms import mark_needed, mark_needed_after_yes

Unparsed = dict[str, dict[str, str]]
Posted = MultiValueDict[str, Any]
Units = dict[str, tuple[str, str]]  # unit → label, what is said in it (merging.py)


class DraftForm(forms.Form):
    """No field is required to save. `needed` are those that must be there before the last step, told in words."""

    needed: ClassVar[tuple[str, ...]] = ()
    needed_after_yes: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark_needed(self, *self.needed)
        mark_needed_after_yes(self, *self.needed_after_yes)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @classmethod
    def shown(cls, saved: Mapping[str, Any], unparsed: Mapping[str, Mapping[str, str]], **kwargs: Any) -> Self:
        """The form as a visit shows it: bound to what is saved, so that a fault stands at its field with its error."""
        return cls(as_data(cls(**kwargs), saved, unparsed), **kwargs)

    @property
    def values(self) -> dict[str, Any]:
        """What to save: parsed values, and the empty value where the text does not parse."""
        return {name: self._value(name) for name in self.fields}

    @property
    def unparsed(self) -> Unparsed:
        """What to keep word for word, by the name of its control, with the error."""
        return {
            self.add_prefix(name): {"raw": self.raw(name), "error": str(errors[0])}
            for name, errors in self.errors.items()
            if name in self.fields
        }

    @property
    def kept(self) -> dict[str, Any]:
        """The values that can be saved though others have faults, for forms that keep no faulty text."""
        return {name: self.cleaned_data.get(name) for name in self.fields if name not in self.errors}

    def raw(self, name: str) -> str:
        """The text as typed; several ticked boxes are parted by commas."""
        value = self[name].data
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")

    def said(self) -> dict[str, str]:
        """Label → what is said there, for comparing two versions of the same form."""
        return {str(self[name].label): self._words(name) for name in self.fields}

    def unit(self, control: str) -> str | None:
        """What the control is saved, compared and chosen together with, by the name of a control; None: not ours."""
        own = control.removeprefix(f"{self.prefix}-") if self.prefix else control
        return control if own in self.fields and self.add_prefix(own) == control else None

    def units(self) -> Units:
        """Unit → its label, and all that is said in it."""
        told: Units = {}
        for name in self.fields:
            unit = self.unit(self.add_prefix(name))
            if unit is not None:
                label, words = told.get(unit, (str(self[name].label), ""))
                told[unit] = label, "\n".join(part for part in (words, self._words(name)) if part)
        return told

    def _value(self, name: str) -> Any:
        if name not in self.errors:
            return self.cleaned_data.get(name)
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            return []
        return field.to_python("")

    def _words(self, name: str) -> str:
        field = self.fields[name]
        value = self[name].data if name in self.errors else self.cleaned_data.get(name)
        if isinstance(field, forms.BooleanField):
            return "Ja" if value else "Nej"
        chosen = value if isinstance(value, list) else [value]
        if isinstance(field, forms.ChoiceField):
            # Ours are a list of pairs, where Django also takes groups and functions.
            labels = {str(key): str(label) for key, label in field.choices}  # type: ignore[misc, union-attr]
            return ", ".join(labels.get(str(one), str(one)) for one in chosen if one)
        shown = field.prepare_value(value)
        return "" if shown is None else str(shown)


def as_data(form: forms.Form, saved: Mapping[str, Any], unparsed: Mapping[str, Mapping[str, str]]) -> Posted:
    """Saved values as if they had been posted, with what could not be read as it was typed."""
    data: Posted = MultiValueDict()
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        value = saved.get(name)
        if isinstance(field, forms.MultipleChoiceField):
            data.setlist(key, list(value or []))
        elif isinstance(field, forms.BooleanField):
            if value:
                data[key] = "on"
        elif key in unparsed:
            data[key] = str(unparsed[key]["raw"])
        elif value not in (None, ""):
            data[key] = str(field.prepare_value(value))
    return data


def merged(*parts: Posted) -> Posted:
    """Several forms' data in one, as one page posts it."""
    data: Posted = MultiValueDict()
    for part in parts:
        data.update(part)
    return data


class Said(Protocol):
    """Whatever can tell by label what it says: a form, or a section's face."""

    def said(self) -> dict[str, str]: ...


def differences(now: Said, typed: Said) -> dict[str, str]:
    """What is saved now, by label, where it is another than what was typed."""
    mine = typed.said()
    return {label: text for label, text in now.said().items() if text != mine.get(label)}


def storable(data: Posted) -> Posted:
    """What was posted without U+0000, which no keyboard types and PostgreSQL cannot keep even in a faulty text."""
    cleaned: Posted = MultiValueDict()
    for name, values in data.lists():
        cleaned.setlist(name, [value.replace("\0", "") if isinstance(value, str) else value for value in values])
    return cleaned
