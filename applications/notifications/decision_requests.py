"""What is told when the applicant asks that the case is decided, and when that is refused (FL 12 §)."""

from ..models import DecisionRequest, Notice
from ..selectors import people
from . import telling


def asked(row: DecisionRequest) -> list[Notice]:
    """A receipt to everybody who writes at the applicant; and to the officer and the heads of unit, who answer."""
    case = row.case
    told = telling.tell(
        "decision_asked",
        event=f"decision_request:{row.pk}:asked",
        case=case,
        recipients=people.writers(case),
        asked=row,
        link=telling.address("applications:decision_request", case.pk),
    )
    return told + telling.tell(
        "decision_asked_to_staff",
        event=f"decision_request:{row.pk}:to_staff",
        case=case,
        recipients=people.once(people.officers(case), people.heads(case)),
        asked=row,
        link=telling.desk(),
    )


def refused(row: DecisionRequest) -> list[Notice]:
    """To everybody who writes at the applicant: it is refused, and where the reasons and how to appeal stand."""
    case = row.case
    return telling.tell(
        "decision_asked_refused",
        event=f"decision_request:{row.pk}:refused",
        case=case,
        recipients=people.writers(case),
        asked=row,
        link=telling.address("applications:decision_request", case.pk),
    )
