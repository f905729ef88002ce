"""When people are reminded: rows due on dates, taken when due or overdue, one mail per person and morning."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet

from portal import clock, dates
from portal.accounts.models import User

from .enums import OWED_BY_US, ObligationKind
from .lifecycle import engine
from .lifecycle.gates.reporting import waits_for
from .models import CallVersion, Case, Claim, Obligation, Reminder
from .notifications import projects
from .notifications import reminders as notices
from .selectors import people
from .selectors import signing as signatures

# Reminders go out from eight o'clock Swedish time on working days (domain.md §6.3).
FIRST_HOUR = time(8)
# Who hears from which day, days before (−) or after (+) the due day (domain.md §6.3, the steps).
SIGNATORY_FROM, OFFICER_FROM, HEAD_FROM = -7, 1, 14


def schedule(obligation: Obligation, rules: CallVersion) -> None:
    """Make the reminders of an obligation by the offsets of the call's rules.

    A reminder that falls on today or earlier is left out: what made the obligation tells of it by a mail of its own.
    One on a day off comes on the working day before, but never so that it calls late what is not late yet.
    """
    today = clock.today()
    before = {-abs(int(days)) for days in rules.reminder_offsets}
    after = {abs(int(days)) for days in rules.overdue_offsets}
    if obligation.kind in (ObligationKind.SIGNATURE, ObligationKind.HEARING):
        # A late application is received too, and nobody but the applicant decides whether it or a comment comes.
        after = set()
    rows = [
        Reminder(
            obligation=obligation,
            offset=offset,
            due_version=obligation.due_version,
            due_on=day,
        )
        for offset in sorted(before | after)
        if (day := _day(obligation.due_on, offset)) > today
    ]
    # A second call makes nothing: unique per obligation, offset and version of the due date.
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)


def _day(due_on: date, offset: int) -> date:
    day = dates.previous_working_day(due_on + timedelta(days=offset))
    if offset > 0 and day <= due_on:
        return dates.next_working_day(due_on + timedelta(days=1))
    return day


def reschedule(obligation: Obligation, rules: CallVersion) -> None:
    """The due date has moved (the caller has set `due_on`): a new version of it, old reminders cancelled, new made."""
    cancel(obligation)
    obligation.due_version += 1
    obligation.save(update_fields=["due_on", "due_version"])
    schedule(obligation, rules)


def cancel(obligation: Obligation) -> None:
    """Nothing more to remind of: met, withdrawn or moved."""
    unsent = Reminder.objects.filter(obligation=obligation, sent_at=None, cancelled_at=None)
    unsent.update(cancelled_at=clock.now())


def due(now: datetime) -> QuerySet[Reminder]:
    """Reminders due by the local day of `now` and not yet sent, of obligations that are still open."""
    return Reminder.objects.filter(
        due_on__lte=clock.local(now).date(),
        sent_at=None,
        cancelled_at=None,
        obligation__fulfilled_at=None,
        obligation__cancelled_at=None,
    )


@dataclass(frozen=True)
class Told:
    """An obligation to remind of, at the nearest of its offsets that are due."""

    obligation: Obligation
    offset: int


def send_due(now: datetime | None = None) -> int:
    """Remind of all that is due or overdue; returns how many mails were written.

    Nothing before 08.00 or on a day off. All in one transaction with the rows locked: run twice or by two, nothing
    is told twice; killed on the way, nothing is lost; after three days' silence each person gets one mail.
    """
    moment = now or clock.now()
    local = clock.local(moment)
    if local.time() < FIRST_HOUR or not dates.is_working_day(local.date()):
        return 0
    with transaction.atomic():
        # Cases first, as everywhere: a service that cancels these reminders holds its case.
        cases = list(due(moment).order_by().values_list("obligation__case_id", flat=True).distinct())
        engine.lock_cases(cases)
        rows = list(
            due(moment)
            .filter(obligation__case__in=cases)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("obligation__case__organisation", "obligation__case__board__authority")
            .order_by("obligation__due_on", "obligation__kind", "offset", "pk")
        )
        told, waiting = _apart(_nearest(rows))
        mails = sum(len(projects.claim_waits(claim, first, _claimants(claim.case))) for claim, first in waiting)
        for person, items in _by_person(told, local.date()):
            mails += len(notices.digest(person, local.date(), items, key=rows[0].pk))
        Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=moment)
    return mails


def _nearest(rows: Iterable[Reminder]) -> list[Told]:
    """One per obligation: several offsets that are due at once are told as the last of them."""
    last: dict[object, Told] = {}
    for row in rows:
        known = last.get(row.obligation_id)
        if known is None or row.offset > known.offset:
            last[row.obligation_id] = Told(row.obligation, row.offset)
    return list(last.values())


def _apart(told: Iterable[Told]) -> tuple[list[Told], list[tuple[Claim, Claim]]]:
    """What the applicant can do something about; and claims that cannot be handed in before we have paid an earlier one
    (domain.md §9 case 25), each with that one: they are told so once instead, and nobody calls them late."""
    ours: list[Told] = []
    waiting: list[tuple[Claim, Claim]] = []
    for one in told:
        claim = _claim_of(one.obligation)
        first = waits_for(claim) if claim is not None else None
        if claim is not None and first is not None:
            waiting.append((claim, first))
        else:
            ours.append(one)
    return ours, waiting


def _claim_of(obligation: Obligation) -> Claim | None:
    if obligation.kind not in (ObligationKind.CLAIM, ObligationKind.FINAL_CLAIM):
        return None
    return Claim.objects.select_related("case__application__call_version").filter(obligation=obligation).first()


def _claimants(case: Case) -> list[User]:
    return people.once(people.leads(case), people.economists(case), people.signatories(case))


def _by_person(told: Iterable[Told], today: date) -> list[tuple[User, list[notices.Item]]]:
    """Each person with what to tell them, in the order of the due dates."""
    heard: dict[User, list[notices.Item]] = {}
    for one in told:
        for person, is_staff in _recipients(one.obligation, one.offset):
            item = notices.Item(one.obligation, one.obligation.days_left(today), is_staff)
            heard.setdefault(person, []).append(item)
    return list(heard.items())


def _recipients(obligation: Obligation, offset: int) -> list[tuple[User, bool]]:
    """Who is told at an offset, and whether they work at the authority. Nobody at the applicant: the officer."""
    case = obligation.case
    if obligation.kind in OWED_BY_US:  # the head answers, and the officer sees to it that there can be a decision
        return [(person, True) for person in people.once(people.officers(case), people.heads(case))]
    applicants = _applicants(case, obligation.kind, offset)
    if obligation.kind == ObligationKind.SIGNATURE:  # about a draft, which is the applicant's alone
        return [(person, False) for person in applicants]
    staff: list[User] = []
    if offset >= OFFICER_FROM or not applicants:
        staff = people.officers(case)
    if offset >= HEAD_FROM:
        staff = people.once(staff, people.heads(case))
    known = {person.pk for person in applicants}
    return [(person, False) for person in applicants] + [(person, True) for person in staff if person.pk not in known]


def _applicants(case: Case, kind: str, offset: int) -> list[User]:
    if kind in (ObligationKind.COMPLETION, ObligationKind.HEARING):
        return people.writers(case)
    if kind == ObligationKind.SIGNATURE:
        signed = set(signatures.signers(case.application))
        return [person for person in people.signatories(case) if person.pk not in signed]
    if kind == ObligationKind.ACCEPTANCE:
        return people.once(people.signatories(case), people.leads(case))
    near = people.signatories(case) if offset >= SIGNATORY_FROM else []
    return people.once(people.leads(case), people.economists(case), near)
