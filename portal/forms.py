"""Form fields for what people type in Swedish: amounts, dates, shares and numbers with a check digit.

What was typed is shown again as it was typed when it does not parse: a bound form renders its raw data, and
`prepare_value` dresses only values that come from us. Last, what a form fills in at controls of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from portal import dates, identifiers, money

# DecimalField(14, 2) holds twelve digits before the comma.
LARGEST_AMOUNT = Decimal("999999999999.99")
YEARS = range(1900, 2200)

_SPACES = re.compile(r"\s+")
_MINUS = "-\u2212\u2013"
_AMOUNT = re.compile(
    rf"(?P<minus>[{_MINUS}]\s?)?"
    r"(?P<whole>[0-9]{1,3}(?:\s[0-9]{3})+|[0-9]+)"
    # A dot is ambiguous (1.234), so it parts off öre only when exactly two digits follow.
    r"(?:,(?P<comma>[0-9]{1,2})|\.(?P<dot>[0-9]{2}))?"
    r"(?:\s?(?:kr|kronor)\.?)?",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")  # thousands as many write them, or öre: we ask
_PERCENT = re.compile(r"(?P<whole>[0-9]{1,3})(?:[,.](?P<part>[0-9]{1,2}))?\s?(?:%|procent)?", re.IGNORECASE)
_CLOCK = re.compile(r"(?:kl\.?\s?)?(?P<hour>[0-9]{1,2})(?:[.:](?P<minute>[0-9]{2}))?", re.IGNORECASE)
_DATE = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
    re.compile(r"(?P<day>[0-9]{1,2})\s?/\s?(?P<month>[0-9]{1,2})[\s/]\s?(?P<year>[0-9]{4})"),
    re.compile(r"(?P<day>[0-9]{1,2})\s(?P<name>[a-zåäö]{3,9})\.?\s(?P<year>[0-9]{4})", re.IGNORECASE),
)


def parse_amount(typed: str, *, negative: bool = False) -> Decimal:
    """Return the kronor with öre that the text says: 1 234 567, 1234567, 1 234 567,50 or 1234.50, also with "kr".

    Raises ValidationError with a Swedish text when it says something else, is below zero without `negative`,
    or does not fit in a DecimalField(14, 2); domain.md §3.0.
    """
    text = _single_spaced(typed)
    found = _AMOUNT.fullmatch(text)
    if not found and _DOTTED.fullmatch(text):
        raise ValidationError(f"Skriv utan punkt: {text.replace('.', money.NBSP)}.", code="dots")
    if not found:
        raise ValidationError("Skriv beloppet i kronor med siffror, till exempel 250 000.", code="invalid")
    fraction = (found["comma"] or found["dot"] or "0").ljust(2, "0")
    amount = Decimal(f"{found['whole'].replace(' ', '')}.{fraction}")
    if amount > LARGEST_AMOUNT:
        raise ValidationError("Beloppet är för stort. Kontrollera antalet siffror.", code="too_large")
    if found["minus"] and amount:
        if not negative:
            raise ValidationError("Skriv ett belopp som är 0 eller mer.", code="negative")
        return -amount
    return amount


def parse_date(typed: str) -> date:
    """Return the day that the text says: 2026-11-22, 20261122, 22/11 2026 or 22 november 2026.

    Raises ValidationError with a Swedish text, which for a day that no month has says how long the month is;
    domain.md §3.0 and §9 case 10.
    """
    text = _single_spaced(typed)
    found = next((match for pattern in _DATE if (match := pattern.fullmatch(text))), None)
    month = _month(found) if found else None
    if not found or month is None:
        raise ValidationError("Skriv datumet med år, månad och dag, till exempel 2026-11-22.", code="invalid")
    year, day = int(found["year"]), int(found["day"])
    if year not in YEARS:
        raise ValidationError(f"År {found['year']} kan inte stämma. Kontrollera årtalet.", code="year")
    written = f"{year}-{month:02}-{day:02}"
    if not 1 <= month <= 12:
        raise ValidationError(f"{written} finns inte. Ett år har 12 månader.", code="no_such_day")
    try:
        return date(year, month, day)
    except ValueError:
        length = dates.days_in_month_text(year, month)
        raise ValidationError(f"{written} finns inte. {length}.", code="no_such_day") from None


def parse_percent(typed: str) -> Decimal:
    """Return the share that a percentage says: "27,6" or "27,6 %" is 0.276.

    Raises ValidationError with a Swedish text outside 0–100 or with more than two decimals; domain.md §3.0.
    """
    found = _PERCENT.fullmatch(_single_spaced(typed))
    figure = Decimal(f"{found['whole']}.{found['part'] or 0}") if found else None
    if figure is None or figure > 100:
        raise ValidationError(
            "Skriv andelen i procent, från 0 till 100 och med högst två decimaler, till exempel 27,6.",
            code="invalid",
        )
    return figure / 100


def parse_clock(typed: str) -> time:
    """Return the time of day that the text says: 12.00, 12:00, kl. 8.30 or 8. Raises ValidationError."""
    found = _CLOCK.fullmatch(_single_spaced(typed))
    hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise ValidationError("Skriv klockslaget med timme och minut, till exempel 12.00.", code="invalid")
    return time(hour, minute)


def parse_instant(day: date, at: time) -> datetime:
    """Return the instant of a local day and time. Raises ValidationError for one that the clocks skip or show twice."""
    try:
        return dates.instant(day, at)
    except ValueError as fault:
        raise ValidationError(
            "Den natten ställs klockan om, så klockslaget är inte ett bestämt ögonblick. Välj ett annat.",
            code="not_one_instant",
        ) from fault


class TypedField(forms.Field):
    """A one-line field whose text goes through one parsing function; empty is None."""

    input_attrs: ClassVar[dict[str, str]] = {}

    def parse(self, text: str) -> Any:
        """Return the value that the text, stripped and not empty, says. Raises ValidationError."""
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        text = value.strip()
        return self.parse(text) if text else None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"autocomplete": "off"} | self.input_attrs


class AmountField(TypedField):
    """Kronor with öre, as Decimal. Below zero only with `negative=True` (project income, corrections)."""

    default_error_messages: ClassVar[dict[str, Any]] = {"required": "Skriv beloppet i kronor, till exempel 250 000."}
    input_attrs: ClassVar[dict[str, str]] = {"inputmode": "decimal"}

    def __init__(self, *, negative: bool = False, **kwargs: Any) -> None:
        self.negative = negative
        super().__init__(**kwargs)

    def parse(self, text: str) -> Decimal:
        return parse_amount(text, negative=self.negative)

    def prepare_value(self, value: Any) -> Any:
        return money.exact(value) if isinstance(value, Decimal) else value


class DateField(TypedField):
    """A plain date, typed in any of the formats of `parse_date` and shown as 2026-11-22."""

    default_error_messages: ClassVar[dict[str, Any]] = {"required": "Skriv datumet, till exempel 2026-11-22."}

    def parse(self, text: str) -> date:
        return parse_date(text)

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value


class ClockField(TypedField):
    """A time of day, typed as 12.00 or 12:00 and shown as 12.00."""

    default_error_messages: ClassVar[dict[str, Any]] = {"required": "Skriv klockslaget, till exempel 12.00."}

    def parse(self, text: str) -> time:
        return parse_clock(text)

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H.%M") if isinstance(value, time) else value


class LinesField(forms.CharField):
    """A list of texts, typed one a line; blank lines are left out."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 6, longest: int = 160, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(**({"widget": forms.Textarea(attrs={"rows": rows})} | kwargs))

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        if "\0" in str(value or ""):
            raise ValidationError("Texten innehåller tecken som inte går att spara.", code="null")
        found = [_single_spaced(line) for line in str(value or "").splitlines() if line.strip()]
        if too_long := next((line for line in found if len(line) > self.longest), None):
            text = f"En rad är {len(too_long)} tecken. Högst {self.longest} får plats: ”{too_long[:40]}…”."
            raise ValidationError(text, code="too_long")
        return found

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data) != (initial or []))


