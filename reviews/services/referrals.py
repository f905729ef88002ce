"""Remiss: asking several at once, their answers, reminders, and no longer waiting (FL 26 §, domain.md §7.2, D-08)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.enums import ApplicationState as A
from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotYours, StaleVersion
from applications.models import ApplicationVersion, Case
from applications.reminders import FIRST_HOUR
from portal import clock, dates
from portal.accounts.models import User

from ..enums import MemoState
from ..models import Memo, Referral, ReferralResponse
from ..notifications import referrals as notices
from ..selectors import referrals as reading
from .checking import require_officer

SENDABLE = (A.FORMAL_CHECK, A.PREPARATION)
MOST_ADDRESSEES = 30
DAYS = 21  # D-08
REMIND_DAYS = 3
SEND, END, ANSWER = "Skicka på remiss", "Avsluta väntan", "Svara på remissen"


@dataclass(frozen=True)
class Addressee:
    name: str
    email: str
    organisation: str


def usual_due() -> date:
    """Three weeks from today, moved to a working day."""
    return dates.legal_deadline(clock.today() + timedelta(days=DAYS))


@transaction.atomic
def send(
    case: Case,
    *,
    key: UUID,
    question: str,
    due_on: date,
    addressees: Sequence[Addressee],
    sections: Sequence[str],
    by: User,
) -> Referral:
    """Ask several at once: what they shall answer and by when (FL 26 §), with chosen sections of what was sent in.

    Consequences: a mail to each with a link of its own; the proposal waits until all have answered or are not waited
    for. `key` comes with the page and becomes the id, so that a double click sends once. Raises NotYours, NotReady
    while the jäv question is open, MovedOn outside formal check and preparation and once the proposal is handed over,
    ValidationError per field.
    """
    case = engine.lock(case)
    require_officer(case, by)
    there = Referral.objects.filter(pk=key).first()
    if there is not None:
        if there.case_id != case.pk:
            raise NotYours("the key is of another case")
        return there
    _require_time(case)
    version = case.application.versions.order_by("number").last()
    assert version is not None  # what is examined has been sent in
    words = question.strip()
    if faults := _faults(words, due_on, addressees, sections, version):
        raise ValidationError(faults)
    referral = Referral.objects.create(
        pk=key,
        case=case,
        application_version=version,
        sections=list(sections),
        question=words,
        due_on=due_on,
        remind_on=_remind_on(due_on),
        sent_by=by,
    )
    rows = ReferralResponse.objects.bulk_create(
        ReferralResponse(referral=referral, name=one.name, email=one.email, organisation=one.organisation)
        for one in addressees
    )
    for row in rows:
        notices.asked(row)
    return referral


def _require_time(case: Case) -> None:
    if case.application.state not in SENDABLE:
        raise MovedOn(case.application.get_state_display(), SEND)
    memo = Memo.objects.filter(case=case).first()
    if memo is not None and memo.state != MemoState.DRAFT:
        raise MovedOn(memo.get_state_display(), SEND)


def _faults(
    question: str, due_on: date, addressees: Sequence[Addressee], sections: Sequence[str], version: ApplicationVersion
) -> dict[str, str]:
    faults = {}
    if not question:
        faults["question"] = "Skriv vad ni vill ha svar på."
    if due_on < clock.today():
        faults["due_on"] = "Dagen har redan varit. Välj en dag som kommer."
    elif not dates.is_working_day(due_on):
        faults["due_on"] = f"{dates.weekday_long(due_on).capitalize()} är ingen arbetsdag. Välj en annan dag."
    if not addressees:
        faults["addressees"] = "Skriv minst en som ska få remissen."
    elif len(addressees) > MOST_ADDRESSEES:
        faults["addressees"] = f"En remiss kan gå till högst {MOST_ADDRESSEES}. Skicka resten i en till."
    elif not all(one.name and one.email and one.organisation for one in addressees):
        faults["addressees"] = "Skriv namn, e-postadress och organisation för alla."
    elif len({one.email.casefold() for one in addressees}) < len(addressees):
        faults["addressees"] = "Samma e-postadress står två gånger."
    if set(sections) - {key for key, _ in reading.choosable(version)}:
        faults["sections"] = "Välj bland de delar som finns i ansökan."
    return faults


def _remind_on(due_on: date) -> date | None:
    """Some days before, on a working day; nobody is reminded of what came today."""
    day = dates.previous_working_day(due_on - timedelta(days=REMIND_DAYS))
    return day if day > clock.today() else None


@transaction.atomic
def answer(response: ReferralResponse, *, text: str, name: str, is_declined: bool) -> ReferralResponse:
    """Take the answer of whoever has the link; it works once, and the answer is never changed.

    Consequences: it is an incoming handling of the case; a receipt with the text to the one who was asked, a mail to
    the officer. A second time with the same words gives the answer that is there. Raises MovedOn when it is answered
    otherwise, not waited for or the case is decided, ValidationError per field.
    """
    response = _locked(response)
    words = "" if is_declined else text.replace("\r\n", "\n").strip()
    who = name.strip()
    if response.answered_at is not None:
        if (response.answer, response.is_declined) == (words, is_declined):
            return response
        raise MovedOn("Besvarad", ANSWER)
    if not reading.is_open(response):
        raise MovedOn("Avslutad", ANSWER)
    faults = {}
    if not is_declined and not words:
        faults["text"] = "Skriv ert yttrande, eller kryssa i att ni avstår."
    if not who:
        faults["name"] = "Skriv vem som svarar."
    if faults:
        raise ValidationError(faults)
    response.answer, response.is_declined, response.answered_by = words, is_declined, who
    response.answered_at = clock.now()
    response.version += 1
    response.save(update_fields=["answer", "is_declined", "answered_by", "answered_at", "version"])
    notices.received(response)
    notices.answered(response)
    return response


@transaction.atomic
def withdraw(response: ReferralResponse, *, reason: str, version: int | None, by: User) -> ReferralResponse:
    """Wait no longer for one who has been asked, with a reason for the file.

    Consequences: the link can no longer be answered by, and the proposal does not wait for it. Raises NotYours,
    NotReady, StaleVersion, MovedOn when it is answered or already given up or the case is decided, ValidationError.
    """
    response = _locked(response)
    require_officer(response.referral.case, by)
    if response.answered_at is not None:
        raise MovedOn("Besvarad", END)
    if not reading.is_open(response):
        raise MovedOn("Avslutad", END)
    if version is not None and response.version != version:
        raise StaleVersion
    if not reason.strip():
        raise ValidationError({"reason": "Skriv varför ni inte väntar längre."})
    response.withdrawn_at, response.withdrawn_by = clock.now(), by
    response.withdrawal_reason = reason.strip()
    response.version += 1
    response.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason", "version"])
    return response


def _locked(response: ReferralResponse) -> ReferralResponse:
    """The case first, as everywhere, then the row, fresh."""
    engine.lock_cases([response.referral.case_id])
    rows = ReferralResponse.objects.select_for_update(of=("self",))
    return rows.select_related("referral__case__application", "referral__case__board__authority").get(pk=response.pk)


def remind(now: datetime | None = None) -> dict[str, int]:
    """Remind those who have not answered some days before, once; tell the officer, once, when the day has passed.

    Due or overdue and not yet told: a job that did not run loses no day, one that runs twice tells nothing twice.
    Nothing before 08.00 or on a day off (domain.md §6.3). Returns how many were reminded and how many remisser late.
    """
    local = clock.local(now or clock.now())
    today = local.date()
    if local.time() < FIRST_HOUR or not dates.is_working_day(today):
        return {"referrals_reminded": 0, "referrals_late": 0}
    waiting = ReferralResponse.objects.awaited().filter(referral__case__application__state__in=reading.ANSWERABLE)
    soon = waiting.filter(reminded_at=None, referral__remind_on__lte=today, referral__due_on__gte=today)
    late = waiting.filter(overdue_told_at=None, referral__due_on__lt=today)
    reminded = sum(_remind(pk) for pk in soon.order_by("referral__due_on", "pk").values_list("pk", flat=True))
    told = sum(_tell(pk) for pk in late.order_by().values_list("referral", flat=True).distinct())
    return {"referrals_reminded": reminded, "referrals_late": told}


@transaction.atomic
def _remind(pk: UUID) -> int:
    """One in a transaction of its own; what has been answered or told meanwhile is left."""
    response = _locked(ReferralResponse.objects.select_related("referral").get(pk=pk))
    if response.reminded_at is not None or not reading.is_open(response):
        return 0
    response.reminded_at = clock.now()
    response.save(update_fields=["reminded_at"])
    notices.reminded(response)
    return 1


@transaction.atomic
def _tell(pk: UUID) -> int:
    referral = Referral.objects.select_related("case__board__authority", "case__application").get(pk=pk)
    engine.lock_cases([referral.case_id])
    missing = list(referral.responses.awaited().filter(overdue_told_at=None).select_for_update(of=("self",)))
    if not missing or referral.case.application.state not in reading.ANSWERABLE:
        return 0
    ReferralResponse.objects.filter(pk__in=[row.pk for row in missing]).update(overdue_told_at=clock.now())
    notices.overdue(referral, missing)
    return 1
