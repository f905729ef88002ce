"""A web worker as it is started in the demo: how soon it answers, and how much memory it holds, fresh and used."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import psutil

from portal.demo import places
from portal.demo.processes import end_with

MOST_FRESH = 100  # megabytes
REQUESTS = 300
PATIENCE = 60


@dataclass(frozen=True)
class Worker:
    """Seconds from start to the first answer; megabytes resident after that, and after REQUESTS pages."""

    start_up: float
    fresh: float
    used: float


def measure(visits: Sequence[tuple[str, str]]) -> Worker:
    """`visits`: (address, session key or nothing) to go round among."""
    port = _free_port()
    began = time.perf_counter()
    web = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "portal.wsgi", f"--bind=127.0.0.1:{port}", "--worker-class=gthread",
            "--workers=1", "--threads=4", "--log-level=error", "--no-control-socket",
        ],
        cwd=places.BASE_DIR, env=dict(os.environ), stdin=subprocess.DEVNULL, start_new_session=True,
        preexec_fn=partial(end_with, os.getpid(), signal.SIGTERM),
    )  # fmt: skip
    try:
        while _status(port, "/") != 200:
            assert web.poll() is None, "the web process ended"
            assert time.perf_counter() - began < PATIENCE, "the web process does not answer"
            time.sleep(0.02)
        start_up = time.perf_counter() - began
        fresh = _megabytes(web.pid)
        for number in range(REQUESTS):
            address, session = visits[number % len(visits)]
            status = _status(port, address, session)
            assert status == 200, f"{status} at {address}"
        return Worker(start_up, fresh, _megabytes(web.pid))
    finally:
        web.terminate()
        web.wait(PATIENCE)


def _megabytes(master: int) -> float:
    """What the one worker holds; gunicorn's master stands beside it."""
    (worker,) = psutil.Process(master).children()
    return float(worker.memory_info().rss) / 1024 / 1024


def _status(port: int, path: str, session: str = "") -> int:
    """The answer's status, 0 while nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Cookie": f"sessionid={session}"} if session else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except OSError:
        return 0
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
