"""Asking for completion and answering it: only the named sections open, and a new version is frozen."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock, dates
from portal.accounts.models import User
from portal.files import storing

from .. import questions, reminders
from ..enums import ApplicationState, ObligationKind
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotYours
from ..lifecycle.gates.completion import open_request
from ..models import Application, ApplicationVersion, Attachment, CompletionItem, CompletionRequest, Obligation
from ..notifications import applications as notices
from . import snapshots
from .submitting import freeze

SHORTEST_WORKING_DAYS = 5  # domain.md §3.3


@transaction.atomic
def request(
    application: Application, *, items: Sequence[Mapping[str, str]], due_on: date, why: str, by: User
) -> CompletionRequest:
    """Ask for what is missing (förvaltningslagen 20 §, D-06).

    Consequences: state completion; the sections of the items open for the applicant; an obligation with reminders;
    mail B-04. A due day that is no working day moves to the next. Raises NotYours, MovedOn, NotReady, and
    ValidationError for no items or a due day that is too near.
    """
    application = engine.lock(application)
    if not items:
        raise ValidationError({"items": "Skriv minst en sak som saknas."})
    first = dates.add_working_days(clock.today(), SHORTEST_WORKING_DAYS)
    if due_on < first:
        raise ValidationError(
            {"due_on": f"Ge minst fem arbetsdagar. Första möjliga dag är {dates.weekday_long(first)}."}
        )
    asked_in = application.state
    engine.perform(application, "request_completion", by=by)
    asked = CompletionRequest.objects.create(
        case=application.case,
        asked_by=by,
        asked_in=asked_in,
        due_on=dates.legal_deadline(due_on),
        why=why,
        before=snapshots.take(application),
    )
    CompletionItem.objects.bulk_create(
        CompletionItem(request=asked, section=item["section"], text=item["text"]) for item in items
    )
    obligation = Obligation.objects.create(
        case=application.case,
        kind=ObligationKind.COMPLETION,
        number=application.case.completions.count(),
        due_on=asked.due_on,
    )
    reminders.schedule(obligation, application.call_version)
    notices.completion_requested(asked)
    return asked


@transaction.atomic
def answer(application: Application, *, answers: Mapping[int, str], by: User) -> CompletionRequest:
    """Save answers, item by item; handing in is another step. An empty answer never wipes out one that is there:
    two people may answer from pages opened at different times. Raises NotYours, or MovedOn when nothing is asked."""
    if not by.has_perm("applications.answer_completion", application):
        raise NotYours(f"{by} may not answer for {application}")
    application = engine.lock(application)
    asked = open_request(application)
    if asked is None:
        raise MovedOn(application.get_state_display(), "Svara")
    for item in asked.items.all():
        if answers.get(item.pk, "").strip():
            item.answer = answers[item.pk]
            item.save(update_fields=["answer"])
    return asked


@transaction.atomic
def hand_in(application: Application, *, by: User) -> ApplicationVersion:
    """Hand in the completion. Late answers are received and marked (domain.md §9 case 36).

    Consequences: state back to where it was asked; next version frozen with receipt; obligation fulfilled, reminders
    cancelled; mail B-06 to both sides. Raises NotYours, MovedOn, NotReady.
    """
    application = engine.lock(application)
    asked = open_request(application)
    in_preparation = asked is not None and asked.asked_in == ApplicationState.PREPARATION
    now = clock.now()
    engine.perform(application, "answer_completion_in_preparation" if in_preparation else "answer_completion", by=by)
    assert asked is not None  # the gate has just seen it
    for attachment in questions.counted(application, unsent_attachments(application)):
        storing.move_to_record(attachment.file)
    _close(asked, now, by)
    version = freeze(application, at=now, by=by)
    notices.completion_received(asked)
    return version


@transaction.atomic
def end(application: Application, *, by: User) -> Application:
    """Go on without an answer when the time is over (domain.md §7.2). Late papers may still come in by other ways.

    Consequences: state back to where it was asked; edits that were never handed in are taken back and their files
    removed, since they are the applicant's own; obligation cancelled with its reminders.
    Raises NotYours, MovedOn, NotReady.
    """
    application = engine.lock(application)
    asked = open_request(application)
    in_preparation = asked is not None and asked.asked_in == ApplicationState.PREPARATION
    engine.perform(application, "end_completion_in_preparation" if in_preparation else "end_completion", by=by)
    assert asked is not None  # the gate has just seen it
    for attachment in unsent_attachments(application):
        file = attachment.file
        attachment.delete()
        storing.delete(file)
    snapshots.restore(application, asked.before)
    asked.items.update(answer="")
    _close(asked, clock.now(), None)
    return application


def unsent_attachments(application: Application) -> list[Attachment]:
    """Files put in since the request and not handed in yet: still the applicant's own."""
    return list(application.attachments.filter(file__key__startswith="draft/").select_related("file"))


def _close(asked: CompletionRequest, at: datetime, by: User | None) -> None:
    asked.answered_at = at
    asked.answered_by = by
    asked.save(update_fields=["answered_at", "answered_by"])
    for obligation in asked.case.obligations.filter(kind=ObligationKind.COMPLETION, fulfilled_at=None):
        if by is None:
            obligation.cancelled_at = at
        else:
            obligation.fulfilled_at = at
        obligation.save(update_fields=["fulfilled_at", "cancelled_at"])
        reminders.cancel(obligation)
