"""What has been communicated in a case, and what came of it."""

from datetime import datetime

from portal import clock, dates
from portal.look.words import listed

from ..models import Case, HearingException, PartyHearing


def of_case(case: Case) -> list[PartyHearing]:
    """Each with its answers, the latest first. Two queries."""
    rows = case.hearings.select_related("sent_by").prefetch_related("answers__answered_by")
    found = list(rows.order_by("-number"))
    for hearing in found:
        for answer in hearing.answers.all():
            answer.hearing = hearing
    return found


def exception_of(case: Case) -> HearingException | None:
    """Why the applicant was not heard, the latest said."""
    return case.hearing_exceptions.select_related("made_by").order_by("made_at").last()


def in_words(case: Case) -> list[str]:
    """How it went, for the proposal and the decision: when the applicant was heard, or why not. Three queries."""
    told = [_told(hearing) for hearing in reversed(of_case(case))]
    waived = exception_of(case)
    if waived is not None:
        told.append(f"Sökanden har inte hörts särskilt. {waived.get_ground_display()}. {waived.reasons}")
    return told


def _told(hearing: PartyHearing) -> str:
    text = f"Sökanden fick ta del av underlaget {_day(hearing.sent_at)}"
    answers = list(hearing.answers.all())
    if not answers:
        return f"{text} och har inte lämnat några synpunkter."
    said = [
        f"{'lämnade synpunkter' if answer.has_comments else 'svarade att det inte fanns några synpunkter'} "
        f"{_day(answer.answered_at)}{' (efter sista dagen)' if answer.is_late else ''}"
        for answer in answers
    ]
    return f"{text}, och {listed(said)}."


def _day(at: datetime) -> str:
    return dates.long(clock.local(at).date())
