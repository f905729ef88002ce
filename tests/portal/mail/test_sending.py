"""One sender at a time, each mail once, oldest first; a mail that fails waits and stops no other."""

import time
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import override_settings
from post_office.connections import connections
from post_office.mail import create
from post_office.models import STATUS, Email

from portal.mail import sending

pytestmark = pytest.mark.django_db

SENDER = "Portalen <portalen@example.se>"


class Unreachable(EmailBackend):
    """A mail server that refuses one recipient."""

    def send_messages(self, messages):
        if any("otillganglig@example.se" in message.to for message in messages):
            raise ConnectionRefusedError("the mail server does not answer")
        return super().send_messages(messages)


def queue(*recipients: str) -> list[Email]:
    """Mails put on the queue in this order."""
    return [create(SENDER, recipients=[one], subject=f"Till {one}", message="Hej") for one in recipients]


@pytest.fixture
def another_connection() -> Iterator[psycopg.Connection]:
    """As if a second worker had one."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        yield other


def test_what_is_queued_is_sent_once_in_order() -> None:
    queue("anna@example.se", "bo@example.se", "cia@example.se")
    assert sending.send_queued() == 3
    assert [letter.to for letter in mail.outbox] == [["anna@example.se"], ["bo@example.se"], ["cia@example.se"]]
    assert set(Email.objects.values_list("status", flat=True)) == {STATUS.sent}
    assert sending.send_queued() == 0
    assert len(mail.outbox) == 3


def test_each_mail_has_a_message_id_of_its_own_that_stays() -> None:
    queue("anna@example.se", "bo@example.se")
    sending.send_queued()
    ids = [letter.extra_headers["Message-ID"] for letter in mail.outbox]
    assert len(set(ids)) == 2
    assert ids == list(Email.objects.order_by("pk").values_list("message_id", flat=True))
    assert all(id.endswith("@example.se>") for id in ids)


def test_while_one_sends_another_sends_nothing(another_connection: psycopg.Connection) -> None:
    queue("anna@example.se")
    another_connection.execute("SELECT pg_advisory_lock(%s)", [sending.LOCK])
    assert sending.send_queued() == 0
    assert not mail.outbox
    another_connection.execute("SELECT pg_advisory_unlock(%s)", [sending.LOCK])
    assert sending.send_queued() == 1


def test_a_sender_that_died_holds_nobody_up(another_connection: psycopg.Connection) -> None:
    queue("anna@example.se")
    another_connection.execute("SELECT pg_advisory_lock(%s)", [sending.LOCK])
    another_connection.close()
    _wait_until_the_server_has_noticed()
    assert sending.send_queued() == 1


def _wait_until_the_server_has_noticed() -> None:
    deadline = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
                "WHERE datname = current_database() AND locktype = 'advisory' AND objid = %s",
                [sending.LOCK],
            )
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.05)


def test_the_lock_is_let_go_afterwards(another_connection: psycopg.Connection) -> None:
    queue("anna@example.se")
    sending.send_queued()
    row = another_connection.execute("SELECT pg_try_advisory_lock(%s)", [sending.LOCK]).fetchone()
    assert row == (True,)


@override_settings(
    POST_OFFICE={
        "BACKENDS": {"default": f"{__name__}.Unreachable"},
        "BATCH_SIZE": 1,
        "THREADS_PER_PROCESS": 1,
        "MAX_RETRIES": 8,
        "MESSAGE_ID_ENABLED": True,
        "MESSAGE_ID_FQDN": "example.se",
        "CELERY_ENABLED": False,
    }
)
def test_a_mail_that_fails_waits_and_stops_no_other() -> None:
    connections.close()
    queue("anna@example.se", "otillganglig@example.se", "cia@example.se")
    assert sending.send_queued() == 2
    assert [letter.to for letter in mail.outbox] == [["anna@example.se"], ["cia@example.se"]]
    waiting = Email.objects.get(to="otillganglig@example.se")
    assert waiting.status == STATUS.requeued
    assert sending.owed()[0] == 1
    connections.close()


def test_what_is_owed_is_counted_with_its_age() -> None:
    assert sending.owed() == (0, 0)
    queue("anna@example.se", "bo@example.se")
    count, seconds = sending.owed()
    assert count == 2
    assert 0 <= seconds < 60
    first = Email.objects.earliest("pk")
    Email.objects.filter(pk=first.pk).update(created=first.created - timedelta(hours=1))
    assert 3600 <= sending.owed()[1] < 3660
    sending.send_queued()
    assert sending.owed() == (0, 0)
