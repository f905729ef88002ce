"""Everything that has happened in a case, for its applicant: as many queries however much there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from portal import dates
from portal.accounts.models import User

from ..enums import DocumentKind, SignaturePurpose
from ..models import (
    ApplicationVersion,
    Case,
    CaseMessage,
    Decision,
    DialogueGuest,
    Document,
    Signature,
    TransitionLog,
)
from . import decision_requests, hearings, together

LATEST = 10  # on the case's own page


@dataclass(frozen=True, slots=True)
class Happened:
    """What is not a move: when, a sentence, and where it is read (the name of a page and its arguments)."""

    at: datetime
    icon: str
    text: str
    place: str = ""
    args: tuple[Any, ...] = ()
    link: str = ""


# What the floors above know of a case and its applicant may read, registered when the apps are ready.
_ABOVE: list[Callable[[Case], Iterable[Happened]]] = []


def add_source(tell: Callable[[Case], Iterable[Happened]]) -> None:
    """`tell` gives what has happened in a case; it asks the same number of questions however much that is."""
    if tell not in _ABOVE:
        _ABOVE.append(tell)


def moves(case: Case, user: User) -> Iterable[TransitionLog]:
    """The applicant's own moves, also those of drafts, and ours on what has come in."""
    return TransitionLog.objects.visible_to(user).filter(case=case).select_related("actor")


def sent_decisions(case: Case, states: Iterable[str]) -> list[Decision]:
    return list(case.decisions.filter(state__in=states).select_related("board"))


def others(case: Case, threads: Iterable[CaseMessage]) -> list[Happened]:
    """Versions, the messages given, signatures, documents, late answers, meetings, and who works together."""
    return [
        *_versions(case),
        *_messages(case, threads),
        *_signatures(case),
        *_documents(case),
        *_late(case),
        *_meetings(case),
        *_hearings(case),
        *_delays(case),
        *_requests(case),
        *(one for tell in _ABOVE for one in tell(case)),
        *(Happened(one.at, one.icon, one.text) for one in together.happened(case)),
    ]


def _versions(case: Case) -> Iterable[Happened]:
    application = getattr(case, "application", None)
    if application is None or application.is_private:
        return
    for row in application.versions.all():
        what = "Ansökan låstes så som den kom in" if row.number == 1 else f"Version {row.number} av ansökan låstes"
        yield Happened(row.received_at, "lock", f"{what}.", "sent", (application.pk, row.number), "Läs den")


def fetch(case: Case) -> None:
    """Read once what a page and its history both tell: the documents, and the versions without what they hold."""
    documents = Document.objects.select_related("file", "decision").order_by("number")
    prefetch_related_objects([case], Prefetch("documents", documents))
    application = getattr(case, "application", None)
    if application is not None and not application.is_private:
        prefetch_related_objects([application], Prefetch("versions", ApplicationVersion.objects.defer("data")))


def _messages(case: Case, threads: Iterable[CaseMessage]) -> Iterable[Happened]:
    for row in threads:
        text = f"{row.author.name} skickade ett meddelande till {'oss' if row.from_applicant else 'er'}."
        yield Happened(row.sent_at, "message-square", text, "case_messages", (case.pk,), f"Meddelande {row.number}")


# A signature that sends something in is told by the move; the others stand for themselves.
SIGNED = {SignaturePurpose.COMPLETION: "kompletteringen", SignaturePurpose.WITHDRAWAL: "återtagandet"}


def _signatures(case: Case) -> Iterable[Happened]:
    rows = Signature.objects.filter(case=case, purpose__in=SIGNED).select_related("signer")
    for row in rows:
        what = SIGNED[SignaturePurpose(row.purpose)]
        yield Happened(row.signed_at, "signature", f"{row.signer.name} skrev under {what} med {row.method_in_words}.")
        if row.cancelled_at is not None:
            text = f"Underskriften av {row.signer.name} på {what} gäller inte längre."
            yield Happened(row.cancelled_at, "rotate-ccw", text)


def _documents(case: Case) -> Iterable[Happened]:
    """Made ones; a decision when it has been sent. The tjänsteutlåtande is the authority's own."""
    for row in case.documents.all():
        if row.kind == DocumentKind.MEMO:
            continue
        if row.made_at is None or (row.decision is not None and row.decision.dispatched_at is None):
            continue
        at = row.made_at if row.decision is None else row.decision.dispatched_at
        assert at is not None  # filtered above
        yield Happened(at, "file-check", f"{row.title} finns att läsa.", "document", (row.pk,), "Öppna")


def _late(case: Case) -> Iterable[Happened]:
    for row in case.completions.filter(answered_by__isnull=False):
        if row.is_late and row.answered_at is not None:
            yield Happened(row.answered_at, "clock-4", "Kompletteringen kom efter sista dagen. Vi läser den ändå.")


def _meetings(case: Case) -> Iterable[Happened]:
    rows = DialogueGuest.objects.filter(case=case).select_related("meeting__officer", "booked_by")
    for row in rows:
        meeting = row.meeting
        what = meeting.get_kind_display().lower()
        text = f"{row.booked_by.name} bokade {what} {meeting.when}."
        if not row.takes_it_all:
            text = f"{row.booked_by.name} kallade er till {what} {meeting.when}."
        yield Happened(row.booked_at, "calendar", text, "dialogue", (row.pk,), "Om mötet")
        if meeting.summed_up_at is not None:
            text = f"{meeting.officer.name} skrev vad som sades på mötet."
            yield Happened(meeting.summed_up_at, "pen-line", text, "dialogue", (row.pk,), "Läs")


def _hearings(case: Case) -> Iterable[Happened]:
    if not getattr(case, "story_heard", True):  # the story has asked
        return
    place = ("hearing", (case.pk,))
    for hearing in hearings.of_case(case):
        yield Happened(hearing.sent_at, "book-open", "Ni fick läsa underlaget inför beslutet.", *place, str(hearing))
        for answer in hearing.answers.all():
            what = "lämnade synpunkter på underlaget" if answer.has_comments else "hade inga synpunkter på underlaget"
            yield Happened(answer.answered_at, "pen-line", f"{answer.answered_by.name} {what}.", *place, "Läs")


def _delays(case: Case) -> Iterable[Happened]:
    if not getattr(case, "story_delayed_to", True):  # the story has asked
        return
    for row in case.delays.all():
        text = f"Vi skrev att det dröjer. Beslut väntas senast {dates.long(row.expected_on)}. {row.reason}"
        yield Happened(row.sent_at, "clock-4", text)


def _requests(case: Case) -> Iterable[Happened]:
    if not getattr(case, "story_asked", True):  # the story has asked
        return
    row = decision_requests.of_case(case)
    if row is None:
        return
    place = ("decision_request", (case.pk,))
    text = f"{row.requested_by.name} begärde att ärendet avgörs. Svar senast {dates.long(row.due_on)}."
    yield Happened(row.requested_at, "clock-4", text, *place, "Läs begäran")
    if row.refused_at is not None:
        yield Happened(row.refused_at, "gavel", "Vi avslog begäran om att ärendet avgörs.", *place, "Läs beslutet")
