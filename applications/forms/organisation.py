"""The project's organisation: its roles, row by row, and who steers (domain.md §1.2 O-14)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from portal.forms import PercentField

from ..models.words import ASKED
from .draft import DraftForm
from .fields import TextField, short
from .rows import RowForm, Rows, rows_of


class OrganisationForm(DraftForm):
    governance = TextField(
        limit=2000,
        rows=6,
        label=ASKED["governance"],
        help_text="Vilka som sitter i dem, vad de beslutar om och hur ofta de möts.",
    )


class ShareField(PercentField):
    """A part of full time: more than nothing, at most all of it. The column has four decimals, so two of percent."""

    default_error_messages: ClassVar[dict[str, Any]] = {}

    def parse(self, text: str) -> Decimal:
        figure = text.removesuffix("%").strip().replace(",", ".")
        if figure.replace(".", "", 1).isdecimal() and Decimal(figure) > 100:
            raise ValidationError(
                "En roll är högst 100 procent av heltid. Är de flera som delar på den, ge dem varsin rad.", code="whole"
            )
        share: Decimal = super().parse(text)
        if not share:
            raise ValidationError("Skriv hur mycket rollen arbetar, eller lämna rutan tom.", code="nothing")
        return share


class RoleForm(RowForm):
    demanded: ClassVar[dict[str, str]] = {"role": "Skriv vilken roll det är."}

    role = TextField(limit=120, label="Roll", help_text="Till exempel processledare. Skriv inte personens namn.")
    workplace = TextField(limit=160, label="Arbetsplats", help_text="Organisation och enhet.")
    share = short(
        ShareField(
            required=False, label="Andel av heltid, i procent", help_text="Till exempel 20 för en dag i veckan."
        ),
        "input-date",
    )
    paid_by = TextField(
        limit=160, label="Vem som betalar", help_text="Till exempel projektet, eller ordinarie verksamhet."
    )


class RoleRows(Rows[RoleForm]):
    noun = "Roll"


RoleFormSet = rows_of(RoleForm, RoleRows)
