"""The region's look at the desk: tried without saving, refused when it cannot be read, served under its own address."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from portal import context
from portal.accounts.models import Authority
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def authority() -> Iterator[Authority]:
    cache.delete(context.OWNER_KEY)
    yield factories.world().authority
    cache.delete(context.OWNER_KEY)


@pytest.fixture
def admin() -> Client:
    browser = Client()
    browser.force_login(factories.staff("admin"))
    return browser


def page_of(authority: Authority) -> str:
    return reverse("admin:accounts_authority_look", args=[authority.pk])


def typed(authority: Authority, **colours: str) -> dict[str, str]:
    row = Authority.objects.get(pk=authority.pk)
    own = {name: getattr(row, name) for name in ("brand_colour", "brand_colour_dark", "band_colour", "logo_svg")}
    return own | {"read_version": str(row.version)} | colours


def served(client: Client) -> tuple[str, str, str]:
    """Address, style sheet and how long it may be kept, as a visitor's browser gets them."""
    page = client.get("/").content.decode()
    address = page.split('href="/utseende/')[1].split('"')[0]
    answer = client.get(f"/utseende/{address}")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    return address, answer.content.decode(), answer["Cache-Control"]


def test_a_colour_that_cannot_be_read_is_refused_with_the_ratio_and_a_shade(
    admin: Client, authority: Authority
) -> None:
    page = admin.post(page_of(authority), typed(authority, brand_colour="#7FB2D9 ", save="1")).content.decode()
    assert page.count("#7fb2d9 mot vitt är 2,2:1. Det behövs 4,5:1. ") == 2  # at the field and in the summary
    assert "<strong>för svårt</strong>" in page
    assert Authority.objects.get(pk=authority.pk).brand_colour == ""


@pytest.mark.parametrize(
    ("colours", "told"),
    [
        ({"brand_colour": "röd"}, "Skriv färgen som # och sex tecken"),
        ({"brand_colour": "#14534"}, "Skriv färgen som # och sex tecken"),
        ({"brand_colour": "#14534a", "brand_colour_dark": "#14534a"}, "#14534a mot den mörka sidan är"),
        ({"brand_colour": "#14534a", "band_colour": "#8fd6c2"}, "#8fd6c2 mot vit text är"),
        ({"band_colour": "#0b3b34"}, "Välj också färgen på ljus botten."),
        ({"logo_svg": "<svg><script/></svg>"}, "Ta bort elementet"),
    ],
)
def test_what_else_is_refused_says_how_to_mend_it(
    admin: Client, authority: Authority, colours: dict[str, str], told: str
) -> None:
    answer = admin.post(page_of(authority), typed(authority, **colours, save="1"))
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert Authority.objects.get(pk=authority.pk).version == 1


def test_trying_shows_and_measures_but_saves_nothing(admin: Client, authority: Authority) -> None:
    page = admin.post(page_of(authority), typed(authority, brand_colour="#00549F", **{"try": "1"})).content.decode()
    assert "På ljus botten, #00549f" in page
    tried = page.split('<link rel="stylesheet" href="/admin/accounts/authority/utseende/')[1].split('"')[0]
    answer = admin.get(f"/admin/accounts/authority/utseende/{tried.replace('&amp;', '&')}")
    assert answer.content.decode().startswith(".look-samples {\n  --ip-brand: light-dark(#00549f, ")
    assert "no-store" in answer["Cache-Control"]
    assert Authority.objects.get(pk=authority.pk).brand_colour == ""


def test_a_saved_look_is_on_every_page_under_an_address_of_its_own(
    client: Client,
    admin: Client,
    authority: Authority,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before, _, _ = served(client)  # the demo's mark is a look
    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post(page_of(authority), typed(authority, brand_colour="#00549f", save="1")).status_code == 302
    address, css, kept = served(client)
    assert address != before
    assert "--region-brand: light-dark(#00549f, " in css
    assert "--region-logo: url(" in css
    assert kept == "public, max-age=31536000, immutable"
    old = client.get(f"/utseende/{before}")
    assert old.content.decode() == css
    assert old["Cache-Control"] == "public, max-age=60"
    for browser, path in ((client, "/logga-in/"), (admin, "/admin/"), (admin, page_of(authority))):
        assert f"/utseende/{address}" in browser.get(path).content.decode()


def test_a_look_that_another_has_saved_meanwhile_is_not_written_over(admin: Client, authority: Authority) -> None:
    stale = typed(authority, brand_colour="#00549f", save="1")
    Authority.objects.filter(pk=authority.pk).update(version=7)
    assert "Någon annan har sparat under tiden" in admin.post(page_of(authority), stale).content.decode()


def test_the_other_fields_are_saved_whatever_the_look_is(admin: Client, authority: Authority) -> None:
    address = reverse("admin:accounts_authority_change", args=[authority.pk])
    page = admin.get(address).content.decode()
    assert "Välj färger och märke" in page
    assert 'name="brand_colour"' not in page
    names = ("name", "genitive", "orgnr", "address", "email", "phone", "phone_hours", "court")
    values = {name: getattr(authority, name) for name in names} | {"access_tested_how": "Med axe.", "read_version": "1"}
    assert admin.post(address, values).status_code == 302
    assert Authority.objects.get(pk=authority.pk).access_tested_how == "Med axe."


def test_without_a_look_the_portals_own_sheet_is_linked(client: Client, authority: Authority) -> None:
    Authority.objects.update(logo_svg="")
    assert 'href="/static/css/region.css"' in client.get("/").content.decode()
    assert client.get("/utseende/0123456789abcdef.css").content == b""
