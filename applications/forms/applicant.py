"""The faces of who applies: the organisation, who leads, where the money goes, and others to talk to (step 1)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.forms import BoundField

from ..enums import VatAnswer, YesNo
from ..models.account import AccountKind, account_number
from ..models.words import ASKED
from .draft import DraftForm
from .fields import ChoiceField, EmailField, PhoneField, TextField, TickField, short
from .numbers import CfarField, PostcodeField, WebsiteField

MONEY = ("procurement", "vat", "account_kind", "account_no", "payment_ref", "owns_account")


class ApplicantForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = (
        "address", "postcode", "city", "procurement", "vat", "contact_name", "contact_email", "contact_phone",
        "account_no", "owns_account",
    )  # fmt: skip

    workplace = TextField(limit=120, label="Förvaltning eller enhet", help_text="Där projektet hör hemma hos er.")
    cfar = short(
        CfarField(
            label=ASKED["cfar"],
            help_text="Arbetsställets nummer hos SCB, åtta siffror. Hoppa över frågan om ni inte har något.",
        )
    )
    address = TextField(limit=160, label="Postadress", help_text="Gata eller box.")
    postcode = short(PostcodeField(label="Postnummer", help_text="Till exempel 701 85."), "input-date")
    city = short(TextField(limit=60, label="Ort"))
    home_municipality = short(
        TextField(limit=60, label=ASKED["home_municipality"], help_text="Där organisationen har sitt säte.")
    )
    website = WebsiteField(label="Webbplats", help_text="Till exempel https://www.example.se.")
    procurement = ChoiceField(
        choices=YesNo.choices,
        label=ASKED["procurement"],
        help_text="Kommuner, regioner och många av deras bolag gör det. Föreningar och företag gör det sällan.",
    )
    vat = ChoiceField(
        choices=VatAnswer.choices,
        label="Drar ni av moms i projektet?",
        help_text="Svaret avgör om kostnaderna ska skrivas med eller utan moms.",
    )
    contact_name = TextField(
        limit=120, label="Projektledare", help_text="Den som leder arbetet och som vi hör av oss till."
    )
    contact_title = TextField(limit=120, label="Projektledarens titel")
    contact_email = EmailField(label="Projektledarens e-post")
    contact_phone = PhoneField(label="Projektledarens telefon")
    deputy_name = TextField(
        limit=120,
        label="Biträdande projektledare",
        help_text="Om ni har någon. Skriv då också hur vi når personen.",
    )
    deputy_email = EmailField(label="Biträdande projektledarens e-post")
    deputy_phone = PhoneField(label="Biträdande projektledarens telefon")
    account_kind = ChoiceField(choices=AccountKind.choices, label="Utbetalning till")
    account_no = short(
        TextField(
            limit=34,
            label=ASKED["account_no"],
            help_text="Dit vi betalar om ni får stöd. Till exempel 5050-1055, 90 19 50-6 eller SE45 5000 0000 0583 "
            "9825 7466.",
        )
    )
    payment_ref = short(
        TextField(
            limit=35,
            label="Er referens vid utbetalning",
            help_text="Det ni vill se på betalningen. Högst 35 tecken.",
        )
    )
    owns_account = TickField(
        label=ASKED["owns_account"], help_text="Vi betalar bara till den organisation som har fått stödet."
    )

    def __init__(self, *args: Any, has_money: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account_no"].widget.attrs |= {"autocomplete": "off"}
        if not has_money:
            for name in MONEY:
                del self.fields[name]

    @property
    def values(self) -> dict[str, Any]:
        """Most accounts are a bankgiro: nobody must say so."""
        values = super().values
        if "account_kind" in values:
            values["account_kind"] = values["account_kind"] or AccountKind.BANKGIRO.value
        return values

    def clean_account_no(self) -> str:
        typed: str = self.cleaned_data["account_no"].strip()
        try:
            return account_number(self.cleaned_data.get("account_kind", ""), typed) if typed else ""
        except ValidationError as fault:
            raise ValidationError(fault.messages[0], code="account") from fault

    def unit(self, control: str) -> str | None:
        """A number says nothing without its kind of account: the two are saved and compared together."""
        unit = super().unit(control)
        return "account_kind" if unit == "account_no" else unit

    # The groups of the page

    @property
    def body(self) -> list[BoundField]:
        """What the organisation is."""
        return self._group("workplace", "vat")

    @property
    def lead(self) -> list[BoundField]:
        return self._group("contact_name", "contact_phone")

    @property
    def deputy(self) -> list[BoundField]:
        return self._group("deputy_name", "deputy_phone")

    @property
    def payment(self) -> list[BoundField]:
        return self._group("account_kind", "owns_account")

    def _group(self, first: str, last: str) -> list[BoundField]:
        """The fields from one to another in the order of the form, but for those that are not asked."""
        names = list(self.base_fields)
        return [self[name] for name in names[names.index(first) : names.index(last) + 1] if name in self.fields]


class ContactsForm(DraftForm):
    """Voluntary; who is named must be possible to reach, which the rules tell."""

    economist_name = TextField(limit=120, label="Projektekonom", help_text="Den som svarar för projektets redovisning.")
    economist_title = TextField(limit=120, label="Projektekonomens titel")
    economist_email = EmailField(label="Projektekonomens e-post")
    economist_phone = PhoneField(label="Projektekonomens telefon")
    communicator_name = TextField(
        limit=120, label="Kommunikatör", help_text="Den som svarar för det ni berättar utåt om projektet."
    )
    communicator_title = TextField(limit=120, label="Kommunikatörens titel")
    communicator_email = EmailField(label="Kommunikatörens e-post")
    communicator_phone = PhoneField(label="Kommunikatörens telefon")

    @property
    def people(self) -> list[tuple[str, list[BoundField]]]:
        """Each person's fields under a heading."""
        named = (("Ekonomi", "economist"), ("Kommunikation", "communicator"))
        return [(title, [self[name] for name in self.fields if name.startswith(key)]) for title, key in named]
