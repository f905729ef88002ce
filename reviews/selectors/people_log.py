"""Who has held a case and who is outside it, as lines of its history."""

from collections.abc import Iterator
from datetime import datetime

from applications.enums import ConflictOutcome, OfficerRole
from applications.models import Case

Told = tuple[datetime, str, str]  # when, what, icon

RULED = {
    ConflictOutcome.CONFLICTED: "är jävig och är utanför ärendet",
    ConflictOutcome.DISREGARDED: "får arbeta i ärendet, jävet saknar betydelse",
    ConflictOutcome.NOT_CONFLICTED: "är inte jävig",
}


def of_case(case: Case, limit: int | None = None) -> list[Told]:
    """Assignments, answers of yes to the jäv question and rulings, newest first. Three queries."""
    told = [*_assigned(case, limit), *_conflicts(case, limit)]
    return sorted(told, key=lambda row: row[0], reverse=True)[:limit]


def _assigned(case: Case, limit: int | None) -> Iterator[Told]:
    for row in case.assignments.select_related("user", "assigned_by").order_by("-assigned_at", "pk")[:limit]:
        if row.role == OfficerRole.CO_OFFICER:
            text = f"{row.assigned_by.name} gjorde {row.user.name} till medhandläggare."
        elif row.reason:
            text = f"{row.user.name} tog över ärendet. {row.reason}"
        else:
            text = f"{row.assigned_by.name} gjorde {row.user.name} till handläggare."
        yield row.assigned_at, text, "user"


def _conflicts(case: Case, limit: int | None) -> Iterator[Told]:
    for declared in case.conflicts.filter(is_conflicted=True).select_related("user").order_by("-declared_at")[:limit]:
        yield declared.declared_at, f"{declared.user.name} är utanför ärendet på grund av jäv.", "scale"
    rows = case.conflict_rulings.select_related("user", "asked_by", "ruled_by").order_by("-asked_at", "pk")
    for row in rows[:limit]:
        if row.asked_by_id != row.user_id:
            yield row.asked_at, f"{row.asked_by.name} väckte frågan om {row.user.name} är jävig. {row.why}", "scale"
        if row.ruled_by is not None and row.ruled_at is not None:
            how = RULED[ConflictOutcome(row.outcome)]
            yield row.ruled_at, f"{row.ruled_by.name} avgjorde att {row.user.name} {how}. {row.reasons}", "scale"
