"""Every page, and what each form answers when nothing is filled in, held against the Nu HTML Checker in one run."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.http import HttpResponse

from applications.sections import SECTIONS
from tests import nu
from tests.applications.lifecycle.table import ADM, EC, HL, NS, PL, REG, SIGN
from tests.english import english
from tests.factories.scenes import stage, take
from tests.routes import ANON, ROUTES, Scene, Things
from tests.test_routes_by_role import TABLE

__all__ = ["stage", "take"]
pytestmark = pytest.mark.hard

# Who is asked first; the others only when none of these gets a page.
FIRST = (ANON, PL, SIGN, HL, EC, NS, ADM, REG)
SOUND = '<!DOCTYPE html><html lang="sv"><head><title>Prov</title></head><body><h1>Prov</h1></body></html>'
PLANTED = {
    "a table row outside a table": SOUND.replace("<h1>", "<tr><td>x</td></tr><h1>"),
    "an attribute that is not there": SOUND.replace("<h1>", '<h1 colour="red">'),
    "an id twice": SOUND.replace("</h1>", '</h1><p id="a">x</p><p id="a">y</p>'),
    "a list of paragraphs": SOUND.replace("</h1>", "</h1><ul><p>x</p></ul>"),
    "an element that is not closed": SOUND.replace("</h1>", "</h1><section>"),
}


@pytest.fixture(scope="module")
def scene(request: pytest.FixtureRequest) -> Scene:
    request.getfixturevalue("stage")
    return Scene()


def test_the_checker_refuses_what_is_wrong_and_passes_what_is_right() -> None:
    assert set(nu.errors({"sound": SOUND, **PLANTED})) == set(PLANTED)


@pytest.fixture(scope="module")
def pages(scene: Scene) -> dict[str, str]:
    found: dict[str, str] = {}
    for route in sorted(ROUTES):
        for things in (scene.shared, *scene.drafts):
            found |= _asked(scene, route, things)
    return found


def test_no_page_speaks_english(pages: dict[str, str]) -> None:
    found = {name: words for name, html in pages.items() if (words := english(html))}
    assert not found


@pytest.mark.parametrize(
    "html", ["<p>Save changes</p>", '<a aria-label="Close">x</a>', '<input type="submit" value="Go to next">']
)
def test_what_a_library_says_in_english_is_found(html: str) -> None:
    assert english(html)


def test_no_page_has_an_error(pages: dict[str, str]) -> None:
    assert {name.partition(" ")[0] for name in pages} >= {"portal:start", "account_login", "admin:index"}
    assert {f"applications:section/{key}" for key in ("projekt", "budget")} <= {each.split(" ")[0] for each in pages}
    found = nu.errors(pages)
    told = [f"{name}\n    " + "\n    ".join(lines[:6]) for name, lines in sorted(found.items())]
    assert not found, f"{len(found)} of {len(pages)} pages have errors:\n" + "\n".join(told)


def _asked(scene: Scene, route: str, things: Things) -> dict[str, str]:
    """The pages of a route for these things, by whoever first gets one; with what its empty form answers."""
    found: dict[str, str] = {}
    told = TABLE.get(route, {})  # that every route stands there is another test
    readers = told.get(200, set()) | told.get(405, set())
    people = sorted(readers, key=lambda name: (name not in FIRST, FIRST.index(name) if name in FIRST else name))
    if things is not scene.shared:
        people = [PL]
    for label, address in _addresses(scene, route, things):
        for name in people:
            with transaction.atomic():
                page = _html(scene.browsers[name].get(address, HTTP_ACCEPT="text/html"))
                transaction.set_rollback(True)
            if not page:
                continue
            found[f"{label} {name}"] = page
            if (
                'method="post"' in page.partition("<main")[2] and route != "account_logout"
            ):  # the person is needed for the other pages
                with transaction.atomic():
                    sent = _html(scene.browsers[name].post(address, {}))
                    transaction.set_rollback(True)
                if sent:
                    found[f"{label} {name}, sent empty"] = sent
            break
    return found


def _addresses(scene: Scene, route: str, things: Things) -> list[tuple[str, str]]:
    """A label and an address for each kind of page that the route has; none when the things are not of its kind."""
    try:
        address = scene.address(route, things)
    except KeyError:
        return []
    if route != "applications:section":
        return [(route, address)]
    return [(f"{route}/{key}", address.replace("/projekt/", f"/{key}/")) for key in SECTIONS]


def _html(answer: HttpResponse) -> str:
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return answer.content.decode() if is_page and not answer.streaming else ""
