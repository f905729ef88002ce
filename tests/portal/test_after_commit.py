"""Background work is asked for after the commit, and a dead broker costs a warning, not the request."""

import logging
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction

from portal import after_commit
from portal.celery import app

TASK = "applications.jobs.sweep"
ROW = UUID("0b7f0f5e-6e5c-4a58-9d5c-0d2b8c1f7a11")


@pytest.fixture
def folder_broker(tmp_path: Path) -> Iterator[Path]:
    """The broker of files, as the demo has it, in a folder of the test's own."""
    queue = tmp_path / "queue"
    queue.mkdir()
    before = {name: app.conf[name] for name in ("broker_url", "broker_transport", "broker_transport_options")}
    app.conf.broker_url = "filesystem://localhost//"
    app.conf.broker_transport = "portal.demo.broker:Transport"
    app.conf.broker_transport_options = {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(tmp_path / "control"),
    }
    forget_connections()
    yield queue
    app.conf.update(before)
    forget_connections()


def forget_connections() -> None:
    app._pool = app.amqp._producer_pool = None


@pytest.mark.django_db(transaction=True)
def test_enqueue_waits_for_the_commit(folder_broker: Path) -> None:
    with transaction.atomic():
        after_commit.enqueue(TASK, ROW)
        assert not list(folder_broker.iterdir())
    (message,) = folder_broker.iterdir()
    assert TASK in message.read_text()


@pytest.mark.django_db(transaction=True)
def test_enqueue_sends_nothing_when_the_transaction_fails(folder_broker: Path) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        after_commit.enqueue(TASK, ROW)
        raise ZeroDivisionError
    assert not list(folder_broker.iterdir())


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_is_logged_and_forgotten(folder_broker: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder_broker.rmdir()
    folder_broker.touch()
    with caplog.at_level(logging.WARNING), transaction.atomic():
        after_commit.enqueue(TASK, ROW)
    assert "väntar på nästa svep" in caplog.text
