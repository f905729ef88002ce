"""Fields of the register's own pages: the first number of a year in the diary's series, in boxes instead of JSON."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SPARE = 2  # empty rows after those that are filled in
YEARS = (1900, 2200)
HEADINGS = ("År", "Första nummer")


class YearNumbersWidget(forms.MultiWidget):
    """Rows of a year and a number, each box with its label."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        boxes = [forms.TextInput(attrs={"inputmode": "numeric", "size": size}) for _ in range(rows) for size in (6, 10)]
        super().__init__(boxes)

    def decompress(self, value: Mapping[str, int] | None) -> list[str]:
        pairs = sorted((value or {}).items())
        flat = [str(part) for pair in pairs for part in pair]
        return [*flat, *[""] * (self.rows * 2 - len(flat))]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        texts = value if isinstance(value, list) else self.decompress(value)
        own = (attrs or {}).get("id", f"id_{name}")
        boxes = [
            (f"{own}_{at}", heading, box.render(f"{name}_{at}", texts[at], {"id": f"{own}_{at}"}, renderer))
            for at, (box, heading) in enumerate(zip(self.widgets, HEADINGS * self.rows, strict=True))
        ]
        pairs = [boxes[at : at + 2] for at in range(0, len(boxes), 2)]
        line = '<label for="{}">{}</label> {} '
        rows = [(format_html_join("", line, pair),) for pair in pairs]
        return format_html('<div role="group">{}</div>', format_html_join("", '<p class="mb-2">{}</p>', rows))


class YearNumbersField(forms.Field):
    """A mapping from a year, as text, to a whole number above 0; empty rows are left out."""

    def __init__(self, stored: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(required=False, widget=YearNumbersWidget(len(stored) + SPARE), **kwargs)

    def to_python(self, value: Any) -> dict[str, int]:
        found: dict[str, int] = {}
        boxes = [str(part or "").strip() for part in value or []]
        for year, number in zip(boxes[::2], boxes[1::2], strict=True):
            if not year and not number:
                continue
            if not (year.isdecimal() and YEARS[0] <= int(year) < YEARS[1]):
                raise ValidationError("Skriv året med fyra siffror, till exempel 2023.", code="year")
            if not (number.isdecimal() and 0 < int(number) < 10**9):
                raise ValidationError(
                    f"Skriv det första numret för {year} med siffror, till exempel 10970.", code="number"
                )
            if year in found:
                raise ValidationError(f"{year} står två gånger. Ta bort den ena raden.", code="twice")
            found[year] = int(number)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != (initial or {}))
        except ValidationError:
            return True
