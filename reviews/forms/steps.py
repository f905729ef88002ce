"""Who else may go on from a project, and why."""

from django import forms

from portal.accounts.models import Organisation
from portal.forms import OrgnrField

from .moving import text_area


class HandOnForm(forms.Form):
    orgnr = OrgnrField(
        label="Organisationsnummer",
        help_text="Den som ska fortsätta projektet, till exempel 232100-0131.",
        widget=forms.TextInput(attrs={"class": "input-short"}),
    )
    reason = text_area(
        "Varför?",
        max_length=400,
        rows=3,
        help_text="Till exempel att projektet har bytt ägare. Står i ärendets historik.",
        missing="Skriv varför organisationen får fortsätta projektet.",
    )

    def clean_orgnr(self) -> Organisation:
        """The organisation by its number; one that nobody here works for cannot apply."""
        found = Organisation.objects.filter(orgnr=self.cleaned_data["orgnr"]).first()
        if found is None:
            raise forms.ValidationError("Ingen organisation i portalen har det numret. Kontrollera siffrorna.")
        return found
