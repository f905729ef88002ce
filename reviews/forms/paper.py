"""What is asked when an application on paper or by e-mail is registered for the applicant (G-06)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from applications.enums import CaseSource
from applications.models import Call, Case
from portal import clock
from portal.accounts.enums import OrganisationType
from portal.accounts.models import User
from portal.forms import ClockField, DateField, OrgnrField, choose_among, parse_instant

from ..selectors import paper
from .moving import DAY

OTHERWISE = [(kind.value, kind.label) for kind in (CaseSource.PAPER, CaseSource.EMAIL)]


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each checked by the service."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = [one for one in (data if isinstance(data, list) else [data]) if one]
        if not given:
            raise ValidationError(self.error_messages["required"])
        return [super(FilesField, self).clean(one, initial) for one in given]


class PaperForm(forms.Form):
    PLACES: ClassVar[dict[str, str]] = {"came_in_at": "came_on", "files": "papers"}

    call = forms.ModelChoiceField(
        Call.objects.none(), label="Utlysning", empty_label="Välj", error_messages={"required": "Välj utlysning."}
    )
    source = forms.ChoiceField(label="Hur den kom in", choices=OTHERWISE, initial=CaseSource.PAPER.value)
    came_on = DateField(
        label="Dag då den kom in", widget=forms.TextInput(attrs=DAY), error_messages={"required": "Skriv vilken dag."}
    )
    came_at = ClockField(
        label="Klockslag",
        widget=forms.TextInput(attrs=DAY),
        help_text="Till exempel 09.15. Är det inte känt, skriv när posten öppnades.",
        error_messages={"required": "Skriv klockslaget."},
    )
    orgnr = OrgnrField(label="Sökandens organisationsnummer", error_messages={"required": "Skriv numret."})
    name = forms.CharField(
        label="Organisationens namn",
        max_length=160,
        required=False,
        help_text="Behövs bara när organisationen inte finns i portalen än.",
    )
    org_type = forms.ChoiceField(
        label="Typ av organisation",
        required=False,
        choices=[("", "Välj för en ny organisation"), *OrganisationType.choices],
    )
    title = forms.CharField(
        label="Projektets namn", max_length=120, error_messages={"required": "Skriv vad projektet heter."}
    )
    contact_name = forms.CharField(
        label="Kontaktperson", max_length=120, error_messages={"required": "Skriv vem vi kan nå hos sökanden."}
    )
    contact_email = forms.EmailField(
        label="Kontaktpersonens e-post",
        required=False,
        error_messages={"invalid": "Skriv adressen så här: namn@exempel.se."},
        help_text="Skriv minst ett sätt att nå personen: e-post, telefon eller postadress.",
    )
    contact_phone = forms.CharField(label="Kontaktpersonens telefon", max_length=40, required=False)
    address = forms.CharField(label="Organisationens postadress", max_length=200, required=False)
    papers = FilesField(
        label="Inskannad ansökan",
        widget=FilesInput(),
        help_text="En eller flera filer, högst 25 MB var. Allt som kom in ska vara med.",
        error_messages={"required": "Lägg in det som kom in som fil."},
    )
    is_another = forms.BooleanField(label="Jag har tittat: det är en annan ansökan", required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.alike: list[Case] = []
        choose_among(self, "call", paper.calls(by))
        if not self.is_bound:
            del self.fields["is_another"]  # asked first when there is another

    def place_of(self, key: str) -> str:
        return self.PLACES.get(key, key)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("came_on") and given.get("came_at"):
            given["came_in_at"] = self._moment(given)
        if not any(given.get(name) for name in ("contact_email", "contact_phone", "address")):
            text = "Skriv minst ett sätt att nå kontaktpersonen: e-post, telefon eller postadress."
            if not {"contact_email", "contact_phone", "address"} & self.errors.keys():
                self.add_error("contact_email", text)
        moment, orgnr, title = given.get("came_in_at"), given.get("orgnr"), given.get("title")
        if moment and orgnr and title:
            self.alike = paper.alike(self.by, orgnr=orgnr, title=title, came_in_at=moment)
        if not self.alike:
            del self.fields["is_another"]
        elif not given.get("is_another"):
            told = ", ".join(case.dnr or "" for case in self.alike)
            text = f"En likadan ansökan finns redan: {told}. Titta i den, och kryssa i om det här är en annan."
            self.add_error("is_another", text)
        return given

    def _moment(self, given: dict[str, Any]) -> datetime | None:
        try:
            moment = parse_instant(given["came_on"], given["came_at"])
        except ValidationError as fault:
            self.add_error("came_at", fault)
            return None
        if moment > clock.now():
            self.add_error("came_on", "Tiden har inte varit än. Skriv när ansökan kom in.")
            return None
        return moment
