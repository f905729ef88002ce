"""A second signature that is awaited: owed by the call's last day, reminded of, and let go when nothing stands."""

from datetime import timedelta

import pytest

from applications import reminders
from applications.models import Notice, Obligation
from applications.services import drafting, submitting
from applications.services import signing as services
from portal import clock, dates
from reviews.selectors import today
from tests import factories
from tests.factories import scenes, signing

stage, take = scenes.stage, scenes.take


@pytest.fixture(scope="module")
def tale(stage):
    found = signing.tale_for_two()
    submitting.sign(found.application, by=found.signatory)
    return found


def owed(tale):
    return Obligation.objects.get(case=tale.the_case, kind="signature")


def test_it_is_owed_by_the_last_day_and_only_who_has_not_signed_is_reminded(tale):
    row = owed(tale)
    closes = tale.application.call.closes_at
    last = dates.last_moment(closes)
    assert row.due_on == (clock.local(last).date() if hasattr(last, "hour") else last)
    assert all(one.offset <= 0 for one in row.reminders.all()) and row.reminders.exists()
    first = row.reminders.order_by("due_on").first()
    with clock.at(dates.instant(first.due_on, reminders.FIRST_HOUR)):
        reminders.send_due()
    told = Notice.objects.filter(kind="reminders")
    assert [one.recipient for one in told] == [signing.second_signatory()]
    assert "Skriv under ansökan" in told.get().subject
    assert not any("skriv under" in line.text for line in today.ahead(tale.officer))


def test_sending_in_meets_it_and_a_change_or_a_regret_lets_it_go(tale):
    services.withdraw(tale.application, by=tale.signatory)
    assert owed(tale).cancelled_at is not None
    submitting.sign(tale.application, by=tale.signatory)
    second = Obligation.objects.filter(case=tale.the_case, kind="signature", cancelled_at=None).get()
    drafting.save_section(
        tale.application, section="projekt", values={"summary": "Annat"}, unparsed={}, version=None, by=tale.lead
    )
    second.refresh_from_db()
    assert second.cancelled_at is not None and not second.reminders.filter(cancelled_at=None).exists()
    submitting.sign(tale.application, by=tale.signatory)
    submitting.sign(tale.application, by=signing.second_signatory())
    last = Obligation.objects.filter(case=tale.the_case, kind="signature").order_by("-number").first()
    assert last.fulfilled_at is not None
    with clock.at(factories.NOW + timedelta(days=60)):
        assert not reminders.due(clock.now()).filter(obligation__case=tale.the_case).exists()
