"""A real Celery worker on the test's database, in a room of its own, that can be killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connection
from psycopg import sql

from portal.demo import places
from portal.demo.processes import end_with

# As `manage.py demo` starts it.
CELERY = ["celery", "--app=portal.celery", "--quiet", "worker", "--pool=solo", "--loglevel=warning"]
CELERY += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
SECONDS = 120  # the promise: two minutes after a restart nothing is owed


class Worker:
    """The room holds files, queue and log. `environment` is what another process needs to share room and database."""

    def __init__(self, room: Path, smtp_port: int = 1) -> None:
        self.room = room
        self.files = room / "files"
        self.log = room / "worker.log"
        for folder in ("files", "queue", "control", "tmp"):
            (room / folder).mkdir(exist_ok=True)
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.hard.settings",
            "DATABASE_URL": database_url(),
            "HARD_ROOM": str(room),
            "HARD_SMTP_PORT": str(smtp_port),
            "TMPDIR": str(room / "tmp"),  # the broker of files moves messages through it, on one disk
            "PYTHONWARNINGS": "ignore:::celery.platforms",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *CELERY],
                cwd=places.BASE_DIR,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=partial(end_with, os.getpid(), signal.SIGKILL),
            )

    def kill(self) -> None:
        """SIGKILL, to it and to whatever it has started."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def terminate(self) -> int:
        """SIGTERM; gives the exit code once it has ended by itself."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(SECONDS)

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def run(self, *words: str) -> subprocess.Popen[bytes]:
        """Start `manage.py` with `words` in the same room, on the same database."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "manage.py", *words],
                cwd=places.BASE_DIR,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=partial(end_with, os.getpid(), signal.SIGKILL),
            )

    def wait(self, reached: Callable[[], bool], what: str) -> None:
        """Wait until it has been reached. Raises AssertionError, with the end of the log, when it is not."""
        deadline = time.monotonic() + SECONDS
        while not reached():
            ended = self.process is not None and self.process.poll() is not None
            if ended or time.monotonic() > deadline:
                told = self.log.read_text(errors="replace")[-4000:]
                raise AssertionError(f"{'the worker ended' if ended else 'two minutes passed'} before {what}:\n{told}")
            time.sleep(0.02)


@contextmanager
def worker_in(room: Path, smtp_port: int = 1) -> Iterator[Worker]:
    """A worker, not started, that is gone after the block."""
    worker = Worker(room, smtp_port)
    try:
        yield worker
    finally:
        worker.end()


def database_url() -> str:
    """The test's own database, for a process that reads DATABASE_URL; also over a socket in a path of any signs."""
    entry = connection.settings_dict
    person = f"{entry['USER']}:{quote(entry['PASSWORD'])}" if entry.get("PASSWORD") else entry["USER"]
    host = str(entry["HOST"])
    if host.startswith("/"):
        return f"postgres://{person}@/{quote(host)}/{entry['NAME']}"
    return f"postgres://{person}@{host}:{entry['PORT'] or 5432}/{entry['NAME']}"


@contextmanager
def table_locked(table: str, mode: str = "EXCLUSIVE") -> Iterator[None]:
    """Keep everybody else from writing to the table, or locking rows in it, for the block: they wait where they are."""
    entry = connection.get_connection_params()
    known = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{name: entry[name] for name in known if entry.get(name)}) as holder:
        holder.execute(sql.SQL("LOCK TABLE {} IN {} MODE").format(sql.Identifier(table), sql.SQL(mode)))
        yield
        holder.rollback()


def waiting() -> int:
    """How many connections to this database wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()
            """
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def is_rendering() -> bool:
    """Another connection holds a document's row while its PDF is made: idle inside its transaction, with the lock.

    In this database: those of the other test processes are copies of one template, so their tables have the same oid.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE relation = 'applications_document'::regclass AND mode = 'RowShareLock' AND granted
              AND datname = current_database()
              AND pg_locks.pid <> pg_backend_pid() AND state = 'idle in transaction'
            """
        )
        row = cursor.fetchone()
    return bool(row and row[0])
