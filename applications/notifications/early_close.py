"""What is told about ending a project before its time: asked, warned, answered, dropped, ended (B-42, B-43)."""

from datetime import date

from portal.accounts.models import User

from ..models import EarlyClose, Notice, Project
from ..selectors import people
from . import telling


def _responsible(closing: EarlyClose | Project) -> list[User]:
    """Those at the applicant who lead the project, keep its accounts and may bind the organisation."""
    case = closing.case
    return people.once(people.leads(case), people.economists(case), people.signatories(case))


def asked(closing: EarlyClose) -> list[Notice]:
    """To the officer: the applicant wants to end the project."""
    return telling.tell(
        "early_close_asked",
        event=f"early_close:{closing.pk}:asked",
        case=closing.case,
        recipients=people.officers(closing.case),
        closing=closing,
        link=telling.desk(),
    )


def warned(closing: EarlyClose) -> list[Notice]:
    """To the applicant: we consider ending the project; read why and answer by a day (B-42)."""
    return telling.tell(
        "early_close_warned",
        event=f"early_close:{closing.pk}:warned:{closing.version}",
        case=closing.case,
        recipients=_responsible(closing),
        closing=closing,
        link=telling.address("applications:early_close", closing.project_id),
    )


def commented(closing: EarlyClose) -> list[Notice]:
    """To the officer: the applicant has answered the warning."""
    return telling.tell(
        "early_close_answered",
        event=f"early_close:{closing.pk}:answered:{closing.version}",
        case=closing.case,
        recipients=people.officers(closing.case),
        closing=closing,
        link=telling.desk(),
    )


def dropped(closing: EarlyClose) -> list[Notice]:
    """To the applicant who was warned, or asked: the project goes on."""
    return telling.tell(
        "early_close_dropped",
        event=f"early_close:{closing.pk}:dropped",
        case=closing.case,
        recipients=_responsible(closing),
        closing=closing,
        link=telling.page_of(closing.case),
    )


def closed_early(project: Project, due_on: date) -> list[Notice]:
    """To everybody who writes at the applicant: the project has ended, and what is still owed by when (B-43)."""
    return telling.tell(
        "closed_early",
        event=f"project:{project.pk}:closed_early",
        case=project.case,
        recipients=people.once(people.writers(project.case), people.signatories(project.case)),
        project=project,
        due_on=due_on,
        owes_final=project.reports.filter(is_final=True, obligation__fulfilled_at=None).exists(),
        owes_claim=project.claims.filter(is_final=True, obligation__fulfilled_at=None).exists(),
        link=telling.page_of(project.case),
    )
