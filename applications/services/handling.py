"""The officer's first steps: assigned, jäv answered, preparation begun, case closed."""

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock
from portal.accounts.enums import CASE_ROLES, StaffRoleName
from portal.accounts.models import User

from ..enums import ApplicationState, OfficerRole
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotReady, NotYours
from ..lifecycle.gates.grant import conflict_answered
from ..models import Application, Assignment, Case, ConflictDeclaration
from ..notifications import applications as notices
from ..rules import is_other_side
from ..selectors.partnership import sits_in_steering
from . import conflicts

# From the first assignment until the case is over.
HELD_BY_OFFICER = (
    ApplicationState.FORMAL_CHECK,
    ApplicationState.COMPLETION,
    ApplicationState.PREPARATION,
    ApplicationState.PROPOSED,
    ApplicationState.ON_AGENDA,
    ApplicationState.WITHDRAWN,
    ApplicationState.DECIDED,
)


def _hold(case: Case, user: User, role: OfficerRole, by: User, *, reason: str = "") -> None:
    now = clock.now()
    case.assignments.filter(role=role, ended_at=None).exclude(user=user).update(ended_at=now)
    given = {"user": user, "assigned_by": by, "reason": reason}
    Assignment.objects.get_or_create(case=case, role=role, ended_at=None, defaults=given)


def _may_hold(case: Case, user: User, field: str) -> None:
    if case.board_id not in user.boards_as(StaffRoleName.CASE_OFFICER):
        raise ValidationError({field: f"{user.name} är inte handläggare hos {case.board.definite.lower()}."})
    if case.conflicts.filter(user=user, is_conflicted=True).exists():
        raise ValidationError({field: f"{user.name} är jävig i ärendet. Välj någon annan."})
    if is_other_side(user, case):
        raise ValidationError({field: f"{user.name} arbetar hos sökanden. Välj någon annan."})
    if sits_in_steering(case, user):
        text = f"{user.name} står som medlem i projektets styrgrupp och är då jävig. Välj någon annan."
        raise ValidationError({field: text})


@transaction.atomic
def assign(application: Application, *, officer: User, by: User, co_officer: User | None = None) -> Application:
    """Give the case to an officer (D-03). Before the formal check this starts it; later it only changes officer.

    Consequences: assignment rows, and without `co_officer` nobody is second reader any longer; the case's officer;
    state formal check the first time; mail B-03 to the applicant.
    Raises NotYours, MovedOn, NotReady, ValidationError for a person who cannot hold the case.
    """
    application = engine.lock(application)
    case = application.case
    if not by.has_perm("applications.assign_case", application):
        raise NotYours(f"{by} may not assign {case}")
    _may_hold(case, officer, "officer")
    if co_officer is not None:
        _may_hold(case, co_officer, "co_officer")
        if co_officer == officer:
            raise ValidationError({"co_officer": "Medhandläggaren måste vara en annan än handläggaren."})
    if application.state == ApplicationState.REGISTERED:
        engine.perform(application, "assign", by=by)
    _hold(case, officer, OfficerRole.OFFICER, by)
    if co_officer is not None:
        _hold(case, co_officer, OfficerRole.CO_OFFICER, by)
    else:
        case.assignments.filter(role=OfficerRole.CO_OFFICER, ended_at=None).update(ended_at=clock.now())
    Case.objects.filter(pk=case.pk).update(officer=officer)
    case.officer = officer
    notices.officer_assigned(case)
    return application


@transaction.atomic
def take_over(application: Application, *, reason: str, by: User) -> Application:
    """An officer of the board takes the case over from a colleague or from nobody, and says why (domain.md §2.2).

    Consequences: an assignment with the reason, which the history tells; the former officer is told by mail, and the
    applicant who handles the case now (B-03). Raises NotYours, NotReady while one's own jäv question is open, MovedOn
    before the first assignment or when the case is over, ValidationError.
    """
    application = engine.lock(application)
    case = application.case
    if not by.has_perm("applications.take_over_case", application) or case.officer_id == by.pk:
        raise NotYours(f"{by} may not take over {case}")
    if missing := conflict_answered(application, by):
        raise NotReady(list(missing))
    if application.state not in HELD_BY_OFFICER:
        raise MovedOn(application.get_state_display(), "Ta över ärendet")
    if not reason.strip():
        raise ValidationError({"reason": "Skriv varför du tar över ärendet."})
    _may_hold(case, by, "reason")
    former = case.officer
    case.assignments.filter(user=by, role=OfficerRole.CO_OFFICER, ended_at=None).update(ended_at=clock.now())
    _hold(case, by, OfficerRole.OFFICER, by, reason=reason.strip())
    Case.objects.filter(pk=case.pk).update(officer=by)
    case.officer = by
    notices.officer_assigned(case)
    if former is not None:
        notices.taken_over(case, former=former, by=by)
    return application


@transaction.atomic
def declare_conflict(
    case: Case, *, is_conflicted: bool, by: User, ground: str = "", note: str = ""
) -> ConflictDeclaration:
    """Answer the jäv question (kommunallagen 6:28–30, 7:4; D-04).

    A no may become a yes later, since a person who becomes jävig must say so at once; back again only by a head's
    ruling. Consequences of a yes: the case is hidden from the person everywhere, loses its officer if it was that
    person, and mails about it that wait for the person are taken back; of staff the question is open until a head of
    unit has ruled, and the heads are told by mail. A member's yes the board tries itself at the meeting (6:30).
    Raises NotYours, or ValidationError for a second answer, a yes without ground, or a no from somebody who sits in
    the project's steering group (F-16).
    """
    case = engine.lock(case)
    if not by.has_perm("applications.declare_conflict", case):
        raise NotYours(f"{by} has nothing to declare in {case}")
    if not is_conflicted and sits_in_steering(case, by):
        raise ValidationError({"answer": conflicts.IN_STEERING})
    answer = case.conflicts.filter(user=by).first()
    if answer is None or not is_conflicted or answer.is_conflicted:
        answer = ConflictDeclaration(case=case, user=by)
    answer.is_conflicted = is_conflicted
    answer.ground = ground if is_conflicted else ""
    answer.note = note
    answer.declared_at = clock.now()
    answer.full_clean()
    answer.save()
    if is_conflicted:
        conflicts.leave(case, by)
        if case.board_id in by.boards_as(*CASE_ROLES):
            conflicts.ask(case, by, by=by, why=note)
    return answer


@transaction.atomic
def start_preparation(application: Application, *, by: User) -> Application:
    """The application is complete and is prepared. Raises NotYours, MovedOn, NotReady."""
    application = engine.lock(application)
    engine.perform(application, "start_preparation", by=by)
    return application


@transaction.atomic
def close(application: Application, *, by: User) -> Application:
    """Close the case when nothing is left in it. Raises NotYours, MovedOn, NotReady."""
    application = engine.lock(application)
    engine.perform(application, "close", by=by)
    return application
