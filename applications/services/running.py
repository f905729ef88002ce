"""The project from start to settled. Starting and nearing the end may be marked by jobs; the rest people decide."""

from typing import Any

from django.db import transaction

from portal import clock
from portal.accounts.models import User

from ..enums import PhaseKind
from ..lifecycle import engine
from ..lifecycle.engine import NotYours
from ..models import Condition, Project
from ..notifications import projects as notices
from . import funds, phases


@transaction.atomic
def start(project: Project, *, by: Any) -> Project:
    """The start day has come. `by` is a person or the system."""
    project = engine.lock(project)
    engine.perform(project, "start", by=by)
    return project


@transaction.atomic
def implement(project: Project, *, by: User) -> Project:
    """The start-up is done: staffed, met, planned (G-08)."""
    project = engine.lock(project)
    engine.perform(project, "implement", by=by)
    return project


@transaction.atomic
def close(project: Project, *, by: Any) -> Project:
    """Ninety days before the end the closing begins, with its list of what to do (G-12). `by`: person or system."""
    project = engine.lock(project)
    engine.perform(project, "close", by=by)
    phases.begin(project, PhaseKind.CLOSING)
    return project


@transaction.atomic
def approve_final(project: Project, *, by: User) -> Project:
    """Every report is approved and every claim examined: the project is final reported."""
    project = engine.lock(project)
    engine.perform(project, "final_report", by=by)
    return project


@transaction.atomic
def settle(project: Project, *, by: User) -> Project:
    """Everything is paid: the project is settled (D-32). Mail B-52. Raises NotYours, MovedOn, NotReady.

    Earmarked money that its decision bound and that was not paid is returned.
    """
    project = engine.lock(project)
    engine.perform(project, "settle", by=by, settled_at=clock.now())
    funds.give_back(project, by=by, note="Projektet är slutreglerat")
    notices.settled(project)
    return project


@transaction.atomic
def fulfil_condition(condition: Condition, *, by: User) -> Condition:
    """Tick that a condition of the decision is met. Raises NotYours for anyone but the officer."""
    if not by.has_perm("applications.run_project", condition.decision):
        raise NotYours(f"{by} may not tick {condition}")
    engine.lock(condition.decision)
    if condition.fulfilled_at is None:
        condition.fulfilled_at = clock.now()
        condition.fulfilled_by = by
        condition.save(update_fields=["fulfilled_at", "fulfilled_by"])
    return condition
