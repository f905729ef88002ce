"""Ending a project before its time: asked for or thought of, warned, answered, proposed, approved (domain.md §7.4)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock, dates
from portal.accounts.models import User

from ..enums import EarlyCloseReason, EarlyCloseState
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotYours, StaleVersion
from ..lifecycle.gates.early_close import RUNNING, last_day_faults
from ..models import EarlyClose, Project
from ..notifications import early_close as notices

FIELDS = ("reason", "grounds", "last_day", "final_due_on", "public_text")
WRITABLE = (EarlyCloseState.DRAFT, EarlyCloseState.WARNED)
SHORTEST_ANSWER_DAYS = 14  # a reasonable time to answer a warning (förvaltningslagen 25 §)
SHORTEST_FINAL_DAYS = 14  # nobody writes a final report from one day to the next


def open_closing(project: Project) -> EarlyClose | None:
    """The project's early close that is thought of, on its way or decided; one that was dropped does not count."""
    return project.early_closes.exclude(state=EarlyCloseState.DROPPED).first()


def _begin(project: Project, **columns: Any) -> EarlyClose:
    if project.state not in RUNNING:
        raise MovedOn(project.get_state_display(), "Avsluta i förtid")
    if open_closing(project) is not None:
        raise MovedOn("Ett avslut i förtid har redan börjat", "Avsluta i förtid")
    return EarlyClose(case=project.case, project=project, **columns)


@transaction.atomic
def ask(project: Project, *, text: str, by: User) -> EarlyClose:
    """The applicant's lead or signatory asks that the project ends before its time.

    Consequences: the officer gets a draft with the applicant's reason, and a mail. No warning is needed then.
    Raises NotYours, MovedOn for a project that does not run or is being ended, ValidationError without a text.
    """
    if not by.has_perm("applications.ask_early_close", project):
        raise NotYours(f"{by} may not ask for {project}")
    project = engine.lock(project)
    if not text.strip():
        raise ValidationError({"text": "Skriv varför ni vill avsluta projektet och från vilken dag."})
    known = open_closing(project)
    if known is not None and known.state in WRITABLE and not known.is_requested:
        closing = known  # thought of here already: the applicant's own wish comes beside it
        closing.version += 1
    else:
        closing = _begin(project, reason=EarlyCloseReason.OWN_REQUEST)
    closing.request, closing.requested_by, closing.requested_at = text, by, clock.now()
    closing.full_clean(exclude=["case", "project", "proposed_by", "approved_by", "commented_by", "decision"])
    closing.save()
    notices.asked(closing)
    return closing


@transaction.atomic
def save(project: Project, *, values: Mapping[str, Any], version: int | None, by: User) -> EarlyClose:
    """Save the officer's draft; a warning that has gone out stands. `version` None or 0 begins one.

    Raises NotYours, MovedOn, StaleVersion, ValidationError for days that do not fit the project.
    """
    if not by.has_perm("applications.run_project", project):
        raise NotYours(f"{by} does not handle {project}")
    project = engine.lock(project)
    closing = open_closing(project) or _begin(project, version=0)
    if closing.version and closing.state not in WRITABLE:
        raise MovedOn(closing.get_state_display(), "Spara förslaget")
    if version is not None and closing.version != version:
        raise StaleVersion
    for field in FIELDS:
        if field in values:
            setattr(closing, field, values[field])
    _check_days(closing)
    closing.saved_at = clock.now()
    closing.version += 1
    closing.full_clean(
        exclude=["case", "project", "requested_by", "commented_by", "proposed_by", "approved_by", "decision"]
    )
    closing.save()
    return closing


def _check_days(closing: EarlyClose) -> None:
    faults: dict[str, str] = {}
    if closing.last_day is not None and (told := last_day_faults(closing.project, closing.last_day)):
        faults["last_day"] = told[0]
    if closing.final_due_on is not None:
        closing.final_due_on = dates.legal_deadline(closing.final_due_on)
        first = max(clock.today(), closing.last_day or clock.today()) + timedelta(days=SHORTEST_FINAL_DAYS)
        if closing.final_due_on < first:
            faults["final_due_on"] = f"Ge dem minst två veckor. Första möjliga dag är {dates.long(first)}."
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def warn(closing: EarlyClose, *, comment_due: date, by: User) -> EarlyClose:
    """Tell the applicant what is considered and why, and by which day to answer (B-42, förvaltningslagen 25 §).

    Consequences: state warned; mail to those who lead, account and sign; their page shows the grounds and takes an
    answer. An earlier answer, to an earlier warning, is kept. Raises NotYours, MovedOn, NotReady, and ValidationError
    for a day that is too near.
    """
    closing = engine.lock(closing)
    first = clock.today() + timedelta(days=SHORTEST_ANSWER_DAYS)
    if comment_due < first:
        raise ValidationError({"comment_due": f"Ge minst två veckor. Första möjliga dag är {dates.long(first)}."})
    engine.perform(
        closing,
        "warn",
        by=by,
        warned_at=clock.now(),
        warning=closing.grounds,
        comment_due=dates.legal_deadline(comment_due),
        commented_at=None,
        commented_by=None,
    )
    notices.warned(closing)
    return closing


@transaction.atomic
def comment(closing: EarlyClose, *, text: str, by: User) -> EarlyClose:
    """The applicant answers the warning; what is said later replaces it as long as the time runs.

    Consequences: the answer stands beside the grounds, and the officer gets a mail. Raises NotYours, MovedOn when
    nothing is asked, ValidationError without a text.
    """
    if not by.has_perm("applications.ask_early_close", closing):
        raise NotYours(f"{by} may not answer for {closing}")
    closing = engine.lock(closing)
    if closing.state != EarlyCloseState.WARNED:
        raise MovedOn(closing.get_state_display(), "Svara")
    if not text.strip():
        raise ValidationError({"text": "Skriv ert svar."})
    closing.comment, closing.commented_by, closing.commented_at = text, by, clock.now()
    closing.version += 1
    closing.save(update_fields=["comment", "commented_by", "commented_at", "version"])
    notices.commented(closing)
    return closing


@transaction.atomic
def submit(closing: EarlyClose, *, by: User) -> EarlyClose:
    """Hand the proposal to the head of unit. Raises NotYours, MovedOn, NotReady."""
    closing = engine.lock(closing)
    engine.perform(closing, "submit", by=by, proposed_by=by)
    return closing


@transaction.atomic
def send_back(closing: EarlyClose, *, reason: str, by: User) -> EarlyClose:
    """The head sends it back with a reason; the officer may write again."""
    closing = engine.lock(closing)
    engine.perform(closing, "return", by=by, reason=reason)
    return closing


@transaction.atomic
def approve(closing: EarlyClose, *, by: User) -> EarlyClose:
    """The head approves: it can be put on an agenda, or be decided on delegation when the applicant asked for it."""
    closing = engine.lock(closing)
    engine.perform(closing, "approve", by=by, approved_by=by)
    return closing


@transaction.atomic
def drop(closing: EarlyClose, *, reason: str, by: User) -> EarlyClose:
    """The project goes on after all. Consequences: state dropped; who was warned or asked gets a mail.

    Raises NotYours, MovedOn, NotReady.
    """
    closing = engine.lock(closing)
    engine.perform(closing, "drop", by=by, reason=reason)
    if closing.warned_at is not None or closing.is_requested:
        notices.dropped(closing)
    return closing
