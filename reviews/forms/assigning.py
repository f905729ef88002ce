"""Choosing who handles a case."""

from django import forms
from django.db.models import QuerySet

from applications.models import Case
from applications.selectors.partnership import as_compared, steering_names
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import StaffRole, User
from portal.forms import choose_among

from .moving import MoveForm, text_area


def officers_for(case: Case) -> QuerySet[User]:
    """Officers of the case's board today who are not jäviga and do not work for the applicant."""
    today = clock.today()
    roles = StaffRole.objects.valid_on(today).filter(role=StaffRoleName.CASE_OFFICER, board=case.board_id)
    hindered = case.conflicts.filter(is_conflicted=True).values("user")
    people = User.objects.filter(is_active=True, pk__in=roles.values("user")).exclude(pk__in=hindered)
    other_side = case.organisation.memberships.valid_on(today).values("user")
    signs = case.organisation.signing_mandates.valid_on(today).values("user")
    return people.exclude(pk__in=other_side).exclude(pk__in=signs).order_by("name")


class AssignForm(MoveForm):
    officer = forms.ModelChoiceField(
        User.objects.none(),
        label="Handläggare",
        empty_label="Välj",
        error_messages={"required": "Välj vem som ska handlägga ärendet."},
    )
    co_officer = forms.ModelChoiceField(
        User.objects.none(),
        label="Medhandläggare",
        required=False,
        empty_label="Ingen",
        help_text="Frivilligt. En andra läsare som gör en egen bedömning.",
    )

    def prepare(self) -> None:
        case: Case = self.obj.case
        people = officers_for(case)
        seated = steering_names(case)
        hindered = [person for person in people if as_compared(person.name) in seated] if seated else []
        for name in ("officer", "co_officer"):
            choose_among(self, name, people.exclude(pk__in=[person.pk for person in hindered]))
        if hindered:
            names = " och ".join(person.name for person in hindered)
            self.fields["officer"].help_text = f"{names} sitter i projektets styrgrupp, är jävig och kan inte väljas."
        held = {row.role: row.user_id for row in case.assignments.filter(ended_at=None)}
        self.initial = {"officer": case.officer_id, "co_officer": held.get("co_officer")} | dict(self.initial)


class TakeOverForm(forms.Form):
    """Why a colleague's case is taken over."""

    reason = text_area(
        "Varför tar du över ärendet?",
        max_length=500,
        rows=3,
        missing="Skriv varför du tar över ärendet.",
        help_text="Till exempel att kollegan är sjuk. Skälet sparas i ärendet.",
    )
