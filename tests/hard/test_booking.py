"""Two who book the same time for advice at the same moment: one gets it, the other is told in words."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from applications.models import DialogueGuest
from applications.services import advice
from portal import clock
from portal.demo.world import moment
from tests import factories
from tests.hard.parallel import faults, kinds, together

pytestmark = [pytest.mark.hard, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def now():
    with clock.at(factories.NOW):
        yield


def offered(count: int):
    start = moment(date(2026, 12, 1), 9)
    return advice.offer(
        factories.world().growth,
        starts_at=start,
        ends_at=start + timedelta(minutes=30 * count),
        minutes=30,
        place="Rum 3",
        by=factories.staff("handlaggare"),
    )


def test_one_of_many_gets_the_time() -> None:
    (time,) = offered(1)
    cases = [factories.draft_idea(f"Idé {number}").case for number in range(8)]
    by = factories.applicant()
    outcomes = together(partial(advice.book, time, case=case, wish="", by=by) for case in cases)
    refused = faults(outcomes)
    assert kinds(outcomes) == [ValidationError] * 7
    assert {fault.messages[0] for fault in refused} == {"Tiden är redan bokad. Välj en annan."}
    assert DialogueGuest.objects.filter(meeting=time).count() == 1


def test_one_case_gets_one_time() -> None:
    times = offered(4)
    case, by = factories.draft_idea().case, factories.applicant()
    outcomes = together(partial(advice.book, time, case=case, wish="", by=by) for time in times)
    assert kinds(outcomes) == [ValidationError] * 3
    assert DialogueGuest.objects.filter(case=case).count() == 1
