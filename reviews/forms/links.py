"""Links of a programme as rows: what it is called, the address and a note, without anybody typing JSON (F-18)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

MOST = 8
COLUMNS = (("label", "Namn", 120), ("url", "Webbadress", 300), ("note", "Om länken", 120))
HELP = (
    "Visas under Läs mer på utlysningens sida. Skriv hela adressen, med https. Är det en film skriver ni om den är "
    "textad. Töm namn och adress för att ta bort en länk."
)


class LinkRows(forms.MultiWidget):
    """So many rows of three controls, each row a fieldset with its number."""

    use_fieldset = True

    def __init__(self) -> None:
        super().__init__([forms.TextInput() for _ in range(MOST) for _ in COLUMNS])

    def decompress(self, value: Any) -> list[str]:
        rows = [row for row in value or [] if isinstance(row, dict)]
        texts = [str(row.get(name, "")) for row in rows for name, _, _ in COLUMNS]
        return texts + [""] * (MOST * len(COLUMNS) - len(texts))

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        controls = self.get_context(name, value, attrs)["widget"]["subwidgets"]
        width = len(COLUMNS)
        rows = [
            [(label, control) for (_, label, _), control in zip(COLUMNS, controls[start : start + width], strict=True)]
            for start in range(0, len(controls), width)
        ]
        return render_to_string("admin/reviews/link_rows.html", {"rows": rows})


class LinksField(forms.MultiValueField):
    """A list of {label, url, note}; rows without a name and an address are left out. Only https is taken."""

    def __init__(self) -> None:
        fields = [forms.CharField(required=False, strip=True) for _ in range(MOST) for _ in COLUMNS]
        super().__init__(
            fields, widget=LinkRows(), require_all_fields=False, required=False, label="Länkar", help_text=HELP
        )

    def prepare_value(self, value: Any) -> Any:
        """Rows that are saved become the texts of the controls; what was typed already is."""
        is_saved = isinstance(value, list) and all(isinstance(row, dict) for row in value)
        return self.widget.decompress(value) if is_saved else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def compress(self, data_list: Sequence[str]) -> list[dict[str, str]]:
        found, faults = [], []
        width = len(COLUMNS)
        for number, start in enumerate(range(0, len(data_list), width), 1):
            row = {name: text for (name, _, _), text in zip(COLUMNS, data_list[start : start + width], strict=True)}
            if not any(row.values()):
                continue
            row["url"] = f"https://{row['url']}" if row["url"] and "://" not in row["url"] else row["url"]
            faults += [f"Länk {number}: {text}" for text in _faults(row)]
            found.append(row)
        if faults:
            raise ValidationError(faults)
        return found


def _faults(row: dict[str, str]) -> list[str]:
    told = []
    if not row["label"]:
        told.append("Skriv vad den heter.")
    if not row["url"]:
        told.append("Skriv webbadressen.")
    elif not row["url"].startswith("https://"):
        told.append("Adressen ska börja med https.")
    else:
        try:
            URLValidator(schemes=["https"])(row["url"])
        except ValidationError:
            told.append("Webbadressen stämmer inte. Skriv den så här: https://www.example.se/sida.")
    told += [
        f"{label} är {len(row[name])} tecken. Högst {limit} får plats."
        for name, label, limit in COLUMNS
        if len(row[name]) > limit
    ]
    return told