class PercentField(TypedField):
    """A share between 0 and 1 as Decimal, typed and shown in percent: 27,6 is 0.276."""

    default_error_messages: ClassVar[dict[str, Any]] = {"required": "Skriv andelen i procent, till exempel 27,6."}
    input_attrs: ClassVar[dict[str, str]] = {"inputmode": "decimal"}

    def parse(self, text: str) -> Decimal:
        return parse_percent(text)

    def prepare_value(self, value: Any) -> Any:
        return money.percent(value).removesuffix(f"{money.NBSP}%") if isinstance(value, Decimal) else value


class OrgnrField(TypedField):
    """An organisationsnummer as NNNNNN-NNNN."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Skriv organisationsnumret, till exempel 232100-0131."
    }

    def parse(self, text: str) -> str:
        return identifiers.normalise_orgnr(text)


class BankgiroField(TypedField):
    """A bankgiro number as NNN-NNNN or NNNN-NNNN."""

    default_error_messages: ClassVar[dict[str, Any]] = {"required": "Skriv bankgironumret, till exempel 5050-1055."}

    def parse(self, text: str) -> str:
        return identifiers.normalise_bankgiro(text)


# What a form fills in at its own controls


def choose_among(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let the control choose among the rows, in their order."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def offer(form: forms.BaseForm, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
    """Let the control offer the choices: value and label, or a heading and those under it."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def mark_needed(form: forms.BaseForm, *names: str) -> None:
    """Say at the controls that they must be filled in before the last step, though a draft is saved without."""
    for name in names:
        # Ours alone, read by templates/bootstrap5/field.html.
        form.fields[name].needed = True  # type: ignore[attr-defined]


def mark_needed_after_yes(form: forms.BaseForm, *names: str) -> None:
    """The same for a description that belongs to a yes."""
    mark_needed(form, *names)
    for name in names:
        form.fields[name].needed_when = "obligatoriskt om ja"  # type: ignore[attr-defined]  # as above


def _month(found: re.Match[str]) -> int | None:
    groups = found.groupdict()
    if "month" in groups:
        return int(groups["month"])
    name = groups["name"].lower()
    return next((number for number, month in enumerate(dates.MONTHS, 1) if name in (month, month[:3])), None)


def _single_spaced(typed: str) -> str:
    r"""Strip the text and write every space (\s knows U+00A0, U+2009 and U+202F) as one plain space."""
    return _SPACES.sub(" ", typed.strip())
