"""The officer's first steps: assigned, jäv answered, preparation begun, case closed."""

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import User

from ..enums import ApplicationState, OfficerRole
from ..lifecycle import engine
from ..lifecycle.engine import NotYours
from ..models import Application, Assignment, Case, ConflictDeclaration
from ..notifications import applications as notices
from ..rules import is_other_side
from ..selectors.partnership import sits_in_steering

IN_STEERING = "Du står som medlem i projektets styrgrupp. Då är du jävig."


def _hold(case: Case, user: User, role: OfficerRole, by: User) -> None:
    now = clock.now()
    case.assignments.filter(role=role, ended_at=None).exclude(user=user).update(ended_at=now)
    Assignment.objects.get_or_create(case=case, role=role, ended_at=None, defaults={"user": user, "assigned_by": by})


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

    Consequences: assignment rows; the case's officer; state formal check the first time; mail B-03 to the applicant.
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
    Case.objects.filter(pk=case.pk).update(officer=officer)
    case.officer = officer
    notices.officer_assigned(case)
    return application


@transaction.atomic
def declare_conflict(
    case: Case, *, is_conflicted: bool, by: User, ground: str = "", note: str = ""
) -> ConflictDeclaration:
    """Answer the jäv question (kommunallagen 6:28–30, 7:4; D-04).

    A no may become a yes later, since a person who becomes jävig must say so at once; never the other way.
    Consequences of a yes: the case is hidden from the person everywhere, and loses its officer if it was that person.
    Raises NotYours, or ValidationError for a second answer, a yes without ground, or a no from somebody who sits in
    the project's steering group (F-16).
    """
    case = engine.lock(case)
    if not by.has_perm("applications.declare_conflict", case):
        raise NotYours(f"{by} has nothing to declare in {case}")
    if not is_conflicted and sits_in_steering(case, by):
        raise ValidationError({"answer": IN_STEERING})
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
        case.assignments.filter(user=by, ended_at=None).update(ended_at=clock.now())
        if case.officer_id == by.pk:
            Case.objects.filter(pk=case.pk).update(officer=None)
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
