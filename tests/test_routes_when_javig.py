"""Every address about one case, asked and sent to by staff who have said that they are jäviga: they find nothing.

The pages and files at the desk, the queues and their files, search, and the members' pages (kommunallagen 6:30, 7:4).
"""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import ConflictDeclaration
from portal.accounts.models import User
from tests.applications.lifecycle.table import LED, ORD, STAFF
from tests.factories.scenes import stage, take
from tests.routes import ROUTES, Scene, browser_of
from tests.test_routes_by_role import _text

__all__ = ["stage", "take"]
pytestmark = pytest.mark.hard

JAVIGA = sorted((STAFF - {"admin"}) | {ORD, LED})
# What the id of something in the case leads to. The lists are asked by themselves, and the demo's mails by nobody.
OF_THE_CASE = sorted(
    route
    for route, needs in ROUTES.items()
    if "pk" in needs and (route.startswith(("admin:case", "reviews:board", "applications:")))
)
LISTS = ("mina", "nya", "forsenade", "projekt", "rapporter", "rekvisitioner", "andringar", "avslut", "meddelanden")


@pytest.fixture(scope="module")
def scene(request: pytest.FixtureRequest) -> Scene:
    request.getfixturevalue("stage")
    made = Scene()
    case = made.shared["case"]
    people = {user.email.split("@")[0]: user for user in User.objects.all()}
    for name in JAVIGA:
        case.conflicts.update_or_create(user=people[name], defaults={"is_conflicted": True, "ground": "party"})
        made.browsers[name] = browser_of(User.objects.get(pk=people[name].pk))
    idea = made.shared["idea"].case
    ConflictDeclaration.objects.bulk_create(
        ConflictDeclaration(case=idea, user=people[name], is_conflicted=True, ground="party") for name in JAVIGA
    )
    return made


def _reaches(browser: Client, address: str) -> dict[str, int]:
    read, sent = browser.get(address), browser.post(address)
    _text(read)
    return {"get": read.status_code, "post": sent.status_code}


@pytest.mark.parametrize("route", OF_THE_CASE)
def test_no_address_of_the_case_is_there(scene: Scene, route: str, record_property: Any) -> None:
    if any(word in route for word in ("call", "preview", "checklist")) and "case" not in route:
        return  # about a call, which is nobody's case
    address = scene.address(route, scene.shared)
    found = {(name, how): status for name in JAVIGA for how, status in _reaches(scene.browsers[name], address).items()}
    assert {key: status for key, status in found.items() if status not in {404, 405}} == {}
    record_property("cells routes × jäviga", len(found))


@pytest.mark.parametrize("name", sorted(set(JAVIGA) - {ORD, LED}))
def test_no_list_no_search_and_no_file_names_it(scene: Scene, name: str, record_property: Any) -> None:
    case, browser = scene.shared["case"], scene.browsers[name]
    pages = [reverse("admin:index"), reverse("admin:search") + f"?q={case.dnr}", reverse("admin:meetings")]
    pages += [reverse("admin:queue", kwargs={"key": key}) for key in LISTS]
    pages += [reverse("admin:queue_file", kwargs={"key": key, "kind": "csv"}) for key in LISTS]
    for address in pages:
        told = _text(browser.get(address))
        assert str(case.pk) not in told, address
        assert case.title not in told, address
        if "sok" not in address:  # which shows what was asked for
            assert case.dnr not in told, address
    record_property("cells routes × jäviga", len(pages))


@pytest.mark.parametrize("name", [ORD, LED])
def test_the_boards_page_does_not_name_it(scene: Scene, name: str) -> None:
    told = _text(scene.browsers[name].get(reverse("reviews:board")))
    assert scene.shared["case"].dnr not in told
