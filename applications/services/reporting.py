"""Progress reports and the final report: opened, written, handed in, sent back, approved."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from portal import clock
from portal.accounts.models import User

from ..enums import ReportState
from ..lifecycle import engine
from ..lifecycle.engine import SYSTEM, MovedOn, NotYours
from ..models import Report
from ..notifications import projects as notices
from . import obligations

CONTENT = (
    "summary",
    "activities",
    "goals",
    "lessons",
    "signs_of_change",
    "longevity",
    "reached",
    "reached_girls",
    "reached_boys",
    "deviations",
    "next_steps",
    "long_term_follow_up",
    "recommendation",
    "recommendation_note",
)
WRITABLE = (ReportState.OPEN, ReportState.DRAFT, ReportState.COMPLETION)


def open_report(report: Report) -> Report:
    """The system opens it fourteen days before its period ends (domain.md §7.5)."""
    engine.perform(report, "open", by=SYSTEM)
    return report


@transaction.atomic
def save(report: Report, *, values: Mapping[str, Any], version: int | None, by: User) -> Report:
    """Save the draft. Raises NotYours, StaleVersion, or MovedOn when it cannot be written in now."""
    if not by.has_perm("applications.write_report", report):
        raise NotYours(f"{by} does not write {report}")
    report = engine.lock_at(report, version)
    if report.state not in WRITABLE:
        raise MovedOn(report.get_state_display(), "Spara")
    if report.state == ReportState.OPEN:
        engine.perform(report, "begin", by=by)
    for field in CONTENT:
        if field in values:
            setattr(report, field, values[field])
    report.version += 1
    report.saved_at, report.saved_by = clock.now(), by
    report.save()
    return report


@transaction.atomic
def submit(report: Report, *, by: User) -> Report:
    """Hand the report in: the obligation is fulfilled and the officer told. Raises NotYours, MovedOn, NotReady."""
    report = engine.lock(report)
    engine.perform(report, "submit", by=by, shared_at=report.shared_at or clock.now())
    obligations.fulfil(report.obligation)
    notices.report_submitted(report)
    return report


@transaction.atomic
def send_back(report: Report, *, note: str, by: User) -> Report:
    """Ask for more, with a note in plain words; mail B-33. Raises NotYours, MovedOn, NotReady."""
    report = engine.lock(report)
    engine.perform(report, "return_for_completion", by=by, reason=note, review_note=note)
    notices.report_returned(report)
    return report


@transaction.atomic
def approve(report: Report, *, by: User, note: str = "") -> Report:
    """Approve the report; the claim of the same period may then be approved. Mail B-33."""
    report = engine.lock(report)
    engine.perform(report, "approve", by=by, review_note=note)
    notices.report_approved(report)
    return report
