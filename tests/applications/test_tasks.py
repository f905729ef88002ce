"""The tasks: thin, named as those who enqueue them say, and safe to run twice."""

from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from post_office.models import STATUS, Email

from applications import jobs, tasks
from applications.documents import making
from applications.notifications import telling
from portal import clock, schedule
from portal.celery import app
from portal.files import tasks as scans
from reviews.jobs import referrals, statistics, successions
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_names_that_are_enqueued_are_names_of_tasks() -> None:
    assert tasks.make_document.name == making.TASK
    assert tasks.send_mails.name == telling.TASK
    named = {jobs.sweep.name, jobs.morning.name, jobs.nightly.name, successions.name, statistics.name, scans.sweep.name}
    named |= {referrals.name}
    assert named == {row.task for row in schedule.PERIODIC}
    assert named | {making.TASK, telling.TASK} <= set(app.tasks)


def test_document_is_made_by_its_id_and_a_second_message_does_nothing() -> None:
    with clock.at(factories.NOW):
        document = factories.submitted_application().case.documents.get()
        tasks.make_document(str(document.pk))
        document.refresh_from_db()
        first = document.file
        tasks.make_document(str(document.pk))
    document.refresh_from_db()
    assert document.file == first is not None


def test_mails_are_sent_once_with_their_own_message_id() -> None:
    with clock.at(factories.NOW):
        factories.submitted_application()
    queued = Email.objects.filter(status=STATUS.queued)
    ids = set(queued.values_list("message_id", flat=True))
    assert len(ids) == queued.count() == 4
    tasks.send_mails("anyone")
    tasks.send_mails()
    assert {message.extra_headers["Message-ID"] for message in mail.outbox} == ids
    assert len(mail.outbox) == 4
    assert not queued.exists()
