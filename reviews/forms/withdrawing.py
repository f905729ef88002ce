"""A withdrawal that came by letter or e-mail, and the decisions that end a case without trying the application."""

from django import forms

from applications.enums import DismissalGround

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


class DismissingForm(MoveForm):
    ground = forms.ChoiceField(
        label="Varför avvisas ansökan?",
        choices=DismissalGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj varför ansökan avvisas."},
    )
    reasons = text_area(
        "Skäl för beslutet",
        max_length=2000,
        rows=6,
        help_text="Står i beslutet som sökanden får. Skriv vad som hände, och vilken regel det bygger på.",
        missing="Skriv skälen för beslutet.",
    )
