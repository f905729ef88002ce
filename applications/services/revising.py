"""The new budget of a project that was given less than it asked for: handed in, approved or sent back (§9 case 15)."""

from django.db import transaction

from portal import clock
from portal.accounts.models import User

from ..lifecycle import engine
from ..models import ApplicationVersion, Project
from ..notifications import budgets as notices
from .submitting import freeze

RECEIPT = "Kvittens på ny budget"


@transaction.atomic
def hand_in(project: Project, *, by: User) -> ApplicationVersion:
    """Hand in the new budget, written in the application's own (domain.md §7.4).

    Consequences: the next version of the application is frozen with it, with a receipt; the budget is closed for
    writing; mail to the officer. Raises NotYours, MovedOn, NotReady when it does not balance, or does not fit the
    decided share and highest amount.
    """
    project = engine.lock(project)
    engine.check(project, "hand_in_new_budget", by=by)
    version = freeze(project.case.application, at=clock.now(), by=by, receipt=RECEIPT)
    engine.perform(project, "hand_in_new_budget", by=by, new_budget=version)
    notices.new_budget_handed_in(project)
    return version


@transaction.atomic
def approve(project: Project, *, note: str = "", by: User) -> Project:
    """The officer approves it: the decision can be accepted now. Mail to the applicant. `note` is for them to read.

    Raises NotYours, MovedOn, NotReady.
    """
    project = engine.lock(project)
    engine.perform(
        project,
        "approve_new_budget",
        by=by,
        new_budget_note=note,
        new_budget_approved_at=clock.now(),
        new_budget_approved_by=by,
    )
    notices.new_budget_approved(project)
    return project


@transaction.atomic
def send_back(project: Project, *, note: str, by: User) -> Project:
    """The officer sends it back with a note: it opens for writing again. Mail to the applicant.

    The version that was handed in stays in the case. Raises NotYours, MovedOn, NotReady.
    """
    project = engine.lock(project)
    engine.perform(project, "return_new_budget", by=by, reason=note, new_budget=None, new_budget_note=note)
    notices.new_budget_returned(project)
    return project
