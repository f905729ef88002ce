"""The kinds of support that the applicant asks for: a box for each, and a number or a range where it has a unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from portal.forms import TypedField

from ..budget.support import Wanted
from ..models import Application
from ..models.component import requested
from .draft import DraftForm, Posted, Unparsed
from .fields import TickField

PREFIX, NUMBER = "stod", "antal"
MOST = 9999
_NUMBER = re.compile(r"(?P<lowest>[0-9]{1,4})(?:\s?(?:[-\u2013\u2212]|till)\s?(?P<highest>[0-9]{1,4}))?")

Range = tuple[int, int | None]


class RangeField(TypedField):
    """A whole number, or from–to: 20 is (20, None), 6–8 is (6, 8)."""

    input_attrs: ClassVar[dict[str, str]] = {"inputmode": "numeric"}

    def parse(self, text: str) -> Range:
        found = _NUMBER.fullmatch(" ".join(text.split()))
        if found is None:
            raise ValidationError("Skriv ett antal med siffror, till exempel 20 eller 6–8.", code="invalid")
        lowest, highest = int(found["lowest"]), int(found["highest"]) if found["highest"] else None
        if lowest == 0:
            raise ValidationError("Skriv ett antal som är 1 eller mer.", code="zero")
        if highest is not None and highest < lowest:
            raise ValidationError("Skriv det lägre antalet först, till exempel 6–8.", code="backwards")
        return lowest, None if highest == lowest else highest

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, tuple):
            return value
        lowest, highest = value
        return str(lowest) if highest is None else f"{lowest}–{highest}"


class SupportForm(DraftForm):
    """One box per kind of support of the call. A number without its box is told, and kept as it was typed."""

    def __init__(self, *args: Any, offered: list[Mapping[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, prefix=PREFIX, **kwargs)
        self.offered = offered
        for row in offered:
            self.fields[row["key"]] = TickField(label=row["label"])
            if Wanted(row["key"], row["label"], row["kind"], row.get("unit", "")).is_counted:
                field = RangeField(required=False, label=f"Antal {row['unit']}, {_small(row['label'])}")
                field.help_text = "Ett tal, eller från och till: 6–8."
                field.widget.attrs["class"] = "input-short"
                self.fields[f"{row['key']}-{NUMBER}"] = field

    @classmethod
    def shown_in(cls, application: Application, unparsed: Unparsed | Mapping[str, Any]) -> SupportForm | None:
        """With what is saved; None in a call that is about money alone."""
        offered = application.call_version.components
        if not offered:
            return None
        saved: dict[str, Any] = {}
        for row in requested(application):
            saved[row.key] = True
            if row.quantity_from is not None:
                saved[f"{row.key}-{NUMBER}"] = (row.quantity_from, row.quantity_to)
        return cls.shown(saved, unparsed, offered=offered)

    @classmethod
    def read(cls, application: Application, data: Posted) -> SupportForm | None:
        offered = application.call_version.components
        return cls(data, offered=offered) if offered else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for row in self.offered:
            name = f"{row['key']}-{NUMBER}"
            if cleaned.get(name) is not None and not cleaned.get(row["key"]):
                self.add_error(name, f"Kryssa i {row['label']}, eller ta bort antalet.")
        return cleaned

    @property
    def requests(self) -> dict[str, Range | None]:
        """Key → number or range of each kind that is asked for, as the service saves them."""
        given = self.values
        return {row["key"]: given.get(f"{row['key']}-{NUMBER}") for row in self.offered if given[row["key"]]}

    @property
    def kinds(self) -> Iterator[tuple[BoundField, BoundField | None]]:
        """The box and its number, in the order of the call."""
        for row in self.offered:
            name = f"{row['key']}-{NUMBER}"
            yield self[row["key"]], self[name] if name in self.fields else None


def _small(label: str) -> str:
    return f"{label[:1].lower()}{label[1:]}"
