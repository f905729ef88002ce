"""The portal as people meet it: a web server, a worker and a database that is copied anew for each test.

The example data take a minute or two to make, so the processes of a run share them: the first one makes the template,
in the folder `shared`, and the last one to leave drops it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

from portal.demo import places
from portal.demo.processes import end_with
from tests.server import RUN, SCHEMA

HOST = "127.0.0.1"
FOLDERS = ("files", "queue", "control", "tmp")
READY_WITHIN = 120  # seconds; slow machines take their time
# As `manage.py demo` starts them.
WEB = ["gunicorn", "portal.wsgi", "--worker-class=gthread", "--workers=1", "--threads=4", "--log-level=warning"]
WEB += ["--no-control-socket", "--graceful-timeout=5"]
WORKER = ["celery", "--app=portal.celery", "--quiet", "worker", "--pool=solo", "--loglevel=warning"]
WORKER += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
# Each process asks what the demo's clock says at most once a second (portal/demo/clock.py).
CLOCK_IS_KNOWN_FOR = 1.1


class House:
    """Web server and worker run as long as the block of `open_house`; `reset` gives them a fresh database."""

    def __init__(self, room: Path, shared: Path) -> None:
        self.room, self.shared = room, shared
        self.log = room / "house.log"
        for folder in FOLDERS:
            (room / folder).mkdir()
        run = f"{os.environ[RUN]}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        self.database, self.template = f"test_run_{run}_browser", f"test_run_{os.environ[RUN]}_browser_template"
        self.port = _free_port()
        self.address = f"http://{HOST}:{self.port}"
        self.is_fresh = False  # nobody has changed anything since the last reset
        self._children: list[subprocess.Popen[bytes]] = []
        self._told = 0

    def environment(self, database: str, room: Path) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
            "BROWSER_ROOM": str(room),
            "BROWSER_DATABASE": database,
            "BROWSER_ADDRESS": self.address,
            "TMPDIR": str(room / "tmp"),  # the broker of files moves messages through it, on one disk
            "PYTHONWARNINGS": "ignore:::celery.platforms",
        }

    def take_template(self) -> None:
        """Make the template, or wait for the one who does; its files are copied here."""
        made = self.shared / "made"
        with _locked(self.shared / "making.lock"):
            if not made.exists():
                self._fill_template()
                made.touch()
        shutil.copytree(self.shared / "files", self.room / "files", dirs_exist_ok=True)

    def _fill_template(self) -> None:
        """Raises AssertionError with what the seed said when it fails."""
        for folder in FOLDERS:
            (self.shared / folder).mkdir(exist_ok=True)
        self.drop_template()  # half made by one that failed
        with _server() as server:
            # Migrated already, unless DATABASE_URL names another server (tests/server.py).
            migrated = sql.Identifier(os.environ.get(SCHEMA, "template1"))
            named = {"name": sql.Identifier(self.template), "migrated": migrated}
            server.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {migrated}").format(**named))
        filled = subprocess.run(
            [sys.executable, "-m", "tests.browser.template"],
            cwd=places.BASE_DIR, env=self.environment(self.template, self.shared),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert filled.returncode == 0, f"the example data could not be made:\n{filled.stderr[-4000:]}"
        # A document that could not be made is only logged, and would be missing in every test.
        assert "Traceback" not in filled.stderr, filled.stderr[-4000:]

    def drop_template(self) -> None:
        (self.shared / "made").unlink(missing_ok=True)
        with _server() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(self.template)))

    def start(self) -> None:
        self.reset()
        self._run([*WEB, f"--bind={HOST}:{self.port}"])
        self._run(WORKER)
        self._wait_until_well()

    def reset(self) -> None:
        """A fresh copy of the template, nothing in the queue, and the clock back at today."""
        with _server() as server:
            names = {"name": sql.Identifier(self.database), "template": sql.Identifier(self.template)}
            self._let_them_finish(server)
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)").format(**names))
            server.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**names))
        if self._children:
            time.sleep(CLOCK_IS_KNOWN_FOR)
        self.is_fresh = True
        self.heed()

    def heed(self) -> None:
        """From here on the processes' complaints are about the test that begins."""
        self._told = self.log.stat().st_size if self.log.exists() else 0

    def _let_them_finish(self, server: psycopg.Connection[Any]) -> None:
        """Wait until nobody works in the database: a task cut off in the middle would complain in the next test."""
        deadline = time.monotonic() + READY_WITHIN
        busy = True
        while busy and time.monotonic() < deadline:
            for message in (self.room / "queue").iterdir():
                message.unlink(missing_ok=True)
            busy = _is_busy(server, self.database)
            if busy:
                time.sleep(0.05)

    def end_session(self, cookies: Iterable[Mapping[str, Any]]) -> None:
        """The session of a window ends, as when nobody has been there for half an hour."""
        key = next(cookie["value"] for cookie in cookies if cookie["name"] == settings.SESSION_COOKIE_NAME)
        with _server(self.database) as server:
            server.execute("DELETE FROM django_session WHERE session_key = %s", [key])

    def complaints(self) -> str:
        """What the processes have logged of their own faults since the last reset."""
        with self.log.open("rb") as log:
            log.seek(self._told)
            said = log.read().decode(errors="replace")
        return said if "Traceback" in said or " ERROR " in said else ""

    def stop(self) -> None:
        for child in self._children:
            child.terminate()
        for child in self._children:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        with _server() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.database)))

    def _run(self, words: list[str]) -> None:
        with self.log.open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=places.BASE_DIR, env=self.environment(self.database, self.room), stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
                preexec_fn=partial(end_with, os.getpid(), signal.SIGTERM),
            )  # fmt: skip
        self._children.append(child)

    def _wait_until_well(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while (answer := self._health()) != "200":
            ended = any(child.poll() is not None for child in self._children)
            if ended or time.monotonic() > deadline:
                raise AssertionError(f"the portal did not start ({answer}):\n{self.log.read_text()[-4000:]}")
            time.sleep(0.2)

    def _health(self) -> str:
        try:
            with urllib.request.urlopen(f"{self.address}/halsa/", timeout=10) as answer:
                return str(answer.status)
        except urllib.error.HTTPError as fault:
            return f"{fault.code} {fault.read().decode(errors='replace')}"
        except OSError as fault:
            return str(fault)


@contextmanager
def open_house(room: Path, shared: Path) -> Iterator[House]:
    """The portal with its example data, up and well; nothing of it is left after the block."""
    house = House(room, shared)
    with (shared / "in-use.lock").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            house.take_template()
            house.start()
            yield house
        finally:
            house.stop()
            with suppress(BlockingIOError):  # somebody else still copies from it
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                house.drop_template()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _server(database: str = "postgres") -> psycopg.Connection[Any]:
    entry = settings.DATABASES["default"]
    known = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    address = {word: entry[key] for key, word in known.items() if entry.get(key)}
    return psycopg.connect(**address, dbname=database, autocommit=True)


def _is_busy(server: psycopg.Connection[Any], database: str) -> bool:
    """Tell whether anybody is in a statement or a transaction in that database."""
    question = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND state <> 'idle'"
    row = server.execute(question, [database]).fetchone()
    return bool(row and row[0])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
