"""What is told from the day an application comes in until it is decided (B-01, B-03, B-04, B-06)."""

from portal.accounts.models import User

from ..enums import CaseSource, OfficerRole
from ..models import ApplicationVersion, Case, CompletionRequest, Notice
from ..selectors import people
from . import telling


def received(version: ApplicationVersion) -> list[Notice]:
    """To everybody who writes at the applicant: the application has come in (B-01, förvaltningslagen 6 §)."""
    application = version.application
    case = application.case
    return telling.tell(
        "received",
        event=f"version:{version.pk}:received",
        case=case,
        recipients=people.once(_sent_by(version), people.writers(case)),
        application=application,
        version=version,
        link=telling.page_of(case),
    )


def _sent_by(version: ApplicationVersion) -> list[User]:
    """Whoever sent it in; of what came on paper that is the officer who registered it, who needs no mail."""
    return [version.submitted_by] if version.application.case.source == CaseSource.PORTAL else []


def officer_assigned(case: Case) -> list[Notice]:
    """To the project's leads: who handles the case (B-03). Every change of officer is told, each once."""
    officer = case.officer
    if officer is None:
        return []
    assignment = case.assignments.filter(role=OfficerRole.OFFICER, ended_at=None).first()
    return telling.tell(
        "officer_assigned",
        event=f"assignment:{assignment.pk}" if assignment else f"case:{case.pk}:officer:{officer.pk}",
        case=case,
        recipients=people.leads(case),
        officer=officer,
        link=telling.page_of(case),
    )


def taken_over(case: Case, *, former: User, by: User) -> list[Notice]:
    """To the officer that the case was taken over from."""
    assignment = case.assignments.filter(role=OfficerRole.OFFICER, ended_at=None).get()
    return telling.tell(
        "taken_over",
        event=f"assignment:{assignment.pk}:taken_over",
        case=case,
        recipients=[former],
        officer=by,
        reason=assignment.reason,
        link=telling.desk(),
    )


def completion_requested(request: CompletionRequest) -> list[Notice]:
    """To everybody who writes at the applicant: what is asked for, by when (B-04)."""
    case = request.case
    return telling.tell(
        "completion_requested",
        event=f"completion:{request.pk}:requested",
        case=case,
        recipients=people.writers(case),
        request=request,
        count=request.items.count(),
        link=telling.page_of(case),
    )


def completion_received(request: CompletionRequest) -> list[Notice]:
    """To the one who answered and the leads (B-06), and to the officer that there is something to read."""
    case = request.case
    answered_by = [request.answered_by] if request.answered_by else []
    notices = telling.tell(
        "completion_received",
        event=f"completion:{request.pk}:received",
        case=case,
        recipients=people.once(answered_by, people.leads(case)),
        request=request,
        link=telling.page_of(case),
    )
    return notices + telling.tell(
        "completion_to_read",
        event=f"completion:{request.pk}:to_read",
        case=case,
        recipients=people.officers(case),
        request=request,
        link=telling.desk(),
    )
