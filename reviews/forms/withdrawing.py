"""A withdrawal that came by letter or e-mail, and the decision that ends the case of one that is withdrawn."""

from django import forms

from .moving import MoveForm, text_area
from .paper import OTHERWISE

REASONS = "{who} har återtagit ansökan. Då finns det inget att pröva."


class WithdrawalForm(MoveForm):
    source = forms.ChoiceField(label="Hur det kom in", choices=OTHERWISE)
    letter = forms.FileField(
        label="Det som kom in",
        help_text="En fil, högst 25 MB.",
        error_messages={"required": "Lägg in det som kom in som fil."},
    )
    reason = text_area("Varför, om det står", required=False, max_length=1000, rows=3)


class DiscontinuingForm(MoveForm):
    reasons = text_area(
        "Skäl för beslutet",
        max_length=2000,
        rows=4,
        help_text="Står i beslutet som sökanden får.",
        missing="Skriv skälen för beslutet.",
    )

    def prepare(self) -> None:
        self.fields["reasons"].initial = REASONS.format(who=self.obj.case.organisation.name)
