"""Every page type, as each account finds it by its links: axe in light and dark, and nothing sideways at 320 px.

With `PICTURES=1` a picture of each page type at 320, 768 and 1280 px is left in var/screens/.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag

import pytest

from portal.demo.accounts import EVERYBODY

from .conftest import OpenWindow, is_asked_for, picture
from .inspection import kind_of
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
def seen(shared: Path) -> Path:
    """Page types that have been looked at, a file each."""
    (shared / "seen").mkdir(exist_ok=True)
    return shared / "seen"


def is_first_to_see(kind: str, seen: Path) -> bool:
    """Whoever of the run comes first to a page type looks at it in a window; the rest only read its links.

    That every role gets the right answer from every address is tried over HTTP, and so is every page's HTML.
    """
    try:
        (seen / kind).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def ours(hrefs: Iterable[str], at: str) -> Iterator[str]:
    """The addresses of our own pages among what a page links to."""
    for href in hrefs:
        path = urldefrag(unescape(href)).url
        if path.startswith("?"):
            path = f"{at.partition('?')[0]}{path}"
        if path.startswith("/") and not path.startswith(("/static/", "/admin/jsi18n")):
            yield path


def read(me: Window, path: str) -> list[str]:
    """The links of a page that is not opened. Raises AssertionError unless it is there."""
    answer = me.context.request.get(path)
    assert answer.status == 200 or "finns-inte" in path, f"{path} answered {answer.status}"
    return re.findall(r'<a\b[^>]*\bhref="([^"]+)"', answer.text())


def look(me: Window, path: str, kind: str, visit: int, seen: Path, faults: list[str]) -> list[str]:
    """Open the page, unless somebody has; gives its links. `visit`: how many of this type the account has come to."""
    file = re.sub(r"\W+", "-", kind)
    if not is_first_to_see(f"{file}.{visit}", seen):
        return read(me, path)
    me.open(path, status=404 if "finns-inte" in path.partition("?")[0] else 200)
    if visit == 1:
        look_closely(me, file, faults)
    hrefs: list[str] = me.page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return hrefs


def walk(me: Window, first: list[str], seen: Path, faults: list[str]) -> list[str]:
    """Visit each page type that can be reached by links; gives the types. Faults are gathered."""
    waiting, known, visits = [(path, "the test") for path in first], set(first), Counter[str]()
    while waiting:
        path, linked_from = waiting.pop(0)
        kind = kind_of(path)
        if ":".join(kind.split(":")[:2]) in FILES or visits[kind] >= MANY_KINDS.get(kind, 1):
            continue
        visits[kind] += 1
        with gathered(faults, f"linked from {linked_from}: "):
            found = dict.fromkeys(ours(look(me, path, kind, visits[kind], seen, faults), path))
            waiting += [(link, path) for link in found if link not in known]
            known.update(found)
    return list(visits)


@pytest.mark.reads
@pytest.mark.parametrize("name", [*PEOPLE, "anybody"])
def test_every_page_that_an_account_finds(window: OpenWindow, seen: Path, name: str) -> None:
    me = window("" if name == "anybody" else name)
    faults: list[str] = []
    kinds = walk(me, FIRST.get(name, ["/" if name == "anybody" else me.path]), seen, faults)
    assert not faults, "\n".join(faults)
    assert len(kinds) > 3


def look_closely(me: Window, name: str, faults: list[str]) -> None:
    """Dark and narrow at once: the widths have the same colours. With a picture of each."""
    picture(me, f"{name}-1280.png")
    me.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    picture(me, f"{name}-dark.png")
    if is_asked_for():
        me.page.set_viewport_size(TABLET)
        picture(me, f"{name}-768.png")
    me.page.set_viewport_size(NARROW)
    with gathered(faults):
        me.inspect()
    me.page.emulate_media(color_scheme="light", reduced_motion="reduce")
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
