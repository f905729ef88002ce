"""A claim that cannot be handed in before we have paid an earlier one: told once, never called late (§9 case 25)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from applications import jobs, reminders
from applications.models import Notice, Reminder
from applications.selectors import my_pages
from applications.selectors.case_story import sentence
from applications.services import claiming
from portal import clock
from portal.demo.world import moment
from tests import factories
from tests.factories import grants

COSTS = {"personal": Decimal(40_000)}
HANDED_IN = date(2028, 2, 21)  # the first claim, late; the second period is over at the end of the year
LATE = date(2029, 3, 20)  # the final claim was due on the last of February
REPORT = grants.REPORT | {"signs_of_change": "Fler läser."}


@pytest.fixture(scope="module")
def tale(stage):
    """One open claim at a time; the first is handed in and nobody has examined it. Both reports are in."""
    tale = grants.running_tale(factories.call(one_open_claim=True), years=(2027, 2028))
    with clock.at(moment(HANDED_IN, 8, 5)):
        jobs.run_morning()
        tale.hand_in_report(1, REPORT)
        tale.hand_in_claim(1, COSTS)
        tale.approve_report(1)
    with clock.at(moment(date(2029, 1, 8), 8, 5)):
        jobs.run_morning()
        last = grants.LAST | {"long_term_follow_up": "Kommunen, efter ett år."}
        tale.hand_in_report(2, REPORT | last)
    return tale


@pytest.fixture(autouse=True)
def later(take):
    with clock.at(moment(LATE, 8, 5)):
        yield


def remind(until=LATE):
    """Every morning from the year's first working weeks until the day."""
    day = date(2029, 1, 9)
    while day <= until:
        reminders.send_due(moment(day, 8, 5))
        day += timedelta(days=1)


def told(kind):
    rows = Notice.objects.filter(kind=kind).select_related("recipient")
    return sorted(row.recipient.email.split("@")[0] for row in rows)


def subjects():
    return [row.subject for row in Notice.objects.filter(kind="reminders", created_at__gte=moment(date(2029, 1, 9)))]


def test_nobody_is_reminded_of_it_and_the_applicant_is_told_once_that_it_is_our_turn(tale):
    Reminder.objects.filter(obligation__kind="final_report").delete()
    remind()
    assert not [subject for subject in subjects() if "lutrekvisition" in subject]
    assert told("claim_waits") == ["ekonom.sokande", "firmatecknare", "sokande"]
    assert not Reminder.objects.filter(
        obligation=tale.claim(2).obligation, due_on__lte=LATE, sent_at=None, cancelled_at=None
    ).exists()


def test_what_the_applicant_has_in_hand_is_reminded_of_as_before(tale):
    claiming.send_back(tale.claim(1), note="Visa huvudboken.", by=tale.officer)
    remind()
    assert told("claim_waits") == []
    assert any("lutrekvisition" in subject for subject in subjects())


def test_a_call_with_several_open_claims_reminds_as_before(tale):
    factories.under_rules(tale.application, one_open_claim=False)
    remind()
    assert told("claim_waits") == []
    assert any("lutrekvisition" in subject for subject in subjects())


def test_paid_it_gets_its_days_and_its_reminders_back(tale):
    remind()
    tale.review_claim(1)
    tale.approve_claim(1)
    tale.release_claim(1)
    tale.confirm_claim(1)
    obligation = tale.claim(2).obligation
    assert obligation.due_on == date(2029, 4, 3)  # fourteen days
    assert Reminder.objects.filter(obligation=obligation, sent_at=None, cancelled_at=None, due_on__gt=LATE).exists()
    with clock.at(moment(date(2029, 4, 2), 8, 5)):
        reminders.send_due(moment(date(2029, 4, 3), 8, 5))
    assert any("lutrekvisition" in subject for subject in subjects())


def test_the_pages_say_that_it_waits_for_us(tale):
    case = tale.the_case
    [item] = [row for row in my_pages.todo([case]) if row.place == "claim"]
    assert (item.due, item.title) == (None, "Förbered slutrekvisitionen för 2028")
    assert "Det är vår tur" in item.text
    assert sentence(case).endswith("Nästa rekvisition kan lämnas när den förra är betald.")
