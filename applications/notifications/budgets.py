"""What is told about the new budget of a project that was given less than it asked for (domain.md §9 case 15)."""

from ..models import Notice, Project
from ..selectors import people
from . import telling


def new_budget_handed_in(project: Project) -> list[Notice]:
    """To the officer: the new budget is there to read."""
    return telling.tell(
        "new_budget_handed_in",
        event=f"project:{project.pk}:new_budget:{project.version}",
        case=project.case,
        recipients=people.officers(project.case),
        project=project,
        link=telling.desk(),
    )


def new_budget_approved(project: Project) -> list[Notice]:
    """To the leads, economists and those who may bind the applicant: the decision can be accepted."""
    return _to_applicant("new_budget_approved", project)


def new_budget_returned(project: Project) -> list[Notice]:
    """To the same: the budget is open again, and what must be changed stands in the case."""
    return _to_applicant("new_budget_returned", project)


def _to_applicant(kind: str, project: Project) -> list[Notice]:
    case = project.case
    return telling.tell(
        kind,
        event=f"project:{project.pk}:{kind}:{project.version}",
        case=case,
        recipients=people.once(people.leads(case), people.economists(case), people.signatories(case)),
        project=project,
        link=telling.page_of(case),
    )
