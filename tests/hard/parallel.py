"""Several calls at the same moment, each in a thread with a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextvars import copy_context
from typing import Any

from django.db import connections

PATIENCE = 60  # seconds; who waits longer than this for the others is stuck


def together(calls: Iterable[Callable[[], Any]]) -> list[Any]:
    """Let all calls start at once and return, in order, what each gave back or the exception that it raised.

    Each thread sees the clock as the test has set it. Raises AssertionError when a call does not come back.
    """
    work = list(calls)
    outcomes: list[Any] = [None] * len(work)
    start = threading.Barrier(len(work), timeout=PATIENCE)

    def run(number: int, call: Callable[[], Any]) -> None:
        try:
            connections["default"].ensure_connection()
            start.wait()
            outcomes[number] = call()
        except Exception as fault:
            outcomes[number] = fault
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=copy_context().run, args=(run, number, call), daemon=True)
        for number, call in enumerate(work)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "a call hangs: a deadlock, or a lock that is never let go"
    return outcomes


def faults(outcomes: Iterable[Any]) -> list[Exception]:
    """The exceptions among what `together` gave."""
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def kinds(outcomes: Iterable[Any]) -> list[type[Exception]]:
    """Their types, to compare with what a test expects."""
    return [type(fault) for fault in faults(outcomes)]
