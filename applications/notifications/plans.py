"""What is told about the projektplan: a new version to the officer, what the officer thinks to the project (F-05)."""

from ..models import Notice, ProjectPlanVersion
from ..selectors import people
from . import telling


def plan_written(plan: ProjectPlanVersion) -> list[Notice]:
    """To the officer: there is a new version to read."""
    return telling.tell(
        "plan_written",
        event=f"plan:{plan.pk}:written",
        case=plan.case,
        recipients=people.officers(plan.case),
        plan=plan,
        link=telling.desk(),
    )


def plan_read(plan: ProjectPlanVersion) -> list[Notice]:
    """To those who lead the project: the version is approved, or there is something to change."""
    return telling.tell(
        "plan_approved" if plan.is_approved else "plan_feedback",
        event=f"plan:{plan.pk}:read",
        case=plan.case,
        recipients=people.leads(plan.case),
        plan=plan,
        link=telling.address("applications:project_plan", plan.project_id),
    )
