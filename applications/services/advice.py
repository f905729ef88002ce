"""Times for advice: offered by an officer, booked by one who has an idea or a draft, also an unshared one (B6)."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock
from portal.accounts.models import User

from ..enums import DialogueKind
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotYours
from ..models import Application, Case, DialogueGuest, DialogueMeeting, Programme
from ..notifications import dialogue as notices
from .dialogue import place_in_time

MOST_AT_ONCE = 40
TAKEN = "Tiden är redan bokad. Välj en annan."


@transaction.atomic
def offer(
    programme: Programme, *, starts_at: datetime, ends_at: datetime, minutes: int, place: str, by: User
) -> list[DialogueMeeting]:
    """Offer times of so many minutes from one instant to another, one after the other; whoever is first books one.

    Raises NotYours for who is no officer at the programme's board, ValidationError where no time fits, too many do,
    or the officer has a meeting already.
    """
    if not by.has_perm("applications.offer_advice", programme):
        raise NotYours(f"{by} offers no times in {programme}")
    length = timedelta(minutes=minutes)
    count = int((ends_at - starts_at) / length) if minutes > 0 else 0
    if count < 1:
        raise ValidationError({"until": "Ingen tid får plats. Välj en senare sluttid eller kortare möten."})
    if count > MOST_AT_ONCE:
        raise ValidationError({"until": f"Det blir {count} tider. Lägg upp högst {MOST_AT_ONCE} åt gången."})
    meetings = [
        DialogueMeeting(
            programme=programme,
            kind=DialogueKind.ADVICE,
            officer=by,
            starts_at=starts_at + length * number,
            minutes=minutes,
            place=place.strip(),
            called_at=clock.now(),
        )
        for number in range(count)
    ]
    place_in_time(meetings)
    return meetings


@transaction.atomic
def take_back(meeting: DialogueMeeting, *, by: User) -> None:
    """Take away a time that nobody has booked. Raises NotYours, or MovedOn when somebody has."""
    if not by.has_perm("applications.keep_meeting", meeting) or meeting.kind != DialogueKind.ADVICE:
        raise NotYours(f"{by} does not keep {meeting}")
    meeting = engine.lock(meeting)
    if meeting.guests.exists() or meeting.cancelled_at is not None:
        raise MovedOn("Bokad", "Ta bort tiden")
    meeting.delete()


def may_be_advised(case: Case) -> bool:
    """An idea, shared or not, or an application that has not been sent in."""
    application: Application | None = getattr(case, "application", None)
    return application is None or application.is_private


@transaction.atomic
def book(meeting: DialogueMeeting, *, case: Case, wish: str, by: User) -> DialogueGuest:
    """Book a free time. The officer learns organisation, programme, person and wish; never what a draft says.

    Consequences: mail to the officer, and to the one who booked. Raises NotYours, MovedOn for a case that has been
    sent in, ValidationError when the time is taken, has passed, or the case has one already.
    """
    case = _early(case, by)
    if ahead(case) is not None:
        raise ValidationError("Ni har redan bokat en tid. Boka om den om ni vill ha en annan.")
    guest = _take(meeting, case, wish, by)
    notices.booked(guest)
    return guest


@transaction.atomic
def rebook(guest: DialogueGuest, *, meeting: DialogueMeeting, wish: str, by: User) -> DialogueGuest:
    """Let the booked time go and take another, or keep both as they were when that one is taken.

    Mail to the officer of either time. Raises as `book`.
    """
    case = _early(guest.case, by)
    held = _held(guest)
    if held.meeting_id == meeting.pk:
        held.wish = wish.strip()
        held.full_clean(exclude=["meeting", "case", "booked_by"])
        held.save(update_fields=["wish"])
        return held
    taken = _take(meeting, case, wish, by)
    notices.let_go(held)
    held.delete()
    notices.booked(taken)
    return taken


@transaction.atomic
def unbook(guest: DialogueGuest, *, by: User) -> None:
    """Let a booked time go; others may take it. Mail to the officer. Raises NotYours, MovedOn when it has begun."""
    engine.lock_cases([guest.case_id])
    if not by.has_perm("applications.book_advice", guest.case):
        raise NotYours(f"{by} does not book for {guest.case}")
    held = _held(guest)
    notices.let_go(held)
    held.delete()


def let_go(case: Case) -> None:
    """The case is about to be deleted as the draft it is: its booked time is free again, and the officer is told."""
    held = ahead(case)
    if held is not None:
        notices.let_go(held)


def ahead(case: Case) -> DialogueGuest | None:
    """The case's booked time for advice that has not begun."""
    rows = DialogueGuest.objects.filter(case=case, takes_it_all=True, meeting__cancelled_at=None)
    return rows.filter(meeting__starts_at__gt=clock.now()).select_related("meeting__officer").first()


def _early(case: Case, by: User) -> Case:
    """The case, locked, when the person writes for it and it is still early."""
    if not by.has_perm("applications.book_advice", case):
        raise NotYours(f"{by} does not book for {case}")
    engine.lock_cases([case.pk])
    case = Case.objects.select_related("programme", "organisation", "application").get(pk=case.pk)
    if not may_be_advised(case):
        raise MovedOn("Inskickad", "Boka tid för råd")
    return case


def _take(meeting: DialogueMeeting, case: Case, wish: str, by: User) -> DialogueGuest:
    """Of two who take the same time, the one who waited for the lock finds it taken; the constraint stands behind."""
    found = DialogueMeeting.objects.select_for_update().filter(
        pk=meeting.pk, kind=DialogueKind.ADVICE, programme=case.programme_id
    )
    row = found.first()
    if row is None or row.cancelled_at is not None or row.has_begun:
        raise ValidationError("Tiden går inte att boka längre. Välj en annan.")
    if row.guests.exists():
        raise ValidationError(TAKEN)
    guest = DialogueGuest(
        meeting=row, case=case, takes_it_all=True, booked_by=by, booked_at=clock.now(), wish=wish.strip()
    )
    guest.full_clean(exclude=["meeting", "case", "booked_by"])
    guest.save()
    return guest


def _held(guest: DialogueGuest) -> DialogueGuest:
    """The booking, locked, before its time has begun."""
    rows = DialogueGuest.objects.select_for_update(of=("self",)).filter(pk=guest.pk, takes_it_all=True)
    held = rows.select_related("meeting__officer", "meeting__programme", "case__organisation", "booked_by").first()
    if held is None or held.meeting.cancelled_at is not None or held.meeting.has_begun:
        raise MovedOn("Avbokad eller hållen", "Ändra bokningen")
    return held
