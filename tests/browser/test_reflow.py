"""Every page type, as each account finds it by its links: axe in light and dark, and nothing sideways at 320 px.

With `PICTURES=1` a picture of each page type at 320, 768 and 1280 px is left in var/screens/.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from django.urls import Resolver404, resolve

from portal.demo.accounts import EVERYBODY

from .conftest import OpenWindow, picture
from .window import SIZE, Window

NARROW = {"width": 320, "height": 800}
TABLET = {"width": 768, "height": 1024}
ZOOMED = {"width": 320, "height": 225}  # what 1280 × 900 holds at 400 percent
PEOPLE = [account.email.partition("@")[0] for account in EVERYBODY]
# Of these there are as many kinds as there are states; of other types one page is like the next.
MANY_KINDS = {"applications:case": 9, "admin:case": 9, "applications:idea": 3, "applications:claim": 2}
FILES = {
    "admin:call_ranking_file",
    "admin:call_statistics_csv",
    "admin:call_statistics_json",
    "admin:checklist_csv",
    "applications:budget_export",
    "applications:document",
    "applications:attachment",
    "admin:case_attachment",
    "admin:case_message_file",
    "admin:dialogue_file",
    "admin:queue_file",
    "admin:statistics_csv",
    "applications:dialogue_file",
    "applications:message_file",
    "reviews:board_document",
}
FIRST = {
    "sokande": ["/mina-sidor/", "/ideer/ny/", "/demo/klocka/", "/demo/mejl/", "/finns-inte/"],
    "firmatecknare": ["/mina-sidor/"],
    # The result of Idékollen is come to by sending a form.
    "anybody": [
        "/",
        "/idekollen/",
        "/idekollen/framtidsrusta-barn-och-unga/resultat/?svar-q1=ja&svar-q2=nej&svar-q4=vet-inte",
    ],
    "handlaggare": ["/admin/", "/admin/sok/?q=skola", "/admin/sok/?q=xyzzy", "/admin/finns-inte/"],
}


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Page types that have been looked at closely, a file each, in the folder that all processes of the run share."""
    room = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        room = room.parent
    (room / "seen").mkdir(exist_ok=True)
    return room / "seen"


def is_first_to_see(kind: str, seen: Path) -> bool:
    """Each page type is looked at closely once, dark and narrowed, in the window of whoever comes to it first."""
    try:
        (seen / kind).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def kind_of(path: str) -> str:
    """The page type: its route, and which section, queue, machine or move it is about."""
    found = resolve(path.partition("?")[0])
    about = [str(value) for key, value in found.kwargs.items() if key in {"section", "key", "machine", "move"}]
    return ":".join([found.view_name or path, *about])


def links(me: Window) -> Iterator[str]:
    """The addresses of our own pages that the page links to."""
    for href in me.page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))"):
        path = urldefrag(href).url
        if path.startswith("?"):
            path = f"{me.path.partition('?')[0]}{path}"
        if path.startswith("/") and not path.startswith(("/static/", "/admin/jsi18n")):
            yield path


def walk(me: Window, first: list[str], faults: list[str]) -> Iterator[str]:
    """Visit each page type that can be reached; gives its kind while the window stands there. Faults are gathered."""
    waiting, known, visits = [(path, "the test") for path in first], set(first), Counter[str]()
    while waiting:
        path, linked_from = waiting.pop(0)
        try:
            kind = kind_of(path)
        except Resolver404:
            kind = "404"
        if ":".join(kind.split(":")[:2]) in FILES or visits[kind] >= MANY_KINDS.get(kind, 1):
            continue
        visits[kind] += 1
        with gathered(faults, f"linked from {linked_from}: "):
            me.open(path, status=404 if "finns-inte" in path.partition("?")[0] else 200)
        yield kind
        found = [link for link in links(me) if link not in known]
        known.update(found)
        waiting += [(link, me.path) for link in found]


@pytest.mark.parametrize("name", [*PEOPLE, "anybody"])
def test_every_page_that_an_account_finds(window: OpenWindow, seen: Path, name: str) -> None:
    me = window("" if name == "anybody" else name)
    faults: list[str] = []
    kinds = []
    for kind in walk(me, FIRST.get(name, ["/" if name == "anybody" else me.path]), faults):
        kinds.append(kind)
        file = re.sub(r"\W+", "-", kind)
        if is_first_to_see(file, seen):
            look_closely(me, file, faults)
    assert not faults, "\n".join(faults)
    assert len(kinds) > 3


def look_closely(me: Window, name: str, faults: list[str]) -> None:
    """Dark and narrow, with a picture of each."""
    picture(me, f"{name}-1280.png")
    me.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    with gathered(faults):
        me.inspect()
    picture(me, f"{name}-dark.png")
    me.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    me.page.set_viewport_size(TABLET)
    picture(me, f"{name}-768.png")
    me.page.set_viewport_size(NARROW)
    with gathered(faults):
        me.inspect()
    picture(me, f"{name}-320.png")
    me.page.set_viewport_size(SIZE)


@contextmanager
def gathered(faults: list[str], about: str = "") -> Iterator[None]:
    """Go on to the next page, so that one run tells of all."""
    try:
        yield
    except AssertionError as fault:
        faults.append(f"{about}{fault}")


def test_the_key_pages_at_400_percent(window: OpenWindow) -> None:
    applicant = window("sokande", viewport=ZOOMED, device_scale_factor=4)
    applicant.open("/mina-sidor/").follow(re.compile(r"^Öppna ansökan.*Fritids för tolvåringar"))
    for section in ("Projektet", "Budget och finansiering", "Bilagor"):
        applicant.follow(section).follow("Tillbaka till delarna")
    officer = window("handlaggare", viewport=ZOOMED, device_scale_factor=4)
    officer.follow("Läsa högt hemma", within=officer.page.locator("main"))
