"""Signing as people meet it: the words shown, two together, asking, and signing in another service."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application, Notice, Signature, SigningOrder
from portal import clock
from portal.accounts.models import SigningMandate, User
from portal.demo.stories.script import Story
from tests import factories
from tests.factories.signing import call_for_two, second_signatory, tale_for_two

from .pages import controls, summary, text

SignIn = Callable[[User], Client]


@pytest.fixture(scope="module")
def alone(stage: None) -> Story:
    return factories.filled_tale()


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return tale_for_two()


def at(name: str, tale: Story) -> str:
    return reverse(f"applications:{name}", args=(tale.application.pk,))


def press(client: Client, tale: Story) -> str:
    """Sign as the page offers it, and read the page that follows."""
    given = {"innehall": controls(client.get(at("review", tale)))["innehall"]}
    return text(client.post(at("application_submit", tale), given, follow=True))


def test_the_words_that_are_signed_stand_on_the_page_and_on_the_receipt(sign_in: SignIn, alone: Story) -> None:
    client = sign_in(alone.signatory)
    shown = text(client.get(at("review", alone)))
    page = press(client, alone)
    kept = Signature.objects.get(case=alone.the_case)
    assert " ".join(kept.text.split()) in shown
    told = (
        "Undertecknad av Lars Hedman 23 november 2026 kl. 10.00 med demounderskrift, tillitsnivå 3. "
        f"Kontrollsumma {kept.short_sha256}"
    )
    assert told in page
    assert told in text(client.get(reverse("applications:sent", args=(alone.application.pk, 1))))
    desk = sign_in(factories.staff("enhetschef"))
    assert told in text(desk.get(reverse("admin:case_application", args=(alone.the_case.pk,))))


def test_a_page_that_shows_old_words_signs_nothing(sign_in: SignIn, alone: Story) -> None:
    client = sign_in(alone.signatory)
    given = {"innehall": controls(client.get(at("review", alone)))["innehall"]}
    Application.objects.filter(pk=alone.application.pk).update(title="Ett annat namn")
    response = client.post(at("application_submit", alone), given)
    assert summary(response)[0][0].startswith("Innehållet har ändrats sedan du läste det.")
    assert not Signature.objects.exists()


def test_two_sign_one_after_the_other(sign_in: SignIn, tale: Story) -> None:
    first, second = sign_in(tale.signatory), sign_in(second_signatory())
    assert "Två behöriga företrädare ska skriva under samma innehåll." in text(first.get(at("application", tale)))
    page = press(first, tale)
    assert "Du har skrivit under 10.00." in page
    assert "Lars Hedman skrev under 23 november 2026 kl. 10.00. Väntar på Berit Lind." in page
    lead = sign_in(tale.lead)
    assert "Lars Hedman har skrivit under. Ändrar du något" in text(lead.get(at_section(tale, "statsstod")))
    assert "Skriv under och skicka in" in text(second.get(at("review", tale)))
    page = press(second, tale)
    assert "Ansökan har kommit in" in page
    assert "Undertecknad av Lars Hedman" in page and "Undertecknad av Berit Lind" in page


def at_section(tale: Story, key: str) -> str:
    return reverse("applications:section", args=(tale.application.pk, key))


def test_who_has_signed_may_take_it_back(sign_in: SignIn, tale: Story) -> None:
    client = sign_in(tale.signatory)
    press(client, tale)
    assert "Ta tillbaka min underskrift" in text(client.get(at("review", tale)))
    page = text(client.post(at("signing_withdraw", tale), follow=True))
    assert "Din underskrift är tillbakatagen 10.00." in page and "Lars Hedman skrev under" not in page
    assert "Du har ingen underskrift att ta tillbaka." in text(client.post(at("signing_withdraw", tale), follow=True))
    assert sign_in(tale.lead).post(at("signing_withdraw", tale)).status_code == 404


def test_one_signatory_is_told_early_that_two_are_needed(sign_in: SignIn) -> None:
    SigningMandate.objects.filter(user__email="berit@example.se").update(valid_to=clock.today() - timedelta(days=1))
    tale = factories.filled_tale(call_for_two())
    client = sign_in(tale.lead)
    for name in ("application", "review"):
        page = text(client.get(at(name, tale)))
        assert "Två behöriga företrädare ska skriva under tillsammans." in page
        assert "Hos er är det bara Lars Hedman som får göra det." in page
        assert "så lägger vi till den personen" in page


def test_a_writer_leads_it_on_once_a_day(sign_in: SignIn, alone: Story) -> None:
    client = sign_in(alone.lead)
    assert "Be firmatecknare skriva under" in text(client.get(at("review", alone)))
    page = text(client.post(at("signing_ask", alone), follow=True))
    assert "Frågan är skickad till dem som får skriva under 10.00." in page
    assert "Tillfrågade: " in page and "Lars Hedman 23 nov 10.00" in page
    assert "Be firmatecknare skriva under" not in page
    assert "De är redan tillfrågade i dag." in text(client.post(at("signing_ask", alone), follow=True))
    assert Notice.objects.filter(kind="signature_asked", recipient=alone.signatory).count() == 1
    with clock.at(factories.NOW + timedelta(days=1)):
        assert "Be firmatecknare skriva under" in text(client.get(at("review", alone)))


def test_the_pages_cost_at_most_fifteen_queries(sign_in: SignIn, tale: Story) -> None:
    press(sign_in(tale.signatory), tale)
    client = sign_in(tale.lead)
    for url in (at("application", tale), at_section(tale, "statsstod")):
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(url)
        assert len(found) <= 15, url


# In another service

AWAY = "portal.signing.demo.DemoAwaySigner"


def leave(client: Client, tale: Story) -> str:
    """Press, and give the address of the other service."""
    response = client.post(at("application_submit", tale))
    assert response.status_code == 302
    return str(response.headers["Location"])


def back(client: Client, address: str) -> str:
    """Sign there, and give the address back."""
    assert "Jag intygar att uppgifterna är riktiga" in text(client.get(address))
    return str(client.post(address).headers["Location"])


def path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


@pytest.fixture
def away(settings: object) -> None:
    settings.SIGNER = AWAY  # type: ignore[attr-defined]  # pytest-django's


def test_out_and_back_and_back_again(sign_in: SignIn, alone: Story, away: None) -> None:
    client = sign_in(alone.signatory)
    address = path(back(client, leave(client, alone)))
    assert alone.application.state == "draft"
    first, second = client.get(address), client.get(address)
    assert first.headers["Location"] == second.headers["Location"] == at("receipt", alone)
    kept = Signature.objects.get(case=alone.the_case)
    assert (kept.method, kept.reference) == ("demo_away", f"demo-{kept.content_sha256[:12]}")
    assert alone.application.versions.count() == 1


def test_a_stop_is_told_and_the_way_back_does_not_work_twice(sign_in: SignIn, alone: Story, away: None) -> None:
    client = sign_in(alone.signatory)
    there = leave(client, alone)
    signed = back(client, there)
    stop = path(signed.split("?")[0] + "?avbruten=1")
    page = text(client.get(stop, follow=True))
    assert "Du avbröt underskriften. Inget är undertecknat." in page
    assert "Du avbröt underskriften." in text(client.get(path(signed), follow=True))
    assert not Signature.objects.exists() and alone.application.state == "draft"


def test_who_is_too_late_or_another_gets_nothing(sign_in: SignIn, alone: Story, away: None) -> None:
    client = sign_in(alone.signatory)
    there = leave(client, alone)
    signed = path(back(client, there))
    other = sign_in(second_signatory())
    assert other.get(signed).status_code == other.get(there).status_code == 404
    assert client.head(signed).status_code == 204
    with clock.at(factories.NOW + timedelta(minutes=16)):
        assert "Det tog för lång tid" in text(client.get(signed, follow=True))
    assert not Signature.objects.exists()


def test_what_changed_meanwhile_is_not_signed(sign_in: SignIn, alone: Story, away: None) -> None:
    client = sign_in(alone.signatory)
    signed = path(back(client, leave(client, alone)))
    Application.objects.filter(pk=alone.application.pk).update(title="Ett annat namn")
    assert "Innehållet har ändrats sedan du läste det." in text(client.get(signed, follow=True))
    assert SigningOrder.objects.get().failure.startswith("Innehållet har ändrats")


def test_an_answer_about_something_else_is_refused(sign_in: SignIn, alone: Story, away: None) -> None:
    client = sign_in(alone.signatory)
    first = back(client, leave(client, alone))
    answer = parse_qs(urlsplit(first).query)["svar"][0]
    Application.objects.filter(pk=alone.application.pk).update(title="Ett annat namn")
    second = back(client, leave(client, alone)).split("?")[0]
    page = text(client.get(urlsplit(second).path, {"svar": answer}, follow=True))
    assert "Svaret gällde något annat än det du skulle skriva under." in page
    assert "Svaret går inte att läsa." in text(client.get(path(first.split("?")[0] + "?svar=x"), follow=True))


def test_a_decision_is_accepted_in_another_service_too(sign_in: SignIn, away: None, settings: object) -> None:
    settings.SIGNER = "portal.signing.demo.DemoSigner"  # type: ignore[attr-defined]  # the story signs as it always does
    tale = factories.granted_tale(factories.call(), title="Fritid för fler")
    settings.SIGNER = AWAY  # type: ignore[attr-defined]
    client = sign_in(tale.signatory)
    url = reverse("applications:project_accept", args=(tale.project.pk,))
    there = client.post(url, {"bankgiro": "991-2346", "certified": "on"}).headers["Location"]
    assert "Vi godkänner beslutet och villkoren." in text(client.get(there))
    page = text(client.get(path(client.post(there).headers["Location"]), follow=True))
    assert "Du har skrivit under" in page
    assert (tale.project.state, tale.project.bankgiro) == ("accepted", "991-2346")
