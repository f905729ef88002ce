"""The one door: /logga-in/ for everybody, the admin's own door leads there, and what is not yours is not found."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.demo.accounts import ACCOUNTS, PASSWORD
from portal.demo.world import World
from tests import factories

pytestmark = pytest.mark.django_db

START = {"applicant": "/mina-sidor/", "staff": "/admin/", "board": "/namnd/"}


@pytest.fixture
def home() -> World:
    return factories.world()


def sign_in(client: Client, email: str, password: str = PASSWORD, follow: bool = False, **more: str):
    return client.post("/logga-in/", {"login": email, "password": password, **more}, follow=follow)


def test_the_door_is_in_swedish_and_open(client: Client, home: World) -> None:
    page = client.get("/logga-in/")
    assert page.status_code == 200
    assert "<h1>Logga in</h1>" in page.content.decode()
    assert reverse("account_login") == "/logga-in/"
    assert reverse("account_logout") == "/logga-ut/"


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.email.split("@")[0])
def test_each_account_comes_to_its_own_start(client: Client, home: World, account) -> None:
    sent = sign_in(client, account.email)
    assert (sent.status_code, sent["Location"]) == (302, "/efter-inloggning/")
    on = client.get("/efter-inloggning/")
    kind = "applicant" if account.membership else "board" if account.staff in {"chair", "member"} else "staff"
    assert (on.status_code, on["Location"]) == (302, START[kind])


def test_the_address_may_be_written_in_capitals(client: Client, home: World) -> None:
    assert sign_in(client, "Sokande@Example.SE").status_code == 302


@pytest.mark.parametrize(
    ("email", "password"), [("sokande@example.se", "fel-losenord-2026"), ("ingen@example.se", PASSWORD), ("", "")]
)
def test_a_wrong_sign_in_stays_at_the_door_and_tells_no_more(
    client: Client, home: World, email: str, password: str
) -> None:
    page = sign_in(client, email, password)
    assert page.status_code == 200
    assert "_auth_user_id" not in client.session
    known = sign_in(client, "sokande@example.se", "fel-losenord-2026").context["form"].non_field_errors()
    unknown = sign_in(client, "ingen@example.se", "fel-losenord-2026").context["form"].non_field_errors()
    assert list(known) == list(unknown)
    assert len(known) == 1


def test_who_is_not_active_does_not_come_in(client: Client, home: World) -> None:
    person = home.person("sokande")
    person.is_active = False
    person.save()
    sign_in(client, person.email)
    assert "_auth_user_id" not in client.session


def test_one_comes_back_to_the_page_that_asked_but_never_out_of_the_house(client: Client, home: World) -> None:
    asked = client.get("/mitt-konto/")
    assert (asked.status_code, asked["Location"]) == (302, "/logga-in/?next=/mitt-konto/")
    assert sign_in(client, "sokande@example.se", next="/mitt-konto/")["Location"] == "/mitt-konto/"
    client.logout()
    assert sign_in(client, "sokande@example.se", next="https://utanfor.example.se/")["Location"] == "/efter-inloggning/"


def test_signing_out_is_a_post_and_ends_the_session(client: Client, home: World) -> None:
    client.force_login(home.person("sokande"))
    assert client.get("/logga-ut/").status_code == 200
    assert "_auth_user_id" in client.session
    out = client.post("/logga-ut/")
    assert (out.status_code, out["Location"]) == (302, "/")
    assert "_auth_user_id" not in client.session


def test_the_admins_own_door_leads_to_the_door(client: Client, home: World) -> None:
    door = client.get("/admin/login/")
    assert (door.status_code, door["Location"]) == (302, "/logga-in/?next=/admin/")
    sent = client.post("/admin/login/", {"username": "admin@example.se", "password": PASSWORD})
    assert (sent.status_code, sent["Location"]) == (302, "/logga-in/?next=/admin/")
    assert "_auth_user_id" not in client.session
    asked = client.get("/admin/")
    assert (asked.status_code, asked["Location"]) == (302, "/logga-in/?next=/admin/")


@pytest.mark.parametrize("name", ["sokande", "firmatecknare", "ledamot", "ordforande"])
@pytest.mark.parametrize("path", ["/admin/", "/admin/accounts/user/", "/admin/jsi18n/", "/admin/autocomplete/"])
def test_for_who_is_not_staff_there_is_no_admin(client: Client, home: World, name: str, path: str) -> None:
    client.force_login(home.person(name))
    page = client.get(path)
    assert page.status_code == 404
    assert "/admin/" not in page.content.decode().split("<main")[1]


@pytest.mark.parametrize("path", ["/admin/finns-inte/", "/admin/accounts/finns/", "/admin/r/1/1/"])
def test_what_the_admin_does_not_have_is_not_found(client: Client, home: World, path: str) -> None:
    client.force_login(home.person("handlaggare"))
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/admin/accounts/user/", "/admin/accounts/staffrole/add/", "/admin/accounts/board/"])
def test_registers_of_people_are_the_administrators(client: Client, home: World, path: str) -> None:
    client.force_login(home.person("admin"))
    assert client.get(path).status_code == 200
    client.force_login(home.person("handlaggare"))
    assert client.get(path).status_code == 404


def test_an_unknown_address_is_not_found_for_anybody(client: Client, home: World) -> None:
    assert client.get("/finns-inte/").status_code == 404
    for name in ("sokande", "handlaggare", "ledamot", "admin"):
        client.force_login(home.person(name))
        assert client.get("/finns-inte/").status_code == 404


def test_nobody_signs_up_by_themselves(client: Client, home: World) -> None:
    page = client.get("/konto/skapa/")
    assert page.status_code == 200
    assert "<form" not in page.content.decode().split("<main")[1].split("</main")[0]
    client.post("/konto/skapa/", {"email": "ny@example.se", "password1": PASSWORD, "password2": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_mended_by_mail_and_tells_nobody_who_is_here(client: Client, home: World) -> None:
    known = client.post("/konto/losenord/glomt/", {"email": "sokande@example.se"})
    unknown = client.post("/konto/losenord/glomt/", {"email": "ingen@example.se"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert known["Location"] == "/konto/losenord/glomt/skickat/"
    assert not [letter for letter in mail.outbox if "password" in letter.subject.lower()]
