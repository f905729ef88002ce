"""A session ends when nobody is there and after a working day; what was posted too late comes back to its owner."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal import clock, kept, sessions
from tests import factories

pytestmark = pytest.mark.django_db
MINUTE = 60


@pytest.fixture
def me() -> Client:
    return signed_in("sokande")


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(factories.applicant(name))
    return client


def turn_back(client: Client, **seconds: int) -> None:
    """Let the session have been used, or begun, so many seconds ago."""
    session = client.session
    for key, ago in seconds.items():
        session[{"used": sessions.USED, "began": sessions.BEGAN}[key]] = clock.seconds() - ago
    session.save()


def is_in(client: Client) -> bool:
    return bool(client.get(reverse("portal:account")).status_code == 200)


def test_twenty_nine_minutes_away_is_no_end(me: Client) -> None:
    turn_back(me, used=29 * MINUTE)
    assert is_in(me)
    assert clock.seconds() - me.session[sessions.USED] < MINUTE


def test_more_than_thirty_minutes_away_ends_it(me: Client) -> None:
    turn_back(me, used=settings.SESSION_IDLE_SECONDS + 2 * MINUTE)
    answer = me.get(reverse("portal:account"))
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={reverse('portal:account')}"
    assert not is_in(me)


def test_a_working_day_ends_it_whatever_is_done(me: Client) -> None:
    turn_back(me, used=0, began=settings.SESSION_COOKIE_AGE + 1)
    assert not is_in(me)


def test_reading_writes_the_session_at_most_once_a_minute(me: Client, django_assert_num_queries: Any) -> None:
    turn_back(me, used=30)
    before = me.session[sessions.USED]
    assert is_in(me)
    assert me.session[sessions.USED] == before


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(me: Client) -> None:
    turn_back(me, used=20 * MINUTE)
    before = me.session[sessions.USED]
    me.get(reverse("portal:account"), headers={"X-By-Itself": "1"})
    assert me.session[sessions.USED] == before


def test_staying_is_a_post_that_tells_what_is_left(me: Client) -> None:
    turn_back(me, used=26 * MINUTE)
    left = me.post(reverse("portal:stay")).json()
    assert left["idle"] >= settings.SESSION_IDLE_SECONDS
    assert 0 < left["whole"] <= settings.SESSION_COOKIE_AGE
    assert me.get(reverse("portal:stay")).status_code == 405


def test_a_page_of_a_person_carries_the_warning_and_a_visitors_does_not(me: Client) -> None:
    page = me.get(reverse("portal:account")).content.decode()
    assert 'role="alertdialog"' in page and f'data-idle="{settings.SESSION_IDLE_SECONDS}"' in page
    assert 'role="alertdialog"' not in Client().get("/").content.decode()


def test_a_script_is_told_to_sign_in_instead_of_being_led_there() -> None:
    answer = Client().post("/mina-sidor/", headers={"X-Requested-With": sessions.BY_SCRIPT})
    assert (answer.status_code, answer.json()) == (401, {"sign_in": "/logga-in/"})


@pytest.mark.parametrize(
    "path", ["/", "/utlysningar/", "/projekt/", "/idekollen/", "/tillganglighet/", "/personuppgifter/", "/halsa/"]
)
def test_public_pages_set_no_cookie(path: str) -> None:
    assert not Client().get(path).cookies


def test_the_door_sets_the_form_s_cookie_alone_and_signing_in_one_more() -> None:
    client = Client()
    assert set(client.get(reverse("account_login")).cookies) == {"csrftoken"}
    person = factories.applicant("sokande")
    client.force_login(person)
    assert set(client.get(reverse("portal:account")).cookies) <= {"csrftoken", "sessionid"}
    assert set(client.cookies) == {"csrftoken", "sessionid"}


# What was posted too late

TEXT = "Det jag skrev när jag blev utloggad. 🦔"
HERE = "/ideer/ny/"


def posted(owner: Any, **values: Any) -> dict[str, Any]:
    return {kept.OWNER: kept.mark_of(owner), "title": TEXT, "csrfmiddlewaretoken": "x", "many": ["a", "b"]} | values


def test_it_waits_for_the_same_person() -> None:
    client, owner = Client(), factories.applicant("sokande")
    answer = client.post(HERE, posted(owner))
    assert answer.headers["Location"] == f"/logga-in/?next={HERE}"
    client.force_login(owner)
    (row,) = client.session[kept.KEY]
    assert row["texts"] == {"title": [TEXT], "many": ["a", "b"]}
    assert not client.session.get("_session_expiry")


def test_another_person_never_meets_it() -> None:
    client = Client()
    client.post(HERE, posted(factories.applicant("sokande")))
    client.force_login(factories.applicant("medsokande"))
    assert client.session[kept.KEY] == []


@pytest.mark.parametrize(
    "values", [{kept.OWNER: "nobody:forged"}, {kept.OWNER: ""}, {"title": "å" * (kept.LARGEST + 1)}]
)
def test_without_an_owner_or_without_end_it_is_not_kept(values: dict[str, str]) -> None:
    client = Client()
    client.post(HERE, posted(factories.applicant("sokande"), **values))
    assert kept.KEY not in client.session


def test_the_latest_few_are_kept_one_for_each_address() -> None:
    client, owner = Client(), factories.applicant("sokande")
    for number in range(kept.MOST + 2):
        client.post(f"{HERE}?{number}", posted(owner))
    assert len(client.session[kept.KEY]) == 1
    for path in ("/mina-sidor/", "/mitt-konto/"):
        client.post(path, posted(owner))
    assert [row["path"] for row in client.session[kept.KEY]] == [HERE, "/mina-sidor/", "/mitt-konto/"]


def test_after_an_hour_it_is_gone() -> None:
    client, owner = Client(), factories.applicant("sokande")
    client.post(HERE, posted(owner))
    session = client.session
    session[kept.KEY] = [row | {"at": row["at"] - kept.FOR - 1} for row in session[kept.KEY]]
    session.save()
    client.force_login(owner)
    assert client.session[kept.KEY] == []
