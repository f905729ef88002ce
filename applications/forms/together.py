"""Inviting somebody to a case, changing what they may do, and the account that an invitation opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from portal.accounts.models import User

from ..enums import CaseRole
from ..models import Party
from ..services.together import Place
from .fields import EmailField, ManyField, TextField, TickField

LONGEST_PASSWORD = 200  # hashing what is endless would hold up the server


class PlaceForm(forms.Form):
    """What a role needs besides its name: the sections of a part-writer, a partner's party, a signatory's ground."""

    sections = ManyField(
        choices=[],
        label="Delar som personen ska skriva i",
        help_text="Resten kan personen läsa men inte ändra.",
    )
    party = forms.ChoiceField(
        label="Part som personen företräder", widget=forms.RadioSelect, required=False, choices=[]
    )
    confirms = TickField(
        label="Personen leder verksamheten hos parten och kan bekräfta avsiktsförklaringen",
        help_text="Den som har rutan ikryssad läser partens del och bekräftar att den stämmer.",
    )
    basis = TextField(
        limit=200,
        label="Vad ger personen rätt att företräda organisationen?",
        help_text="Till exempel: delegationsordning 2026, punkt 3.1, eller protokoll från årsmötet 14 mars 2026.",
    )

    def __init__(
        self,
        *args: Any,
        role: CaseRole,
        sections: Sequence[tuple[str, str]] = (),
        parties: Sequence[Party] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.role, self.parties = role, {str(party.pk): party for party in parties}
        self.fields["sections"].choices = list(sections)  # type: ignore[attr-defined]
        self.fields["party"].choices = [(key, party.name) for key, party in self.parties.items()]  # type: ignore[attr-defined]
        needed = {
            CaseRole.PART_WRITER: {"sections"},
            CaseRole.PARTNER: {"party", "confirms"},
            CaseRole.SIGNATORY: {"basis"},
        }.get(role, set())
        for name in ("sections", "party", "confirms", "basis"):
            if name not in needed:
                del self.fields[name]

    @property
    def place(self) -> Place:
        """What the form says, once it is valid."""
        given = self.cleaned_data
        return Place(
            role=self.role,
            sections=given.get("sections", ()),
            party=self.parties.get(given.get("party", "")),
            confirms=given.get("confirms", False),
            basis=given.get("basis", ""),
        )


class InviteForm(PlaceForm):
    name = TextField(limit=120, required=True, label="Namn", error_messages={"required": "Skriv vad personen heter."})
    email = EmailField(
        label="E-postadress",
        help_text="Hit skickar vi länken. Den fungerar bara för den som har adressen.",
    )
    email.needed = True  # type: ignore[attr-defined]  # ours, as in portal/forms.py
    field_order = ("name", "email", "sections", "party", "confirms", "basis")

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip()
        if not email:
            raise ValidationError("Skriv personens e-postadress, till exempel namn@example.se.", code="required")
        return email


class AccountForm(forms.Form):
    """A name and a password: the address is that of the invitation."""

    name = TextField(limit=120, required=True, label="Ditt namn", error_messages={"required": "Skriv vad du heter."})
    password1 = forms.CharField(
        label="Välj ett lösenord",
        strip=False,
        max_length=LONGEST_PASSWORD,
        help_text="Minst tolv tecken. Flera ord efter varandra är lätt att minnas och svårt att gissa.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Välj ett lösenord.", "max_length": "Lösenordet är för långt. Högst 200 tecken."},
    )
    password2 = forms.CharField(
        label="Skriv lösenordet en gång till",
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={
            "required": "Skriv lösenordet en gång till.",
            "max_length": "Lösenordet är för långt. Högst 200 tecken.",
        },
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", "De två lösenorden är olika. Skriv samma lösenord två gånger.")
        if first:
            try:
                validate_password(first, user=User(email=self.email, name=cleaned.get("name", "")))
            except ValidationError as fault:
                self.add_error("password1", fault)
        return cleaned
