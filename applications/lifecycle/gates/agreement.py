"""What the applicant must give before the decision is accepted."""

from typing import Any

from ...models import Project
from ..registry import Missing, gate


@gate("account_is_given", holds="Kontot är ifyllt")
def account_is_given(project: Project, by: Any) -> list[Missing]:
    """Support without money needs no account."""
    if not project.decision.gives_money:
        return []
    return [] if project.bankgiro else [Missing("Skriv vilket konto vi ska betala till.", "bankgiro")]
