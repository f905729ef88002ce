"""The formal check: in time, eligible, signed, complete (D-05)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.enums import ApplicationState
from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotReady, NotYours, StaleVersion
from applications.lifecycle.gates.grant import conflict_answered
from applications.models import Case
from portal import clock
from portal.accounts.models import User

from ..models import FormalCheck
from ..selectors import machine_check


def require_officer(case: Case, by: User) -> None:
    """The officer of the case, who has answered the jäv question. Raises NotYours or NotReady."""
    if not by.has_perm("applications.handle_case", case):
        raise NotYours(f"{by} does not handle {case}")
    application = case.application
    if missing := conflict_answered(application, by):
        raise NotReady(list(missing))


@transaction.atomic
def save(case: Case, *, values: Mapping[str, Any], version: int | None, by: User) -> FormalCheck:
    """Save the four answers and a note; None means not looked at (D-05).

    What the machine finds is kept beside the answers, as it was when they were given. An answer that is another than
    the machine's stands, with a note that says why (kommunallagen 6:38).
    Raises NotYours, NotReady, MovedOn, StaleVersion, or ValidationError for the note.
    """
    case = engine.lock(case)
    require_officer(case, by)
    application = case.application
    if application.state not in (ApplicationState.FORMAL_CHECK, ApplicationState.COMPLETION):
        raise MovedOn(application.get_state_display(), "Spara formell kontroll")
    check = FormalCheck.objects.select_for_update().filter(case=case).first() or FormalCheck(case=case, version=0)
    if version is not None and check.version and check.version != version:
        raise StaleVersion
    for field in ("in_time", "eligible", "signed", "complete", "note"):
        if field in values:
            setattr(check, field, values[field])
    found = machine_check.found(application)
    against = machine_check.against({name: getattr(check, name) for name in machine_check.QUESTIONS}, found)
    if against and not check.note.strip():
        raise ValidationError({"note": " ".join([*against, "Skriv varför."])})
    check.found = {name: row.as_json() for name, row in found.items()}
    check.checked_by = by
    check.checked_at = clock.now()
    check.version += 1
    check.save()
    return check
