"""Fields for what has a fixed form: postcode, CFAR-nummer, web address, whole numbers, amounts in euro, rates."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from portal import identifiers
from portal.forms import AmountField, TypedField

from .fields import TextField

LONGEST_URL = 200
MOST_PEOPLE = 1_000_000
_WHOLE = re.compile(r"[0-9]{1,3}(?:[\s\u00a0][0-9]{3})*|[0-9]{1,9}")
_RATE = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,4})?")


class _CodeField(TypedField):
    """Digits with a form of their own, or nothing: the column is a text."""

    input_attrs: ClassVar[dict[str, str]] = {"inputmode": "numeric"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(value) or ""


class PostcodeField(_CodeField):
    """A Swedish postcode, as NNN NN."""

    def parse(self, text: str) -> str:
        return identifiers.normalise_postcode(text)


class CfarField(_CodeField):
    """The number of a workplace: eight digits."""

    def parse(self, text: str) -> str:
        return identifiers.normalise_cfar(text)


class WebsiteField(TextField):
    """A web address that begins with https, or nothing. One without a beginning gets it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(limit=LONGEST_URL, **kwargs)
        self.widget.attrs |= {"inputmode": "url", "autocomplete": "off"}

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).strip()
        return f"https://{text}" if text and "://" not in text else text

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value:
            return
        if value.lower().startswith("http://"):
            raise ValidationError("Skriv adressen med https:// i början i stället för http://.", code="http")
        try:
            URLValidator(schemes=["https"])(value)
        except ValidationError as fault:
            raise ValidationError(
                "Webbadressen stämmer inte. Skriv den så här: https://www.example.se.", code="invalid"
            ) from fault


class CountField(TypedField):
    """A number of people: whole, at least 0."""

    input_attrs: ClassVar[dict[str, str]] = {"inputmode": "numeric"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def parse(self, text: str) -> int:
        if not _WHOLE.fullmatch(text):
            raise ValidationError("Skriv ett antal med siffror, till exempel 120.", code="invalid")
        count = int(re.sub(r"\s", "", text))
        if count > MOST_PEOPLE:
            raise ValidationError("Antalet är större än vad som kan stämma. Kontrollera siffrorna.", code="too_large")
        return count


class ScaleField(TypedField):
    """A whole number from 1 to 5."""

    input_attrs: ClassVar[dict[str, str]] = {"inputmode": "numeric"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def parse(self, text: str) -> int:
        if text not in {"1", "2", "3", "4", "5"}:
            raise ValidationError("Skriv ett tal från 1 till 5.", code="invalid")
        return int(text)


class SumField(AmountField):
    """An amount in kronor or euro: more than nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def parse(self, text: str) -> Decimal:
        bare = re.sub(r"\s?(?:euro|eur|€)$", "", text.strip(), flags=re.IGNORECASE)
        amount = super().parse(bare)
        if not amount:
            raise ValidationError("Skriv ett belopp som är mer än 0.", code="zero")
        return amount


class RateField(TypedField):
    """How many kronor a euro costs, with at most four decimals."""

    input_attrs: ClassVar[dict[str, str]] = {"inputmode": "decimal"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def parse(self, text: str) -> Decimal:
        rate = Decimal(text.replace(",", ".")) if _RATE.fullmatch(text) else Decimal(0)
        if not rate:
            raise ValidationError("Skriv hur många kronor en euro kostade, till exempel 11,25.", code="invalid")
        return rate

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value
