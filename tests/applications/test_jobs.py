"""The jobs: the sweep makes what is owed, the morning marks and reminds, and any of them may run again."""

from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from post_office.models import STATUS, Email

from applications import jobs
from applications.enums import ClaimState, ProjectState, ReportState
from applications.models import Decision, Document, Notice, TransitionLog
from applications.selectors import owed
from portal import clock
from portal.accounts.models import Authority
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def at(day: date, hour: int = 8) -> Any:
    return clock.at(datetime(day.year, day.month, day.day, hour, 5, tzinfo=clock.STOCKHOLM))


def test_sweep_makes_every_owed_document_and_sends_every_mail() -> None:
    with clock.at(factories.NOW):
        for _ in range(3):
            factories.submitted_application(factories.call())
        assert owed.documents()[0] == 3
        assert jobs.run_sweep() == {"documents": 3, "mails": 12}
        assert jobs.run_sweep() == {"documents": 0, "mails": 0}
    assert owed.documents() == (0, 0)
    assert not Email.objects.filter(status=STATUS.queued).exists()


def test_one_document_that_fails_stops_none_of_the_others() -> None:
    """A refused logo was frozen into one decision and its memo; the receipt of another case is made all the same."""
    with clock.at(factories.NOW):
        factories.world()
        Authority.objects.update(logo_svg='<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
        tale = factories.proposed_tale()
        tale.decide_by_delegation("handlaggare")
        Authority.objects.update(logo_svg="")
    with clock.at(factories.NOW + timedelta(minutes=1)):
        factories.submitted_application(factories.call())
        assert jobs.run_sweep()["documents"] == 2
        assert set(Document.objects.filter(file=None).values_list("kind", flat=True)) == {"memo", "decision"}
        failed = Document.objects.get(kind="decision")
        assert (failed.file, failed.attempts) == (None, 1)
        Document.objects.filter(file=None).update(attempts=owed.PATIENCE)
        jobs.run_sweep()
        failed.refresh_from_db()
        assert failed.attempts == owed.PATIENCE, "the sweep rests it"
        jobs.run_morning()
        failed.refresh_from_db()
        assert failed.attempts == owed.PATIENCE + 1, "the morning tries it again"
    assert Decision.objects.get().state == "made"


def test_morning_starts_the_project_and_opens_report_and_claim_in_time() -> None:
    with clock.at(factories.NOW):
        tale = factories.accepted_tale()  # 2027-01-01 – 2028-12-31, a report per calendar year
    with at(date(2026, 12, 31)):
        assert jobs.run_morning()["started"] == 0
    with at(date(2027, 1, 2)):  # a Saturday: what is marked need not wait for a working day
        assert jobs.run_morning()["started"] == 1
        assert jobs.run_morning()["started"] == 0
        tale.implement()
    with at(date(2027, 12, 16)):
        assert jobs.run_morning()["reports_opened"] == 0
    with at(date(2027, 12, 17)):
        done = jobs.run_morning()
        assert (done["reports_opened"], done["claims_opened"]) == (1, 1)
        assert jobs.run_morning()["reports_opened"] == 0
    assert (tale.report(1).state, tale.claim(1).state) == (ReportState.OPEN, ClaimState.OPEN)
    assert tale.report(2).state == ReportState.PLANNED
    with at(date(2028, 10, 1)):
        assert jobs.run_morning()["closing"] == 0
    with at(date(2028, 10, 2)):
        assert jobs.run_morning()["closing"] == 1
    assert tale.project.state == ProjectState.CLOSING
    by_system = TransitionLog.objects.filter(actor_kind="system").values_list("move", flat=True)
    assert set(by_system) == {"register", "start", "open", "close"}, "the system marks; it decides nothing"


def test_skipped_days_are_caught_up() -> None:
    with clock.at(factories.NOW):
        tale = factories.accepted_tale()
    with at(date(2028, 1, 10)):  # nothing has run for a year
        done = jobs.run_morning()
    assert (done["started"], done["reports_opened"], done["claims_opened"]) == (1, 1, 1)
    assert tale.project.state == ProjectState.START_UP


def test_days_jobs_can_be_run_for_a_date_and_again() -> None:
    with clock.at(factories.NOW):
        tale = factories.accepted_tale()
    due = tale.case.obligations.get(kind="report", number=1).due_on
    day = (due - timedelta(days=30)).isoformat()
    assert due == date(2028, 2, 29) and day == "2028-01-30"  # a Sunday: the reminder is Friday's
    out = StringIO()
    call_command("dagens_jobb", "--datum", "2028-01-28", stdout=out)
    assert out.getvalue().startswith("Fredag 28 januari 2028:\n")
    assert "   2 påminnelser har skrivits" in out.getvalue()
    assert Notice.objects.filter(event="reminders:2028-01-28").count() == 2
    again = StringIO()
    call_command("dagens_jobb", "--datum", "2028-01-28", stdout=again)
    assert "   0 påminnelser har skrivits" in again.getvalue()
    assert "   0 mejl har skickats" in again.getvalue()


def test_date_that_does_not_exist_is_refused_in_words() -> None:
    with pytest.raises(CommandError, match="2026-02-30 är inget datum"):
        call_command("dagens_jobb", "--datum", "2026-02-30")


def test_night_clears_sessions_that_have_run_out() -> None:
    old, live = SessionStore(), SessionStore()
    old.set_expiry(-1)
    old.save()
    live.set_expiry(3600)
    live.save()
    assert jobs.run_nightly() == {"owed_documents": 0, "orphans": 0}
    assert set(Session.objects.values_list("pk", flat=True)) == {live.session_key}
