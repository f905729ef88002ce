"""Closed by default: the middleware asks the sheet before each view, and what is on no sheet is not found."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path, resolve

from portal import access
from portal.demo.world import World
from tests import factories

pytestmark = pytest.mark.django_db

urlpatterns = [
    path("logga-in/", lambda request: HttpResponse(), name="account_login"),
    path("oppen/", lambda request: HttpResponse(), name="open"),
    path("inloggad/", lambda request: HttpResponse(), name="members"),
    path("skrivbord/", lambda request: HttpResponse(), name="desk"),
    path("bortglomd/", lambda request: HttpResponse(), name="forgotten"),
    path("namnlos/", lambda request: HttpResponse()),
    path("felstavad/", lambda request: HttpResponse(), name="misspelled"),
]
SHEET = {
    "open": access.PUBLIC,
    "members": access.SIGNED_IN,
    "desk": "portal.desk",
    "misspelled": "portal.dekc",
}


@pytest.fixture(autouse=True)
def sheet_of_the_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(access, "sheet", SHEET)
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def home() -> World:
    return factories.world()


def ask(address: str, user: object) -> HttpResponse | None:
    """What the middleware answers before the view; None lets the request through."""
    request: HttpRequest = RequestFactory().get(address)
    request.user = user
    request.resolver_match = resolve(address)
    middleware = access.AccessMiddleware(lambda _: HttpResponse())
    return middleware.process_view(request, lambda _: HttpResponse(), (), {})


def test_what_is_public_is_open_to_all(home: World) -> None:
    assert ask("/oppen/", AnonymousUser()) is None
    assert ask("/oppen/", home.person("handlaggare")) is None


@pytest.mark.parametrize("address", ["/inloggad/", "/skrivbord/", "/felstavad/"])
def test_who_is_not_signed_in_is_led_to_the_door_with_the_way_back(address: str) -> None:
    answer = ask(f"{address}", AnonymousUser())
    assert answer is not None
    assert (answer.status_code, answer["Location"]) == (302, f"/logga-in/?next={address}")


def test_the_permission_on_the_sheet_is_asked(home: World) -> None:
    assert ask("/inloggad/", home.person("sokande")) is None
    assert ask("/skrivbord/", home.person("handlaggare")) is None
    with pytest.raises(Http404):
        ask("/skrivbord/", home.person("sokande"))


@pytest.mark.parametrize("address", ["/bortglomd/", "/namnlos/", "/felstavad/"])
def test_what_is_on_no_sheet_or_misspelled_there_is_closed_to_everybody(home: World, address: str) -> None:
    for name in ("admin", "handlaggare", "sokande"):
        with pytest.raises(Http404):
            ask(address, home.person(name))


@pytest.mark.parametrize("address", ["/bortglomd/", "/namnlos/"])
def test_what_is_on_no_sheet_does_not_even_ask_for_sign_in(address: str) -> None:
    with pytest.raises(Http404):
        ask(address, AnonymousUser())


def test_a_name_on_two_sheets_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "SHEETS", ("portal.sheet", "portal.sheet"))
    with pytest.raises(ValueError, match="URL names on two sheets"):
        access._join()


def test_the_demos_sheet_counts_only_where_the_demo_is_installed() -> None:
    assert "demo:clock" in access._join()
    with override_settings(INSTALLED_APPS=["django.contrib.contenttypes", "portal.accounts"]):
        assert not [name for name in access._join() if name.startswith("demo:")]


@override_settings(ROOT_URLCONF="portal.urls")
def test_not_found_looks_the_same_whatever_the_reason(
    client: Client, home: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    client.force_login(home.person("sokande"))
    unknown, forbidden = client.get("/finns-inte/"), client.get("/admin/")
    assert unknown.status_code == forbidden.status_code == 404
    # The foot leads to where faults are told, with the address that was asked for; a form's token is never the same.
    own = re.compile(r"sida=%2F(finns-inte|admin)%2F|(?<=csrfmiddlewaretoken\" value=\")\w+")
    pages = [own.sub("", answer.content.decode().split("<main")[1]) for answer in (unknown, forbidden)]
    assert pages[0] == pages[1]
