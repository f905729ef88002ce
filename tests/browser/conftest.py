"""What the browser tests share: one portal and one Chromium per run, a fresh database and fresh windows per test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from portal.demo import places

from .house import House, open_house
from .window import Window

# The shell does what a window without a screen needs, and a page takes two thirds of the time.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PATIENCE = 30_000  # milliseconds before a thing that never comes is a fault; nothing is said about how fast it is
expect.set_options(timeout=PATIENCE)
DIRECTORY = Path(__file__).parent
SCREENS = places.BASE_DIR / "var" / "screens"
FAILED = pytest.StashKey[bool]()

OpenWindow = Callable[..., Window]


# Minutes each: begun first, so that no process ends with one of them while the other has nothing left.
LONGEST_FIRST = (
    "test_whole_story",
    "test_reflow",
    "test_desk_story",
    "test_delegated",
    "test_by_keyboard",
    "test_new_call",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder is a browser test, so that none can be forgotten."""
    for item in items:
        if DIRECTORY in item.path.parents:
            item.add_marker(pytest.mark.browser)
    place = {name: number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))


def is_asked_for() -> bool:
    """Whether PICTURES asks for pictures of the pages."""
    return bool(os.environ.get("PICTURES"))


def picture(me: Window, name: str) -> None:
    """Keep a picture in var/screens/, to be looked at beside the design, when it is asked for."""
    if is_asked_for():
        me.shot(SCREENS / name)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.fail("Chromium saknas. Installera det med apt-get install chromium.", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS, chromium_sandbox=False)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of the run share."""
    room = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        room = room.parent
    (room / "shared").mkdir(exist_ok=True)
    return room / "shared"


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house"), shared) as one:
        yield one


@pytest.fixture
def portal(house: House, request: pytest.FixtureRequest) -> Iterator[House]:
    """The portal with the example data as they were seeded; what its processes complain of fails the test.

    Tests marked `reads` change nothing but who is signed in, so that one after another finds all as it was.
    """
    reads = request.node.get_closest_marker("reads") is not None
    if not (reads and house.is_fresh):
        house.reset()
    house.heed()
    house.is_fresh = reads
    yield house
    assert not house.complaints(), house.complaints()[-6000:]


@pytest.fixture
def window(portal: House, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[OpenWindow]:
    """Opens windows: `window()` for somebody unknown, `window("sokande")` for one who signs in first."""
    opened: list[Window] = []

    def opens(person: str = "", *, kind: type[Window] = Window, **look: Any) -> Window:
        one = kind(chromium, portal.address, **look)
        one.page.set_default_timeout(PATIENCE)
        opened.append(one)
        return one.sign_in(person) if person else one

    yield opens
    for number, one in enumerate(opened):
        if request.node.stash.get(FAILED, False):
            one.shot(SCREENS / "fel" / f"{request.node.name}-{number}.png")
        one.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Of a test that fails the windows are kept as pictures, for the one who mends it."""
    outcome: Any = yield
    if outcome.get_result().failed:
        item.stash[FAILED] = True


@pytest.fixture
def person(window: OpenWindow) -> Callable[[str], Window]:
    """Each person's one window, signed in when first asked for."""
    known: dict[str, Window] = {}

    def of(name: str) -> Window:
        if name not in known:
            known[name] = window(name)
        return known[name]

    return of
