"""Forms of the ground floor: the diary's first number of a year, the region's look, and a report on accessibility."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.desk_models import VersionedRowForm
from portal.look.words import too_long

from .access_reports import Told
from .enums import AccessReportKind
from .models import AccessReport, Authority
from .models.authority import COLOUR, COLOURS

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


class LookForm(VersionedRowForm):
    """The region's three colours and its mark; what cannot be read is refused by the row itself."""

    class Meta:
        model = Authority
        fields: ClassVar[list[str]] = [*COLOURS.values(), "logo_svg"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in COLOURS.values():
            field = self.fields[name]
            assert isinstance(field, forms.CharField)
            field.widget.attrs |= {"class": "form-control input-short", "autocomplete": "off", "spellcheck": "false"}
            # "#14534A " is the same colour; what is too long says how a colour is written, not how long it is.
            field.max_length = None
            field.validators = []
        self.fields["logo_svg"].widget.attrs |= {"rows": 6, "spellcheck": "false"}

    def _colour(self, name: str) -> str:
        """The colour as it is kept. Raises ValidationError with how it is written."""
        colour = str(self.cleaned_data.get(name) or "").strip().lower()
        COLOUR(colour)
        return colour

    def clean_brand_colour(self) -> str:
        return self._colour("brand_colour")

    def clean_brand_colour_dark(self) -> str:
        return self._colour("brand_colour_dark")

    def clean_band_colour(self) -> str:
        return self._colour("band_colour")


MESSAGE_LENGTH = AccessReport._meta.get_field("message").max_length or 0


class AccessReportForm(forms.Form):
    """What does not work, or what is wanted in another form. Only the message is needed; no name is asked for."""

    kind = forms.ChoiceField(
        label="Vad gäller det?",
        choices=AccessReportKind.choices,
        initial=AccessReportKind.FAULT,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad det gäller.", "invalid_choice": "Välj vad det gäller."},
    )
    message = forms.CharField(
        label="Berätta",
        help_text="Vad ville du göra och vad hände? Skriv gärna vilken webbläsare och vilka hjälpmedel du använder. "
        "Behöver du något i en annan form, skriv vad och hur du vill ha det.",
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={
            "required": "Skriv vad som inte fungerar eller vad du behöver.",
            "null_characters_not_allowed": "Texten innehåller tecken som inte går att spara.",
        },
    )
    page = forms.CharField(
        label="Sida eller dokument",
        help_text="Sidans adress, eller vad sidan eller dokumentet heter.",
        required=False,
        max_length=300,
        error_messages={
            "max_length": "Adressen är för lång. Högst 300 tecken får plats.",
            "null_characters_not_allowed": "Adressen innehåller tecken som inte går att spara.",
        },
    )
    email = forms.EmailField(
        label="E-postadress",
        help_text="Om du vill ha svar. Det du skickar blir en allmän handling.",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "Skriv en e-postadress, till exempel anna@example.se, eller lämna fältet tomt.",
            "max_length": "Adressen är för lång för att vara en e-postadress.",
        },
    )
    # Nobody sees it; a machine that fills in every field does.
    website = forms.Field(label="Lämna fältet tomt", required=False, widget=forms.TextInput(attrs={"tabindex": -1}))

    def clean_message(self) -> str:
        text = str(self.cleaned_data["message"]).replace("\r\n", "\n").strip()
        if len(text) > MESSAGE_LENGTH:
            raise ValidationError(too_long(len(text), MESSAGE_LENGTH), code="too_long")
        return text

    @property
    def is_by_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def told(self) -> Told:
        """What a valid form says."""
        values = self.cleaned_data
        return Told(values["kind"], values["page"], values["message"], values["email"])
