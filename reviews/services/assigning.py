"""Giving many cases to one officer at a time, each as if it were alone, with a report of how it went."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from applications.lifecycle.engine import MoveRefused
from applications.models import Case
from applications.services import handling
from portal.accounts.models import User

from ..selectors.standing import application_of

NO_APPLICATION = "Ingen ansökan har kommit in i ärendet än."
NOT_YOURS = "Du fördelar inte ärenden hos den nämnden."
ALREADY = "Har redan den handläggaren."


@dataclass(frozen=True)
class Assigned:
    """How it went with one case; `why_not` is empty when it went."""

    case: Case
    why_not: str = ""


def assign_all(cases: Sequence[Case], *, officer: User, by: User) -> list[Assigned]:
    """Give each case to the officer (D-03). One transaction for each, so that one that is refused stops no other.

    Consequences of each: as `handling.assign`. Raises nothing: what was refused is told beside the case.
    """
    return [Assigned(case, _assign(case, officer, by)) for case in cases]


def _assign(case: Case, officer: User, by: User) -> str:
    application = application_of(case)
    if not by.has_perm("applications.assign_case", case):
        return NOT_YOURS
    if application is None:
        return NO_APPLICATION
    if case.officer_id == officer.pk:
        return ALREADY
    try:
        handling.assign(application, officer=officer, by=by)
    except ValidationError as faults:
        return " ".join(faults.messages)
    except MoveRefused as refused:
        return str(refused)
    return ""
