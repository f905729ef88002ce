"""What is told about meetings: called, moved, cancelled, summed up; times for advice booked and let go (G-04, B6).

What an officer is told of a booking never names a draft: organisation, programme, person and wish only.
"""

from portal.accounts.models import User

from ..models import DialogueGuest, DialogueMeeting, Notice
from ..selectors import people
from . import telling


def called(meeting: DialogueMeeting) -> list[Notice]:
    """To those who lead each project that is called."""
    return _to_guests("meeting_called", meeting)


def changed(meeting: DialogueMeeting) -> list[Notice]:
    """To the same: another time or place."""
    return _to_guests("meeting_changed", meeting)


def cancelled(meeting: DialogueMeeting) -> list[Notice]:
    """To the same: it will not be held."""
    return _to_guests("meeting_cancelled", meeting)


def summed_up(meeting: DialogueMeeting) -> list[Notice]:
    """To the same: what was said is written down."""
    return _to_guests("meeting_summed_up", meeting)


def booked(guest: DialogueGuest) -> list[Notice]:
    """To the officer: a time is booked. To the one who booked: when and where."""
    mine = telling.tell(
        "advice_is_yours",
        event=f"advice:{guest.pk}:yours",
        case=guest.case,
        recipients=[guest.booked_by],
        meeting=guest.meeting,
        **_links(guest),
    )
    return mine + _to_officer("advice_booked", guest)


def let_go(guest: DialogueGuest) -> list[Notice]:
    """To the officer: the time is free again."""
    return _to_officer("advice_let_go", guest)


def _to_guests(kind: str, meeting: DialogueMeeting) -> list[Notice]:
    guests = meeting.guests.select_related("case__organisation", "case__board__authority", "booked_by")
    notices = []
    for guest in guests:
        notices += telling.tell(
            kind,
            event=f"meeting:{guest.pk}:{kind}:{meeting.version}",
            case=guest.case,
            recipients=_those(guest, meeting.officer),
            meeting=meeting,
            **_links(guest),
        )
    return notices


def _those(guest: DialogueGuest, officer: User) -> list[User]:
    """Those who lead the project, and the one who booked the time."""
    others = [] if guest.booked_by == officer else [guest.booked_by]
    return people.once(people.leads(guest.case), others)


def _links(guest: DialogueGuest) -> dict[str, str]:
    return {
        "link": telling.address("applications:dialogue", guest.pk),
        "file": telling.address("applications:dialogue_file", guest.pk),
    }


def _to_officer(kind: str, guest: DialogueGuest) -> list[Notice]:
    """In no case, since the case may be a draft that nobody at the authority may know of."""
    meeting = guest.meeting
    return telling.tell(
        kind,
        event=f"advice:{guest.pk}:{kind}",
        case=None,
        recipients=[meeting.officer],
        sender=meeting.programme.board.authority.name,
        meeting=meeting,
        organisation=guest.case.organisation.name,
        by=guest.booked_by,
        wish=guest.wish,
        link=telling.address("admin:dialogue", meeting.pk),
    )
