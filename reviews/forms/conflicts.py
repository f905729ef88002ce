"""Raising a question of jäv about a colleague, and ruling on one."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from applications.enums import ConflictGround, ConflictOutcome
from applications.models import Case
from portal import clock
from portal.accounts.enums import CASE_ROLES
from portal.accounts.models import StaffRole, User
from portal.forms import choose_among

from .moving import text_area


def colleagues(case: Case, user: User) -> QuerySet[User]:
    """Others who work at the case's board today and are not outside the case already."""
    roles = StaffRole.objects.valid_on(clock.today()).filter(role__in=CASE_ROLES, board=case.board_id)
    out = case.conflicts.filter(is_conflicted=True).values("user")
    people = User.objects.filter(is_active=True, pk__in=roles.values("user")).exclude(pk__in=out)
    return people.exclude(pk=user.pk).order_by("name")


class MemberConflictForm(forms.Form):
    """A member's own report of jäv: that it is so is the page's own question."""

    ground = forms.ChoiceField(
        label="Varför är du jävig?",
        choices=[("", "Välj"), *ConflictGround.choices],
        error_messages={"required": "Välj varför du är jävig."},
    )
    note = text_area("Förklaring", required=False, max_length=1000, rows=3, help_text="Frivilligt.")


class RaiseForm(forms.Form):
    """Who may be jävig, and why one thinks so."""

    person = forms.ModelChoiceField(
        User.objects.none(),
        label="Vem gäller det?",
        empty_label="Välj",
        error_messages={"required": "Välj vem det gäller."},
    )
    why = text_area(
        "Varför kan personen vara jävig?",
        max_length=1000,
        rows=4,
        missing="Skriv varför personen kan vara jävig.",
        help_text="Personen kan inte arbeta i ärendet förrän en chef har avgjort frågan.",
    )

    def __init__(self, *args: Any, case: Case, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "person", colleagues(case, by))


# The grounds of kommunallagen 6:28, said of another than the one who reads.
GROUNDS = (
    (ConflictGround.PARTY.value, "Saken rör personen eller någon som står personen nära"),
    (ConflictGround.REPRESENTATIVE.value, "Personen har eller har haft uppdrag för den som söker"),
    (ConflictGround.SUPERVISION.value, "Saken rör tillsyn som personen har del i"),
    (ConflictGround.OTHER.value, "Något annat gör att opartiskheten kan ifrågasättas"),
)


class RulingForm(forms.Form):
    """How the question is ruled, and the reasons."""

    outcome = forms.ChoiceField(
        label="Hur avgör du frågan?",
        choices=[
            (ConflictOutcome.CONFLICTED, "Personen är jävig och lämnar ärendet"),
            (ConflictOutcome.DISREGARDED, "Jävet saknar uppenbart betydelse, personen får arbeta i ärendet"),
            (ConflictOutcome.NOT_CONFLICTED, "Personen är inte jävig och får arbeta i ärendet"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj hur frågan avgörs."},
    )
    ground = forms.ChoiceField(
        label="Om personen är jävig: varför?",
        required=False,
        choices=[("", "Välj"), *GROUNDS],
    )
    reasons = text_area("Skäl", max_length=1000, rows=4, missing="Skriv skälen.", help_text="Skälen sparas i ärendet.")
