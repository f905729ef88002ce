"""The door: the start page, signing in and out, and what a stranger meets."""

import pytest

from portal.demo.accounts import ACCOUNTS

from .conftest import OpenWindow

HOME = {"applicant": "/mina-sidor/", "desk": "/admin/", "board": "/namnd/"}
MEMBERS = ("ordforande", "ledamot")


def home_of(email: str) -> str:
    account = next(account for account in ACCOUNTS if account.email == email)
    if account.membership is not None:
        return HOME["applicant"]
    return HOME["board" if email.split("@")[0] in MEMBERS else "desk"]


@pytest.mark.parametrize(
    "path", ["/", "/idekollen/", "/sa-gar-det-till/", "/tillganglighet/", "/personuppgifter/", "/logga-in/"]
)
def test_public_pages_open_for_anybody(window: OpenWindow, path: str) -> None:
    window().open(path)


def test_each_account_comes_to_where_its_work_is(window: OpenWindow) -> None:
    for account in ACCOUNTS:
        name = account.email.split("@")[0]
        visitor = window(name)
        assert visitor.path.startswith(home_of(account.email)), name
        visitor.press("Logga ut")
        assert visitor.path == "/"
        visitor.close()


def test_the_demos_buttons_sign_in_with_one_click(window: OpenWindow) -> None:
    visitor = window().open("/logga-in/")
    visitor.press("Logga in som Karin Holm")
    assert visitor.path == "/mina-sidor/"


def test_a_wrong_password_is_told_and_the_address_is_kept(window: OpenWindow) -> None:
    visitor = window().open("/logga-in/")
    visitor.fill("E-postadress", "sokande@example.se")
    visitor.fill("Lösenord", "fel")
    visitor.press("Logga in", exact=True)
    assert visitor.summary().is_visible()
    assert visitor.field("E-postadress").input_value() == "sokande@example.se"


def test_what_is_not_there_and_what_is_not_yours_say_the_same(window: OpenWindow) -> None:
    visitor = window("sokande")
    gone = visitor.open("/finns-inte/", status=404).text()
    assert visitor.open("/namnd/", status=404).text() == gone


def test_who_is_not_signed_in_is_asked_to_and_comes_back(window: OpenWindow) -> None:
    visitor = window().open("/mina-sidor/")
    assert visitor.path.startswith("/logga-in/")
    visitor.fill("E-postadress", "sokande@example.se")
    visitor.fill("Lösenord", "demo-portalen-2026")
    visitor.press("Logga in", exact=True)
    assert visitor.path == "/mina-sidor/"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_idekollen_one_question_at_a_time_by_anybody(window: OpenWindow, scripts: bool) -> None:
    visitor = window(scripts=scripts, viewport={"width": 320, "height": 800}).open("/idekollen/")
    visitor.follow("Ta en fråga i taget")
    for number, label in enumerate(("1", "1 a", "1 b", "2", "3 a", "3 b", "4", "5", "6", "7"), start=1):
        visitor.sees(f"Fråga {label}")
        if number == 3:
            visitor.follow("Hoppa över frågan")
        else:
            visitor.press("Nej" if number % 2 else "Ja", exact=False)
    visitor.do(visitor.page.go_back)
    visitor.sees("Fråga 7")
    visitor.press("Vet inte", exact=False)
    visitor.sees("Titta igenom svaren")
    visitor.press("Se resultatet")
    assert "/resultat/" in visitor.path
    visitor.sees("Ni har svarat ja på flera frågor.", "Ni har svarat nej på flera frågor.", "Obesvarade")
    assert not visitor.context.cookies()
    visitor.follow("Skriv ut")
    visitor.sees("Frågor och svar")
