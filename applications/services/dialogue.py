"""Meetings that an officer calls: kick-off, dialogue, closing, gatherings; moved, cancelled, summed up (G-04, G-10)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock
from portal.accounts.models import User

from ..enums import DialogueKind
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotReady, NotYours
from ..lifecycle.gates.grant import conflict_answered
from ..models import Case, DialogueGuest, DialogueMeeting
from ..notifications import dialogue as notices

LONGEST_MINUTES = 600


@transaction.atomic
def call(
    *,
    kind: DialogueKind,
    cases: Sequence[Case],
    starts_at: datetime,
    minutes: int,
    place: str,
    topic: str,
    by: User,
) -> DialogueMeeting:
    """Call one case to a kick-off, dialogue or closing meeting, or several of a programme to a gathering.

    `starts_at` is an aware instant to come. Consequences: the meeting stands on both sides' pages; mail with a
    calendar file to those who lead each project. Raises NotYours, NotReady while the jäv question of the only case is
    open, ValidationError for a time that has passed, is taken, or cases of several programmes.
    """
    engine.lock_cases(case.pk for case in cases)
    _may_call(kind, cases, by)
    meeting = DialogueMeeting(
        programme=cases[0].programme,
        kind=kind,
        officer=by,
        starts_at=starts_at,
        minutes=minutes,
        place=place.strip(),
        topic=topic.strip(),
        called_at=clock.now(),
    )
    place_in_time([meeting])
    DialogueGuest.objects.bulk_create(
        DialogueGuest(meeting=meeting, case=case, booked_by=by, booked_at=clock.now()) for case in cases
    )
    notices.called(meeting)
    return meeting


def _may_call(kind: DialogueKind, cases: Sequence[Case], by: User) -> None:
    if not cases:
        raise ValidationError({"cases": "Välj minst ett projekt."})
    for case in cases:
        is_hidden = case.conflicts.filter(user=by, is_conflicted=True).exists()
        if is_hidden or not by.has_perm("applications.call_meeting", case):
            raise NotYours(f"{by} does not call {case}")
    if len({case.programme_id for case in cases}) > 1:
        raise ValidationError({"cases": "Alla som kallas ska höra till samma satsning."})
    if kind == DialogueKind.ADVICE or (kind != DialogueKind.GATHERING and len(cases) > 1):
        raise ValidationError({"kind": "Välj gemensam träff när flera projekt kallas."})
    if kind != DialogueKind.GATHERING and (missing := conflict_answered(DialogueGuest(case=cases[0]), by)):
        raise NotReady(list(missing))


def place_in_time(meetings: Sequence[DialogueMeeting]) -> None:
    """Check the meetings of one officer and save them. Raises ValidationError, with the control that mends it.

    The officer's row is locked, so that two windows do not put two meetings at one time.
    """
    officer = User.objects.select_for_update().get(pk=meetings[0].officer_id)
    first, last = min(row.starts_at for row in meetings), max(row.ends_at for row in meetings)
    near = DialogueMeeting.objects.filter(
        officer=officer,
        cancelled_at=None,
        starts_at__gt=first - timedelta(minutes=LONGEST_MINUTES),
        starts_at__lt=last,
    ).exclude(pk__in=[row.pk for row in meetings])
    others = list(near)
    for row in meetings:
        if row.starts_at <= clock.now():
            raise ValidationError({"day": "Tiden har redan varit. Välj en tid som kommer."})
        _check_place(row.place)
        if taken := _clash(row, others):
            raise ValidationError({"at": f"Då har du redan ett möte: {taken.when}. Välj en annan tid."})
        row.full_clean(exclude=["programme", "officer"])
    for row in meetings:
        row.save()


def _clash(row: DialogueMeeting, others: Iterable[DialogueMeeting]) -> DialogueMeeting | None:
    return next((one for one in others if one.starts_at < row.ends_at and row.starts_at < one.ends_at), None)


def _check_place(place: str) -> None:
    if not place:
        raise ValidationError({"place": "Skriv var mötet hålls, eller en länk till videomötet."})
    if "://" in place:
        parts = urlsplit(place)
        if parts.scheme != "https" or not parts.netloc or any(sign.isspace() for sign in place):
            text = "Länken ska börja med https:// och stå ensam, till exempel https://moten.example.se/rum."
            raise ValidationError({"place": text})


@transaction.atomic
def change(
    meeting: DialogueMeeting,
    *,
    starts_at: datetime,
    minutes: int,
    place: str,
    topic: str,
    version: int | None,
    by: User,
) -> DialogueMeeting:
    """Move the meeting, or change its place or topic, before it begins.

    Consequences: mail with a new calendar file to those called, when time or place is another. Raises NotYours,
    StaleVersion, MovedOn for one that has begun or is cancelled, ValidationError.
    """
    meeting = _kept(meeting, version, by, "Ändra mötet")
    if meeting.has_begun:
        raise MovedOn("Hållet", "Ändra mötet")
    is_moved = (meeting.starts_at, meeting.minutes, meeting.place) != (starts_at, minutes, place.strip())
    meeting.starts_at, meeting.minutes = starts_at, minutes
    meeting.place, meeting.topic = place.strip(), topic.strip()
    meeting.version += 1
    place_in_time([meeting])
    if is_moved:
        notices.changed(meeting)
    return meeting


@transaction.atomic
def cancel(meeting: DialogueMeeting, *, reason: str, version: int | None, by: User) -> DialogueMeeting:
    """Cancel with a reason that those called read; the time is free again for the officer. Mail to those called.

    Raises NotYours, StaleVersion, MovedOn, ValidationError without reason.
    """
    meeting = _kept(meeting, version, by, "Ställ in mötet")
    if meeting.has_begun:
        raise MovedOn("Hållet", "Ställ in mötet")
    if not reason.strip():
        raise ValidationError({"reason": "Skriv varför mötet ställs in."})
    meeting.cancelled_at, meeting.cancel_reason = clock.now(), reason.strip()
    meeting.version += 1
    meeting.full_clean(exclude=["programme", "officer"])
    meeting.save()
    notices.cancelled(meeting)
    return meeting


@transaction.atomic
def sum_up(meeting: DialogueMeeting, *, present: str, summary: str, version: int | None, by: User) -> DialogueMeeting:
    """Write who was there and what was said and advised; both sides read it (G-04). May be mended later.

    Consequences: mail to those called the first time. Raises NotYours, StaleVersion, MovedOn before the meeting has
    begun or when it is cancelled, ValidationError without words.
    """
    meeting = _kept(meeting, version, by, "Skriv vad som sades")
    if not meeting.has_begun:
        raise MovedOn("Planerat", "Skriv vad som sades")
    if not summary.strip():
        raise ValidationError({"summary": "Skriv vad som sades på mötet."})
    is_first = meeting.summed_up_at is None
    meeting.present, meeting.summary = present.strip(), summary.strip()
    meeting.summed_up_at = clock.now()
    meeting.version += 1
    meeting.full_clean(exclude=["programme", "officer"])
    meeting.save()
    if is_first:
        notices.summed_up(meeting)
    return meeting


def _kept(meeting: DialogueMeeting, version: int | None, by: User, act: str) -> DialogueMeeting:
    """The meeting, locked, when it is this officer's and still stands."""
    if not by.has_perm("applications.keep_meeting", meeting):
        raise NotYours(f"{by} does not keep {meeting}")
    meeting = engine.lock_at(meeting, version)
    if meeting.cancelled_at is not None:
        raise MovedOn("Inställt", act)
    return meeting
