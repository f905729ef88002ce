"""Setting money aside: the board's decision, what it is for, and how much for each calendar year."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from applications.budget import ledger
from applications.models import Fund, Programme, Track
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import Board, User
from portal.forms import AmountField, DateField, choose_among

from .moving import DAY, SHORT, paragraph_field, text_area

YEARS_AHEAD = 5


class ByYearForm(forms.Form):
    """The decision's day and §, and an amount for each of some years."""

    decided_on = DateField(label="Vilken dag beslutade nämnden?", widget=forms.TextInput(attrs=DAY))
    paragraph = paragraph_field()

    def set_years(self, years: Iterable[int], what: str) -> None:
        """Add a control per year, after the others."""
        self.years = sorted(set(years))
        for year in self.years:
            self.fields[f"amount_{year}"] = AmountField(
                label=f"{what} {year}, kronor", required=False, widget=forms.TextInput(attrs=SHORT)
            )

    def place_of(self, key: str) -> str:
        """What the service says of the amounts together stands at the first of them."""
        return f"amount_{self.years[0]}" if key == "amounts" else key

    @property
    def amounts(self) -> dict[int, Decimal]:
        """Kronor with öre per year; empty years are left out."""
        given = {year: self.cleaned_data.get(f"amount_{year}") for year in self.years}
        return {year: amount for year, amount in given.items() if amount is not None}


class EarmarkForm(ByYearForm):
    name = forms.CharField(
        label="Namn", max_length=160, error_messages={"required": "Skriv vad pengarna kallas hos er."}
    )
    purpose = text_area(
        "Ändamål",
        max_length=1000,
        rows=4,
        help_text="Vad nämnden vill att pengarna ska räcka till.",
        missing="Skriv vad pengarna är till för.",
    )
    board = forms.ModelChoiceField(
        Board.objects.none(),
        label="Nämnd",
        empty_label="Välj",
        help_text="Nämnden som öronmärkte pengarna, som den hette då.",
        error_messages={"required": "Välj vilken nämnd som öronmärkte pengarna."},
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label="Satsning",
        empty_label="Välj",
        error_messages={"required": "Välj vilken satsning pengarna hör till."},
    )
    track = forms.ModelChoiceField(
        Track.objects.none(), label="Spår", required=False, empty_label="Inget särskilt spår", help_text="Frivilligt."
    )
    field_order = ("name", "purpose", "board", "programme", "track", "decided_on", "paragraph")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heads = by.boards_as(StaffRoleName.HEAD_OF_UNIT)
        rows: dict[str, Any] = {
            "board": Board.objects.filter(pk__in=heads).order_by("name"),
            "programme": Programme.objects.filter(board__in=heads).order_by("name"),
            "track": Track.objects.filter(programme__board__in=heads).order_by("programme__name", "name"),
        }
        for name, queryset in rows.items():
            choose_among(self, name, queryset)
        this_year = clock.today().year
        self.set_years(range(this_year, this_year + YEARS_AHEAD + 1), "Öronmärkt")


class RaiseForm(ByYearForm):
    def __init__(self, *args: Any, fund: Fund, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = clock.today().year
        self.set_years({*fund.entries.sheet().years, *range(this_year, this_year + YEARS_AHEAD + 1)}, "Höjning")


class CorrectForm(ByYearForm):
    """What was written wrong, per year that has something left, and why."""

    reason = forms.CharField(
        label="Vad blev fel?",
        max_length=240,
        help_text="Står på raden i händelserna, till exempel: Beloppet för 2028 skrevs två gånger.",
        error_messages={"required": "Skriv vad som blev fel."},
    )

    def __init__(self, *args: Any, fund: Fund, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("decided_on", "paragraph"):
            del self.fields[name]
        sheet = fund.entries.sheet()
        self.set_years((year for year, row in sheet.years.items() if row.left > 0), "Sänk")
        for year in self.years:
            self.fields[f"amount_{year}"].help_text = f"Högst {ledger.kr(sheet.row(year).left)}."


class NameForm(forms.Form):
    """What the money is called and what it is for, with the version that was read."""

    name = forms.CharField(
        label="Namn", max_length=160, error_messages={"required": "Skriv vad pengarna kallas hos er."}
    )
    purpose = text_area("Ändamål", max_length=1000, rows=4, missing="Skriv vad pengarna är till för.")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
