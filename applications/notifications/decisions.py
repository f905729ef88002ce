"""What is told about a decision: sent, to be accepted, legally final (B-20, B-22, B-26, B-27)."""

from ..enums import DecisionKind, ObligationKind
from ..models import Decision, Notice, Project
from ..selectors import people
from . import telling

MAILS = {
    DecisionKind.APPROVAL: "decision_approval",
    DecisionKind.PARTIAL: "decision_partial",
    DecisionKind.REJECTION: "decision_rejection",
    DecisionKind.DISCONTINUED: "decision_discontinued",
    DecisionKind.DISMISSED: "decision_dismissed",
}


def decision_dispatched(decision: Decision) -> list[Notice]:
    """To everybody who writes at the applicant: the decision is there to read (B-20 bifall, B-21 delvis, B-22 avslag,
    B-23 avvisning, B-24 avskrivning).

    Those who are to accept a bifall get the mail that asks for it (B-27) instead.
    """
    accepting = people.signatories(decision.case) if decision.grants else []
    return telling.tell(
        MAILS[DecisionKind(decision.kind)],
        event=f"decision:{decision.pk}:dispatched",
        case=decision.case,
        recipients=[person for person in people.writers(decision.case) if person not in accepting],
        decision=decision,
        project=getattr(decision, "project", None),
        link=telling.page_of(decision.case),
    )


def accept_decision(project: Project) -> list[Notice]:
    """To those who may bind the applicant: accept the decision, by when (B-27)."""
    obligation = project.case.obligations.filter(kind=ObligationKind.ACCEPTANCE, fulfilled_at=None).first()
    if obligation is None:
        return []
    return telling.tell(
        "accept_decision",
        event=f"project:{project.pk}:accept",
        case=project.case,
        recipients=people.signatories(project.case),
        project=project,
        due_on=obligation.due_on,
        link=telling.page_of(project.case),
    )


def legally_final(decision: Decision) -> list[Notice]:
    """To the leads and those who may bind the applicant: the decision has got laga kraft (B-26)."""
    return telling.tell(
        "legally_final",
        event=f"decision:{decision.pk}:final",
        case=decision.case,
        recipients=people.once(people.leads(decision.case), people.signatories(decision.case)),
        decision=decision,
        is_approval=decision.grants,
        link=telling.page_of(decision.case),
    )
