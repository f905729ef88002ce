"""Handing a project on to another organisation for the next step, with a note in the file."""

from django.db import transaction

from applications.models import Project, StepLink
from applications.services import steps
from portal.accounts.models import Organisation, User

from . import notes


@transaction.atomic
def hand_on(project: Project, *, organisation: Organisation, reason: str, by: User) -> StepLink:
    """Let another organisation go on from the project; the reason stands in the case's history (domain.md §9 case 17).

    Raises NotYours, ValidationError.
    """
    link = steps.hand_on(project, organisation=organisation, reason=reason, by=by)
    text = f"{organisation.name}, {organisation.orgnr}, får fortsätta projektet i nästa steg. {link.reason}"
    notes.write(project.case, text=text, by=by)
    return link
