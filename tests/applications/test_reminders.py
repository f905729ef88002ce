"""Reminders: due or overdue, once, from eight on working days, one mail per person, nothing lost and nothing twice."""

from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.models import Count

from applications import reminders
from applications.enums import ObligationKind
from applications.models import Case, Notice, Obligation, Reminder
from portal import clock
from portal.accounts.models import Membership, SigningMandate, User
from tests import factories

DUE = date(2027, 3, 31)  # a Wednesday after Easter: Maundy Thursday is 25 March


@pytest.fixture
def case(db: None) -> Case:
    return a_case()


def a_case(title: str = "Läsa högt hemma") -> Case:
    """A case that has come in and has an officer. What is owed in it is made by the test."""
    with clock.at(factories.NOW):
        case = factories.draft_application(factories.call()).case
        case.title, case.dnr, case.shared_at = title, f"26RS{Case.objects.count():05d}", clock.now()
        case.officer = factories.staff("handlaggare")
        case.save()
    return case


def at(day: date, hour: int = 8, minute: int = 5) -> Any:
    return clock.at(datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.STOCKHOLM))


def owe(
    case: Case, kind: ObligationKind = ObligationKind.REPORT, due_on: date = DUE, on: date = date(2026, 12, 1)
) -> Obligation:
    """Something owed by `due_on`, with its reminders made on the day `on`."""
    with at(on):
        period = {} if kind in ("acceptance", "completion") else {"period_start": on, "period_end": on}
        obligation = Obligation.objects.create(case=case, kind=kind, due_on=due_on, **period)
        reminders.schedule(obligation, case.application.call_version)
    return obligation


def told() -> dict[str, list[str]]:
    """Subjects by the first part of the address."""
    found: dict[str, list[str]] = {}
    for notice in Notice.objects.filter(kind="reminders").select_related("recipient").order_by("created_at", "event"):
        found.setdefault(notice.recipient.email.split("@")[0], []).append(notice.subject)
    return found


def run(day: date, hour: int = 8, minute: int = 5) -> int:
    with at(day, hour, minute):
        return reminders.send_due()


# Which rows


def test_rows_follow_the_offsets_of_the_call_and_avoid_days_off(case: Case) -> None:
    obligation = owe(case)
    assert list(obligation.reminders.values_list("offset", "due_on")) == [
        (-30, date(2027, 3, 1)),
        (-14, date(2027, 3, 17)),
        (-7, date(2027, 3, 24)),
        (-1, date(2027, 3, 30)),
        (0, date(2027, 3, 31)),
        (1, date(2027, 4, 1)),
        (7, date(2027, 4, 7)),
        (14, date(2027, 4, 14)),
        (30, date(2027, 4, 30)),
    ]


def test_day_off_gives_the_working_day_before(case: Case) -> None:
    obligation = owe(case, due_on=date(2027, 4, 5))
    assert obligation.reminders.get(offset=-7).due_on == date(2027, 3, 25), "annandag påsk to skärtorsdagen"


def test_nothing_is_called_late_before_it_is(case: Case) -> None:
    friday = date(2027, 4, 9)
    obligation = owe(case, due_on=friday)
    assert obligation.reminders.get(offset=1).due_on == date(2027, 4, 12), "not back to the due day itself"


def test_offsets_that_have_passed_are_left_out(case: Case) -> None:
    obligation = owe(case, on=DUE - timedelta(days=14))
    assert list(obligation.reminders.values_list("offset", flat=True)) == [-7, -1, 0, 1, 7, 14, 30]


def test_scheduling_twice_makes_one_of_each(case: Case) -> None:
    obligation = owe(case)
    with at(date(2026, 12, 1)):
        reminders.schedule(obligation, case.application.call_version)
    assert obligation.reminders.count() == 9


# When


def test_nothing_before_eight_or_on_a_day_off(case: Case) -> None:
    owe(case)
    assert run(date(2027, 3, 1), 7, 59) == 0
    assert run(date(2027, 3, 6)) == 0, "Saturday"
    assert run(date(2027, 3, 26)) == 0, "långfredagen"
    assert run(date(2027, 3, 29)) == 0, "annandag påsk"
    assert run(date(2027, 3, 30), 8, 0) > 0


def test_run_twice_sends_nothing_twice(case: Case) -> None:
    owe(case)
    assert run(date(2027, 3, 1)) == 2
    assert run(date(2027, 3, 1)) == 0
    assert run(date(2027, 3, 2)) == 0


def test_skipped_days_lose_nothing_and_give_one_mail(case: Case) -> None:
    obligation = owe(case)
    assert run(date(2027, 3, 1)) == 2
    # Down from 16 March: −14 and −7 come due meanwhile.
    run(date(2027, 3, 25))
    assert told()["sokande"] == ["Lämna lägesrapporten senast 31 mars 2027"] * 2
    body = Notice.objects.filter(recipient__email="sokande@example.se").order_by("created_at").last().email.message
    assert "senast onsdag 31 mars 2027, om sex dagar." in body
    assert set(obligation.reminders.filter(sent_at__isnull=False).values_list("offset", flat=True)) == {-30, -14, -7}


def test_hourly_job_that_comes_late_in_the_day_still_sends(case: Case) -> None:
    owe(case)
    assert run(date(2027, 3, 1), 17, 5) == 2


