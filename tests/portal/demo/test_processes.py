"""Children of the runner: they end when asked, when killed and when their parent dies."""

import os
import subprocess
import sys
import time
from pathlib import Path

from portal.demo.processes import Child, stop

SLEEP = "import time; time.sleep(60)"
DEAF_WITH_CHILD = """
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path({pid_file!r}).write_text(str(inner.pid))
time.sleep(60)
"""


def child(code: str) -> Child:
    return Child("prov", [sys.executable, "-c", code], dict(os.environ))


def ends(pid: int, within: float = 5) -> bool:
    """Tell whether the process is gone, or waits only to be buried, within some seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.05)
    return False


def test_stop_ends_the_deaf_and_what_they_started(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    deaf = child(DEAF_WITH_CHILD.format(pid_file=str(pid_file)))
    deaf.start()
    deadline = time.monotonic() + 10
    while not pid_file.exists() or not pid_file.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    grandchild = int(pid_file.read_text())
    stop([deaf], patience=0.2)
    assert ends(grandchild)


def test_a_death_is_noticed_and_too_many_are_told_apart_from_one() -> None:
    brief = child("pass")
    for _ in range(3):
        assert not brief.keeps_dying()
        brief.start()
        assert brief.process is not None
        brief.process.wait()
        assert brief.has_died()
    assert brief.keeps_dying()


def test_a_child_ends_with_its_parent() -> None:
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import os, sys; from portal.demo.processes import Child;"
            f"c = Child('prov', [sys.executable, '-c', {SLEEP!r}], dict(os.environ)); c.start();"
            "print(c.process.pid, flush=True); os.kill(os.getpid(), 9)",
        ],
        stdout=subprocess.PIPE,
    )
    pid = int(parent.communicate()[0])
    assert ends(pid)
