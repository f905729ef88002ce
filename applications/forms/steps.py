"""Which project of the step before an application continues."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from portal.accounts.models import Organisation
from portal.forms import choose_among

from ..models import Project
from .ideas import WhoForm


class ProjectChoice(forms.ModelChoiceField):
    """A project by name, number and state; who owns it is told when it is somebody else."""

    def label_from_instance(self, obj: Project) -> str:
        return f"{obj.case.title}, {obj.case.dnr}, {obj.case.organisation.name}. {obj.get_state_display()}."


def _choice(*, required: bool) -> ProjectChoice:
    return ProjectChoice(
        Project.objects.none(),
        label="Vilket projekt fortsätter ni?",
        required=required,
        blank=not required,
        widget=forms.RadioSelect,
        empty_label=None if required else "Vi väljer det senare",
        help_text="Vi tar med parter, mål och det ni skrev om projektet, så att ni kan arbeta vidare med det.",
        error_messages={
            "required": "Välj vilket projekt ni fortsätter.",
            "invalid_choice": "Välj ett av projekten i listan.",
        },
    )


class StartForm(WhoForm):
    """Who applies, and which project it goes on from where the call is a later step."""

    continues = _choice(required=False)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], projects: QuerySet[Project], **kwargs: Any):
        super().__init__(*args, organisations=organisations, **kwargs)
        choose_among(self, "continues", projects)
        if not projects.exists():
            del self.fields["continues"]


class StepForm(forms.Form):
    continues = _choice(required=True)

    def __init__(self, *args: Any, projects: QuerySet[Project], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_among(self, "continues", projects)
