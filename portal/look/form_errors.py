"""The errors of forms as lines of the error summary, each with the id of the control where it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, Field
from django.forms.formsets import BaseFormSet

from portal.forms import AmountField

STANDARD_REQUIRED = Field.default_error_messages["required"]


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One line of the summary: the same words as at the field, and the link to it."""

    text: str
    href: str


def collect(*forms: BaseForm | BaseFormSet[BaseForm] | None) -> list[ErrorLine]:
    """List the errors of bound forms and formsets in the order of the page; empty for unbound ones and None."""
    return [line for form in forms if form is not None for line in _lines(form)]


def collect_admin(adminform: Any, inlines: Iterable[Any]) -> list[ErrorLine]:
    """List the errors of a page that Django's admin makes: its form, then its rows, whose own place is their group."""
    lines = collect(adminform.form)
    for inline in inlines:
        formset = inline.formset
        if formset.is_bound:
            lines += [ErrorLine(str(text), f"#{formset.prefix}-group") for text in formset.non_form_errors()]
            lines += collect(*formset.forms)
    return lines


def form_target(form: BaseForm) -> str:
    """Return the id of the place where errors of the whole form stand."""
    return f"{form.prefix}-form-errors" if form.prefix else "form-errors"


def _lines(form: BaseForm | BaseFormSet[BaseForm]) -> Iterator[ErrorLine]:
    if not form.is_bound:
        return
    if isinstance(form, BaseFormSet):
        for text in form.non_form_errors():
            yield ErrorLine(str(text), f"#{form.prefix}-form-errors")
        for row in form.forms:
            yield from _lines(row)
        return
    for text in form.non_field_errors():
        yield ErrorLine(str(text), f"#{form_target(form)}")
    for field in form:
        for text in field.errors:
            # Django's own words do not name the field, and without it the line says nothing; nor does the same
            # sentence from several fields of a form that is long (`names_fields`).
            is_cell = getattr(form, "names_cells", False) and isinstance(field.field, AmountField)
            names_it = str(text) == STANDARD_REQUIRED or is_cell or getattr(form, "names_fields", False)
            told = f"{field.label}: {text}" if names_it else str(text)
            yield ErrorLine(told, f"#{control_id(form, field.name)}")


def control_id(form: BaseForm, name: str) -> str:
    """Return the id to link to: the control's, or the first choice's where the control is a group."""
    field = form[name]
    if field.use_fieldset and field.subwidgets:
        return str(field.subwidgets[0].id_for_label or field.auto_id)
    return str(field.id_for_label or field.auto_id)
