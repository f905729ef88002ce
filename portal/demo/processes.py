"""Child processes that never outlive their parent: how one is started, watched, restarted and ended."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import partial

_libc = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


def end_with(parent: int, number: int) -> None:
    """For a child before its program starts: the kernel sends it signal `number` when the process `parent` dies."""
    if sys.platform == "linux":
        _libc.prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        os._exit(1)


@dataclass
class Child:
    """A program in a session of its own, so that only we decide in which order things end."""

    name: str
    arguments: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the program, or start it again. Call it from the main thread: its end is what the kernel watches."""
        self.process = subprocess.Popen(
            self.arguments, env=self.environment, stdin=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=partial(end_with, os.getpid(), signal.SIGTERM),
        )  # fmt: skip

    def has_died(self) -> bool:
        """Tell whether it has ended by itself; what it left of its own children is killed then."""
        if self.process is None or self.process.poll() is None:
            return False
        self.signal(signal.SIGKILL)
        self.deaths.append(time.monotonic())
        return True

    def keeps_dying(self, times: int = 3, seconds: int = 60) -> bool:
        """Tell whether the last `times` deaths came within `seconds`, so that another start helps nobody."""
        return len(self.deaths) >= times and self.deaths[-1] - self.deaths[-times] < seconds

    def signal(self, number: int) -> None:
        """Send a signal to it and to what it has started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


def stop(children: list[Child], patience: float = 10) -> None:
    """End them all at once: asked first, killed after `patience` seconds. Nothing of them lives when this returns."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + patience
    for child in children:
        if child.process is not None:
            try:
                child.process.wait(timeout=max(0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
            child.signal(signal.SIGKILL)
