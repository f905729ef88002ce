"""Fields of the applicants' forms: texts that are never cut, ages, and amounts in a grid."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from portal import forms as typed
from portal.forms import TypedField
from portal.look.words import too_long

OLDEST = 120
_PHONE = re.compile(r"[+(]?[0-9][0-9 ()/\u00a0\u2013-]*")
FEWEST_DIGITS = 6
_DIGITS = re.compile(r"[0-9]{1,3}")


class TextField(forms.CharField):
    """A text of at most `limit` characters. The browser is not told the limit, since it would cut what is pasted."""

    def __init__(self, *, limit: int, rows: int = 0, **kwargs: Any) -> None:
        self.limit = limit
        kwargs.setdefault("required", False)
        if rows:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(**kwargs)

    counts = True  # the page shows how much of the limit is used (static/js/counters.js)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | ({"data-limit": str(self.limit)} if self.counts else {})

    def to_python(self, value: Any) -> str:
        # A browser sends each new line as two characters; a person counts one.
        return str(super().to_python(value)).replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            raise ValidationError(too_long(len(value), self.limit), code="too_long")


def short(field: forms.Field, css: str = "input-short") -> forms.Field:
    """The field with a control whose width tells how little is typed in it."""
    field.widget.attrs["class"] = css
    return field


class EmailField(forms.EmailField):
    """An e-mail address; empty is allowed."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "E-postadressen stämmer inte. Skriv den så här: namn@example.se.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.attrs["autocomplete"] = "off"
        self.error_messages["invalid"] = self.default_error_messages["invalid"]
        for validator in self.validators:
            if isinstance(validator, EmailValidator):
                validator.message = self.default_error_messages["invalid"]


class PhoneField(TextField):
    """A telephone number as people write it, or nothing; words are no number."""

    counts = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(limit=40, **kwargs)
        self.widget.attrs |= {"inputmode": "tel", "autocomplete": "off"}

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and (not _PHONE.fullmatch(value) or sum(sign.isdigit() for sign in value) < FEWEST_DIGITS):
            raise ValidationError("Skriv telefonnumret med siffror, till exempel 019-602 70 00.", code="invalid")


class OrgnrField(typed.OrgnrField):
    """An organisationsnummer, or nothing: the column is a text."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value) or ""


class AgeField(TypedField):
    """An age in whole years."""

    input_attrs: ClassVar[dict[str, str]] = {"inputmode": "numeric"}

    def parse(self, text: str) -> int:
        if not _DIGITS.fullmatch(text) or int(text) > OLDEST:
            raise ValidationError("Skriv åldern i hela år med siffror, till exempel 12.", code="invalid")
        return int(text)


class ChoiceField(forms.ChoiceField):
    """One of a few, as radio buttons; no answer is allowed in a draft."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(required=False, **kwargs)


class SelectField(forms.ChoiceField):
    """One of a few in a list, with a first line that is no answer."""

    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        super().__init__(required=False, choices=[("", "Välj"), *choices], **kwargs)


class ManyField(forms.MultipleChoiceField):
    """Any number of a list, as check boxes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **kwargs)


class TickField(forms.BooleanField):
    """A box to tick."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
