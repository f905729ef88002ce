"""The part of a section's form that the call adds: its own questions, of the kinds that the admin offers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from portal.forms import DateField, TypedField, mark_needed
from portal.look.form_errors import ErrorLine

from .. import questions
from ..enums import QuestionKind
from ..models import Application, Attachment, CallQuestion
from ..sections import SECTIONS
from .draft import DraftForm, Posted, Unparsed, as_data
from .fields import ChoiceField, SelectField, TextField

ONE_LINE = 200  # a text of at most so many signs is typed in one line
MOST_BUTTONS = 6  # more choices than these stand in a list
TALL = 1000  # a text of more signs than these gets a higher box
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(
    r"(?P<minus>[-\u2212\u2013] ?)?(?P<whole>[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[,.](?P<part>[0-9]{1,4}))?"
)
_MANY_DIGITS = 12


def parse_number(typed: str) -> Decimal:
    """Return the number that the text says: 12, 1 234, 12,5 or 12.5. Raises ValidationError with a Swedish text for
    another text, for a number below zero and for one of more than twelve digits before the comma."""
    found = _NUMBER.fullmatch(_SPACES.sub(" ", typed.strip()))
    digits = found["whole"].replace(" ", "") if found else ""
    # 1.234 may be meant as a thousand: a dot parts off one or two decimals only.
    is_ambiguous = found is not None and "." in typed and len(found["part"] or "") > 2
    if found is None or is_ambiguous or len(digits) > _MANY_DIGITS:
        raise ValidationError("Skriv ett tal med siffror, till exempel 12 eller 12,5.", code="invalid")
    number = Decimal(f"{digits}.{found['part'] or 0}") if found["part"] else Decimal(digits)
    if found["minus"] and number:
        raise ValidationError("Skriv ett tal som är 0 eller mer.", code="negative")
    return number


class NumberField(TypedField):
    """A number of zero or more, as Decimal; shown as 1 234,5."""

    input_attrs: ClassVar[dict[str, str]] = {"inputmode": "decimal"}

    def parse(self, text: str) -> Decimal:
        return parse_number(text)

    def prepare_value(self, value: Any) -> Any:
        return questions.number_words(value) if isinstance(value, Decimal) else value


def _text(row: CallQuestion) -> forms.Field:
    limit = row.limit or questions.LIMIT
    return TextField(limit=limit, rows=0 if limit <= ONE_LINE else 8 if limit > TALL else 5)


def _choice(row: CallQuestion) -> forms.Field:
    """Buttons for a few, a list for many; and a list for what need not be answered, since a button stays pressed."""
    options = [(text, text) for text in row.choices]
    field = ChoiceField if row.required and len(options) <= MOST_BUTTONS else SelectField
    return field(choices=options, error_messages={"invalid_choice": questions.NOT_A_CHOICE})


def _short(field: forms.Field, css: str) -> forms.Field:
    field.widget.attrs["class"] = css
    return field


FIELDS = {
    QuestionKind.TEXT: _text,
    QuestionKind.CHOICE: _choice,
    QuestionKind.NUMBER: lambda row: _short(NumberField(required=False), "input-short"),
    QuestionKind.DATE: lambda row: _short(DateField(required=False), "input-date"),
}


@dataclass
class Question:
    """One question as the page shows it. `asked_by` is the control in the same form that its condition reads."""

    row: CallQuestion
    help_text: str
    is_asked: bool
    asked_by: str = ""
    field: BoundField | None = None
    control: str = ""
    files: list[Attachment] | None = None
    errors: list[str] | None = None

    @property
    def is_file(self) -> bool:
        return self.field is None

    @property
    def file_kind(self) -> str:
        """The kind of the files that answer it."""
        return questions.attachment_kind(self.row.key)


class QuestionsForm(DraftForm):
    """The questions of one section. What is typed at a question that is not asked is kept and troubles nobody."""

    def __init__(self, *args: Any, application: Application, section: str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=questions.CONTROLS, **kwargs)
        self.application = application
        self.section = section
        self.all_rows = questions.questions_of(application.call_version)
        self.rows = [row for row in self.all_rows if row.section == section]
        self.set_aside: Unparsed = {}
        self.file_errors: dict[str, list[str]] = {}
        for row in self.rows:
            if row.kind != QuestionKind.FILE:
                field = FIELDS[QuestionKind(row.kind)](row)
                field.label, field.help_text = row.label, self._help(row)
                self.fields[row.key] = field
                if row.required:
                    mark_needed(self, row.key)

    @classmethod
    def shown_in(cls, application: Application, section: str, unparsed: Mapping[str, Mapping[str, str]]) -> Self:
        """The questions as a visit shows them, with what is answered and what could not be read."""
        blank = cls(application=application, section=section)
        saved = {
            row.key: questions.value(row, application.answers.get(row.key, ""))
            for row in blank.rows
            if row.key in blank.fields
        }
        return cls(as_data(blank, saved, unparsed), application=application, section=section)

    @classmethod
    def read(cls, application: Application, section: str, data: Posted) -> Self:
        return cls(data, application=application, section=section)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.open_keys = questions.asked(self.all_rows, self.application.answers | self._given(cleaned))
        for name in [name for name in self.errors if name in self.fields and name not in self.open_keys]:
            self.set_aside[self.add_prefix(name)] = {"raw": self.raw(name), "error": str(self.errors[name][0])}
            del self.errors[name]
        return cleaned

    @property
    def answers(self) -> dict[str, str]:
        """By key, as they are kept; empty where there is no answer or the text does not parse.

        A question whose control was not sent is left out: the page may have been made under other rules, and a button
        that was once pressed is always sent.
        """
        return self._given(self.values)

    def _given(self, values: Mapping[str, Any]) -> dict[str, str]:
        sent = [name for name in self.fields if self.add_prefix(name) in self.data]
        return {name: questions.stored(values.get(name)) for name in sent}

    @property
    def unparsed(self) -> Unparsed:
        return super().unparsed | self.set_aside

    @property
    def takes_files(self) -> bool:
        return any(row.kind == QuestionKind.FILE for row in self.rows)

    @property
    def file_controls(self) -> dict[str, CallQuestion]:
        """The names of the controls that files are chosen in."""
        return {self.add_prefix(row.key): row for row in self.rows if row.kind == QuestionKind.FILE}

    @property
    def file_lines(self) -> list[ErrorLine]:
        """What went wrong with files, for the error summary."""
        return [
            ErrorLine(text, f"#id_{self.add_prefix(key)}") for key, texts in self.file_errors.items() for text in texts
        ]

    def listed(self) -> Iterator[Question]:
        """In the order of the page."""
        _ = self.errors  # finds out which questions are asked
        files = questions.files_by_key(self.application.attachments.all()) if self.takes_files else {}
        for row in self.rows:
            shown = Question(row, self._help(row), row.key in self.open_keys, control=self.add_prefix(row.key))
            shown.asked_by = self.add_prefix(row.depends_on) if row.depends_on in self.fields else ""
            if row.key in self.fields:
                shown.field = self[row.key]
            else:
                shown.files, shown.errors = files.get(row.key, []), self.file_errors.get(row.key, [])
            yield shown

    def _help(self, row: CallQuestion) -> str:
        """When it is asked, and the call's own help; the limit stands at the counter."""
        return " ".join(part for part in (self._condition(row), row.help) if part)

    def _condition(self, row: CallQuestion) -> str:
        """For whoever reads without a script, and to say why the question is there."""
        other = next((one for one in self.all_rows if one.key == row.depends_on), None)
        if other is None:
            return ""
        where = "" if other.section == self.section else f" i delen {SECTIONS[other.section].label}"
        return f"Svara bara om ni svarade ”{row.depends_value}” på ”{other.label}”{where}."
