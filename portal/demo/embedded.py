"""The embedded PostgreSQL server of the demo and the tests: one owner at a time starts it, everyone else joins."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from portal.demo import cluster, places
from portal.demo.cluster import ServerError
from portal.demo.places import Purpose
from portal.demo.processes import end_with

PATIENCE = 60  # seconds that a start, or the wait for somebody else's, may take
SETTINGS = ("listen_addresses=", "timezone=UTC", "jit=off")
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def purpose_of(database: Mapping[str, Any]) -> Purpose | None:
    """Which embedded server a DATABASES entry points at; None when it is a server of somebody else's."""
    return next((p for p in places.PURPOSES if database.get("HOST") == str(places.socket_dir(p))), None)


@contextmanager
def running(purpose: Purpose) -> Iterator[bool]:
    """Keep the server up for the block: True for its owner, False for who joins. Call it from the main thread.

    PostgreSQL inherits the lock, so a free lock means that no process of an earlier server lives, however its owner
    ended. Raises ServerError when the server can neither be started nor joined.
    """
    lock = _lock_or_join(purpose)
    if lock is None:
        yield False
        return
    try:
        server = _start(purpose, lock)
        try:
            _wait_for(server, purpose)
            yield True
        finally:
            _stop(server)
    finally:
        os.close(lock)


def reset() -> None:
    """Remove the demo's data and files, and those of the tests when no test run uses them.

    Raises ServerError while the demo runs.
    """
    for purpose in places.PURPOSES:
        lock = _take_lock(purpose)
        if lock is None and purpose == "demo":
            raise ServerError("Demon körs. Avsluta den först, med Ctrl-C där den startades.")
        if lock is None:
            return
        for folder in (places.server_dir(purpose), places.data_dir(purpose), places.socket_dir(purpose)):
            if folder.exists():
                shutil.rmtree(folder)
        os.close(lock)
    if os.geteuid() == 0 and places.server_home().exists():
        shutil.rmtree(places.server_home())


@contextmanager
def _in_one_sentence() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise ServerError(cluster.sentence(str(fault))) from fault


def _lock_or_join(purpose: Purpose) -> int | None:
    deadline = time.monotonic() + PATIENCE
    while (lock := _take_lock(purpose)) is None:
        if _answers(purpose, places.DATABASE):
            return None
        if time.monotonic() > deadline:
            raise ServerError(f"Databasservern är upptagen men svarar inte. Låset är {places.lock_file(purpose)}.")
        time.sleep(0.1)
    return lock


@_in_one_sentence()
def _take_lock(purpose: Purpose) -> int | None:
    places.data_dir(purpose).mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(places.lock_file(purpose), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


@_in_one_sentence()
def _start(purpose: Purpose, lock: int) -> subprocess.Popen[bytes]:
    programs = cluster.binaries()
    data = cluster.data_folder(purpose, programs)
    socket_dir = places.socket_dir(purpose)
    cluster.private_folder(socket_dir)
    for left in (data / "postmaster.pid", socket_dir / f"{places.SOCKET_NAME}.lock"):
        left.unlink(missing_ok=True)  # of a killed server: the number in it may be another process's by now
    quoted = str(socket_dir).replace('"', '""')
    settings = [f'unix_socket_directories="{quoted}"', *SETTINGS, *(UNSAFE_BUT_FAST if purpose == "test" else ())]
    with _log(purpose).open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", data, *(part for setting in settings for part in ("-c", setting))],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=data, env=cluster.PLAIN_ENVIRONMENT,
            start_new_session=True, pass_fds=[lock], preexec_fn=partial(end_with, os.getpid(), signal.SIGINT),
            **cluster.server_user(),
        )  # fmt: skip


def _wait_for(server: subprocess.Popen[bytes], purpose: Purpose) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _answers(purpose, "postgres"):
        if server.poll() is not None or time.monotonic() > deadline:
            raise ServerError(cluster.sentence(_log(purpose).read_text(errors="replace")))
        time.sleep(0.05)
    with _connect(purpose, "postgres") as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [places.DATABASE]).fetchone():
            connection.execute("CREATE DATABASE portal")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def _answers(purpose: Purpose, database: str) -> bool:
    try:
        _connect(purpose, database).close()
    except psycopg.OperationalError:
        return False
    return True


def _connect(purpose: Purpose, database: str) -> psycopg.Connection:
    entry = places.database_settings(purpose)
    return psycopg.connect(
        host=entry["HOST"], port=entry["PORT"], user=entry["USER"], dbname=database, connect_timeout=5, autocommit=True
    )


def _log(purpose: Purpose) -> Path:
    return places.data_dir(purpose) / "postgres.log"


if __name__ == "__main__":
    try:
        reset()
    except ServerError as fault:
        sys.exit(str(fault))
