"""What every test stands on: the demo's region is built once per worker, outside the tests' transactions."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings as properties

from tests import factories, printing

# A busy machine is no fault, and what was found once can be tried again from the printed blob.
properties.register_profile("portal", deadline=None, print_blob=True)
properties.load_profile("portal")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        factories.world()
    yield


@pytest.fixture(autouse=True, scope="session")
def letters_are_set_once() -> Iterator[None]:
    with printing.set_once():
        yield


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded stays: collecting garbage among it, thousands of times, finds none."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many cells of who, what and when were tried, by matrix; the tests record them."""
    cells: dict[str, int] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, count in getattr(report, "user_properties", ()):
                if name.startswith("cells ") and getattr(report, "when", "") == "call":
                    cells[name] = cells.get(name, 0) + count
    for name, count in sorted(cells.items()):
        terminalreporter.write_line(f"{name.removeprefix('cells ')}: {count} cells, none unexpected")