# Whom


def test_signatory_hears_from_the_week_before_and_the_officer_when_it_is_late(case: Case) -> None:
    owe(case)
    run(date(2027, 3, 17))
    assert set(told()) == {"sokande", "ekonom.sokande"}
    run(date(2027, 3, 24))
    assert set(told()) == {"sokande", "ekonom.sokande", "firmatecknare"}
    run(date(2027, 3, 31))
    assert "handlaggare" not in told()
    run(date(2027, 4, 1))
    assert told()["handlaggare"] == [f"Lägesrapporten skulle ha kommit 31 mars 2027 – {case.dnr}"]
    assert told()["sokande"][-1] == "Lägesrapporten skulle ha kommit 31 mars 2027"
    assert "enhetschef" not in told()
    run(date(2027, 4, 14))
    assert "enhetschef" in told()


def test_acceptance_is_asked_of_those_who_may_sign(case: Case) -> None:
    owe(case, ObligationKind.ACCEPTANCE)
    run(date(2027, 3, 1))
    assert told() == {
        "firmatecknare": ["Godkänn beslutet senast 31 mars 2027"],
        "sokande": ["Godkänn beslutet senast 31 mars 2027"],
    }


def test_officer_hears_when_nobody_at_the_applicant_can(case: Case) -> None:
    owe(case)
    Membership.objects.update(valid_to=date(2027, 1, 31))
    SigningMandate.objects.update(valid_to=date(2027, 1, 31))
    run(date(2027, 3, 1))
    assert told() == {"handlaggare": [f"Lägesrapporten ska komma senast 31 mars 2027 – {case.dnr}"]}


def test_one_who_has_left_is_not_written_to(case: Case) -> None:
    owe(case)
    User.objects.filter(email="sokande@example.se").update(is_active=False)
    run(date(2027, 3, 1))
    assert set(told()) == {"ekonom.sokande"}


# One mail


def test_one_mail_per_person_for_several_cases(case: Case) -> None:
    owe(case)
    owe(a_case("Gården mitt i byn"), ObligationKind.COMPLETION, due_on=date(2027, 3, 8))
    run(date(2027, 3, 1))
    assert told()["sokande"] == ["Två saker att göra, närmast 8 mars 2027"]
    body = Notice.objects.get(recipient__email="sokande@example.se").email.message
    assert body.index("Komplettera ansökan senast måndag 8 mars") < body.index("Lämna lägesrapporten senast onsdag")
    assert "Gården mitt i byn" in body and "Läsa högt hemma" in body
    assert Notice.objects.filter(recipient__email="sokande@example.se", case=None).exists(), "it is of no single case"


def test_report_and_claim_of_a_period_stand_on_one_line(case: Case) -> None:
    owe(case)
    owe(case, ObligationKind.CLAIM)
    run(date(2027, 3, 1))
    assert told()["sokande"] == ["Lämna lägesrapporten och rekvisitionen senast 31 mars 2027"]
    assert Notice.objects.filter(case=case).count() == 2, "shown in the case"


def test_what_comes_due_after_the_mornings_mail_is_not_lost(case: Case) -> None:
    owe(case)
    run(date(2027, 3, 1))
    obligation = owe(case, ObligationKind.COMPLETION)
    assert run(date(2027, 3, 1), 9, 5) > 0, "a second mail rather than none"
    assert obligation.reminders.get(offset=-30).sent_at is not None
    assert len(told()["sokande"]) == 2


# Moved, met


def test_met_obligation_is_left_in_peace(case: Case) -> None:
    obligation = owe(case)
    with at(date(2027, 2, 1)):
        Obligation.objects.filter(pk=obligation.pk).update(fulfilled_at=clock.now())
    assert run(date(2027, 3, 1)) == 0
    with at(date(2027, 2, 1)):
        reminders.cancel(obligation)
    assert not obligation.reminders.filter(cancelled_at=None).exists()


def test_moved_date_cancels_the_old_and_tells_the_new(case: Case) -> None:
    obligation = owe(case)
    run(date(2027, 3, 1))
    with at(date(2027, 3, 2)):
        obligation.due_on = date(2027, 5, 31)
        reminders.reschedule(obligation, case.application.call_version)
    obligation.refresh_from_db()
    assert (obligation.due_on, obligation.due_version) == (date(2027, 5, 31), 2)
    rows = dict(obligation.reminders.values("due_version").annotate(n=Count("pk")).values_list("due_version", "n"))
    assert rows == {1: 9, 2: 9}
    assert obligation.reminders.filter(due_version=1, cancelled_at=None, sent_at=None).count() == 0
    assert run(date(2027, 3, 17)) == 0
    run(date(2027, 4, 30))
    body = Notice.objects.filter(recipient__email="sokande@example.se").order_by("created_at").last().email.message
    assert "senast måndag 31 maj 2027" in body and "Datumet är nytt." in body


@pytest.mark.django_db(transaction=True)
def test_rows_that_another_process_has_taken_are_left_to_it() -> None:
    owe(a_case())
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT 1 FROM applications_reminder FOR UPDATE")
        assert run(date(2027, 3, 1)) == 0
        other.rollback()
    assert run(date(2027, 3, 1)) == 2
    assert Reminder.objects.filter(sent_at__isnull=False).count() == 1
