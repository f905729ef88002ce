"""A completion that nobody answers: the officer goes on, and what was never handed in is the applicant's own."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage

from applications.enums import ApplicationState
from applications.lifecycle.engine import MovedOn, NotReady
from applications.services import attaching, completing, drafting
from portal import clock
from portal.demo.stories.script import certificate
from portal.demo.world import moment
from tests import factories

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 7)


@pytest.fixture
def asked():
    with clock.at(factories.NOW):
        tale = factories.assigned_tale()
        tale.ask_completion("bilagor", "Lägg in avsiktsförklaringen", "Vi behöver se vem som gör vad.", DUE)
        yield tale


def test_the_officer_waits_for_the_last_day(asked) -> None:
    with clock.at(moment(DUE, 23)), pytest.raises(NotReady, match="till och med måndag 7 december 2026"):
        completing.end(asked.application, by=asked.officer)


def test_after_the_last_day_the_case_goes_on_with_what_was_sent(asked) -> None:
    before = asked.application
    with clock.at(factories.NOW + timedelta(days=3)):
        file = attaching.add_attachment(before, kind="avsikt", upload=certificate("Vi"), by=asked.lead)
        assert not file.is_sent_in
        drafting.save_section(
            before, section="bilagor", values={"attachments_done": False}, unparsed={}, version=None, by=asked.lead
        )
    key = file.file.key
    with clock.at(moment(DUE + timedelta(days=1))):
        completing.end(asked.application, by=asked.officer)

    after = asked.application
    assert after.state == ApplicationState.FORMAL_CHECK
    assert after.attachments_done and after.versions.count() == 1
    assert [attachment.kind for attachment in after.attachments.all()] == ["medfinansiering"]
    request = asked.the_case.completions.get()
    assert request.answered_at is not None and request.answered_by is None
    obligation = asked.the_case.obligations.get()
    assert obligation.cancelled_at is not None and obligation.fulfilled_at is None
    assert default_storage.exists(key)  # goes when the transaction commits; the test's never does
    with pytest.raises(MovedOn):
        completing.end(after, by=asked.officer)


def test_roles_that_were_never_handed_in_are_taken_back() -> None:
    with clock.at(factories.NOW):
        tale = factories.assigned_tale()
        tale.ask_completion("organisation", "Skriv vem som betalar", "Vi behöver veta det.", DUE)
        drafting.save_organisation(
            tale.application, values={"governance": ""}, roles=[], unparsed={}, version=None, by=tale.lead
        )
        assert not tale.application.project_roles.exists()
    with clock.at(moment(DUE + timedelta(days=1))):
        completing.end(tale.application, by=tale.officer)
    after = tale.application
    assert [role.role for role in after.project_roles.all()] == ["Projektledare", "Ekonom"]
    assert after.governance.startswith("Styrgrupp")


def test_a_file_put_in_during_completion_may_be_taken_away_until_it_is_handed_in(asked) -> None:
    with clock.at(factories.NOW + timedelta(days=1)):
        file = attaching.add_attachment(asked.application, kind="avsikt", upload=certificate("Vi"), by=asked.lead)
        attaching.remove_attachment(file, by=asked.lead)
        kept = attaching.add_attachment(asked.application, kind="avsikt", upload=certificate("Vi"), by=asked.lead)
        asked.answer_completion("Avsiktsförklaringen ligger i bilagorna.")
        kept.refresh_from_db()
        assert kept.is_sent_in
        sent = asked.application.versions.get(number=2).data["attachments"]
        assert len(sent) == 2
