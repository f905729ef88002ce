"""Lists of rows in a form: add one, take one away, without a script; blank rows are left out when saving."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, Self, TypeVar

from django.forms.formsets import BaseFormSet, ManagementForm, formset_factory

from portal.forms import mark_needed

from .draft import DraftForm, Posted, Units, Unparsed, as_data, merged

MOST_ROWS = 60
Form = TypeVar("Form", bound=DraftForm)


class RowForm(DraftForm):
    """One row. What is `demanded` of a row that holds anything is an error, and is kept as one, when it is missing."""

    demanded: ClassVar[dict[str, str]] = {}
    may_be_none: ClassVar[bool] = False  # a list that needs no row says of no control that it must be filled in

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.may_be_none:
            mark_needed(self, *self.demanded)

    @property
    def is_blank(self) -> bool:
        return not any(str(self[name].data or "").strip() for name in self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.is_blank:
            for name, sentence in self.demanded.items():
                if name in self.fields and name not in self.errors and cleaned.get(name) in ("", None):
                    self.add_error(name, sentence)
        return cleaned


class Rows(BaseFormSet, Generic[Form]):
    """Rows of one kind. Numbers in the names of controls are places in the list, from 0."""

    noun: ClassVar[str] = "Rad"

    @property
    def filled(self) -> list[Form]:
        """The rows that hold something, after the rows have been compared with each other."""
        _ = self.errors  # makes Django compare them, once; while it does so this is a plain list
        return [form for form in self.forms if not form.is_blank]

    @property
    def values(self) -> list[dict[str, Any]]:
        return [form.values for form in self.filled]

    @property
    def unparsed(self) -> Unparsed:
        """As DraftForm.unparsed; the rows are counted anew without the blank ones, as they will be saved."""
        kept: Unparsed = {}
        for number, form in enumerate(self.filled):
            for name, entry in form.unparsed.items():
                kept[f"{self.prefix}-{number}-{name.removeprefix(f'{form.prefix}-')}"] = entry
        return kept

    def said(self) -> dict[str, str]:
        return {
            f"{self.noun} {number}": " · ".join(text for text in form.said().values() if text)
            for number, form in enumerate(self.filled, 1)
        }

    def unit(self, control: str) -> str | None:
        """The rows are one thing to save, compare and choose: a row has no name of its own."""
        return str(self.prefix) if control.startswith(f"{self.prefix}-") else None

    def units(self) -> Units:
        label = f"Listan: {self.noun.lower()}"
        return {str(self.prefix): (label, "\n".join(f"{name}: {text}" for name, text in self.said().items()))}

    @classmethod
    def shown(
        cls,
        saved: Sequence[Mapping[str, Any]],
        unparsed: Mapping[str, Mapping[str, str]],
        *,
        prefix: str,
        extra: int = 0,
        form_kwargs: dict[str, Any] | None = None,
    ) -> Self:
        """The rows as a visit shows them: those saved, and blank ones to fill in."""
        blank = cls(prefix=prefix, form_kwargs=form_kwargs)
        parts: list[Posted] = [_management(cls, prefix, len(saved) + extra)]
        for number, row in enumerate(saved):
            form = blank.form(prefix=f"{prefix}-{number}", **(form_kwargs or {}))
            parts.append(as_data(form, row, unparsed))
        return cls(merged(*parts), prefix=prefix, form_kwargs=form_kwargs)


def _management(cls: type[Rows[Any]], prefix: str, total: int) -> Posted:
    data: Posted = merged()
    names = ManagementForm(prefix=prefix)
    data[names.add_prefix("TOTAL_FORMS")] = str(total)
    data[names.add_prefix("INITIAL_FORMS")] = "0"  # no row is demanded, so all are extra ones to Django
    return data


def without_row(data: Posted, prefix: str, gone: str) -> Posted:
    """What was posted, without one row; the rows after it move up. An unknown number changes nothing."""
    total, place = _number(data.get(f"{prefix}-TOTAL_FORMS") or "0"), _number(gone)
    if total is None or place is None or place >= total:
        return data
    left: Posted = merged()
    for name in data:
        if (moved := _moved(name, prefix, place)) is not None:
            left.setlist(moved, data.getlist(name))
    left[f"{prefix}-TOTAL_FORMS"] = str(total - 1)
    return left


def with_row(data: Posted, prefix: str, row: Mapping[str, str]) -> Posted:
    """What was posted, with one row more at its end."""
    total = _number(data.get(f"{prefix}-TOTAL_FORMS") or "0") or 0
    more: Posted = merged(data)
    for name, text in row.items():
        more[f"{prefix}-{total}-{name}"] = text
    more[f"{prefix}-TOTAL_FORMS"] = str(total + 1)
    return more


def _number(text: str) -> int | None:
    """A row's number or a count of rows; None for anything else, also for digits without end."""
    return int(text) if text.isdecimal() and len(text) <= len(str(MOST_ROWS)) + 1 else None


def _moved(name: str, prefix: str, gone: int) -> str | None:
    """The name of a control after row `gone` has been taken away; None for that row's own controls."""
    parts = name.removeprefix(f"{prefix}-").split("-", 1)
    number = _number(parts[0])
    if not name.startswith(f"{prefix}-") or len(parts) < 2 or number is None:
        return name
    if number == gone:
        return None
    return f"{prefix}-{number - 1}-{parts[1]}" if number > gone else name


def rows_of(form: type[RowForm], base: type[Rows[Any]]) -> type[Any]:
    return formset_factory(form, formset=base, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def doubled(rows: Sequence[RowForm], *names: str) -> Iterator[RowForm]:
    """The rows that repeat an earlier one in all of `names`, where these are written."""
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        key = tuple(str(row.cleaned_data.get(name) or "").casefold() for name in names)
        if key in seen:
            yield row
        seen.add(key)
