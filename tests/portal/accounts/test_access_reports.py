"""The accessibility statement and its reports: open to anybody, bounded, told by mail, answered at the desk."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import clock
from portal.accounts import access_reports
from portal.accounts.models import AccessReport, AccessShortfall
from tests import factories

pytestmark = pytest.mark.django_db
FORM, DONE = "/tillganglighet/anmal/", "/tillganglighet/anmal/tack/"
TOLD = {
    "kind": "fault",
    "message": "Knappen <b>syns</b> inte.\r\nJag använder förstoring.",
    "page": "/mina-sidor/",
    "email": "",
    "website": "",
}


@pytest.fixture(autouse=True)
def home() -> None:
    factories.world()


@pytest.fixture
def desk() -> Client:
    browser = Client()
    browser.force_login(factories.staff("registrator"))
    return browser


def test_anybody_tells_of_a_fault_without_signing_in(client: Client) -> None:
    assert 'value="/mina-sidor/"' in client.get(FORM, {"sida": "/mina-sidor/"}).content.decode()
    assert client.post(FORM, TOLD).url == DONE
    report = AccessReport.objects.get()
    assert report.message == "Knappen <b>syns</b> inte.\nJag använder förstoring."
    assert (report.page, report.email, report.is_answered) == ("/mina-sidor/", "", False)
    assert "Tack, det har kommit in" in client.get(DONE).content.decode()
    (letter,) = mail.outbox
    assert letter.to == ["investeringar@example.se"]
    assert report.message in letter.body
    assert f"/admin/accounts/accessreport/{report.pk}/change/" in letter.body


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"message": "  "}, "Skriv vad som inte fungerar eller vad du behöver."),
        ({"message": "a" * 4140}, "Texten är 4\u00a0140 tecken."),
        ({"message": "a\0b"}, "Texten innehåller tecken som inte går att spara."),
        ({"email": "inte en adress"}, "Skriv en e-postadress, till exempel anna@example.se, eller lämna fältet tomt."),
        ({"page": "/" + "a" * 300}, "Högst 300 tecken får plats."),
        ({"kind": "annat"}, "Välj vad det gäller."),
    ],
)
def test_what_cannot_be_taken_is_told_at_the_field_and_what_was_typed_is_kept(
    client: Client, change: dict[str, str], told: str
) -> None:
    page = client.post(FORM, TOLD | change).content.decode()
    assert page.count(told) == 2  # at the field and in the summary
    assert "<title>Fel: " in page
    assert (change.get("page") or "/mina-sidor/") in page
    assert not AccessReport.objects.exists()


def test_a_machine_that_fills_in_every_field_is_thanked_and_forgotten(client: Client) -> None:
    assert client.post(FORM, TOLD | {"website": "https://example.com"}).url == DONE
    assert not AccessReport.objects.exists()
    assert not mail.outbox


def test_an_hour_takes_only_so_many_and_nothing_typed_is_lost(client: Client) -> None:
    before = clock.now() - timedelta(minutes=59)
    AccessReport.objects.bulk_create(
        AccessReport(kind="fault", message="x", at=before) for _ in range(access_reports.MOST_AN_HOUR)
    )
    page = client.post(FORM, TOLD).content.decode()
    assert "Just nu kommer det så många meddelanden" in page
    assert "Jag använder förstoring." in page
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert client.post(FORM, TOLD).url == DONE


def test_the_statement_tells_what_falls_short_and_why_until_it_is_mended(client: Client) -> None:
    AccessShortfall.objects.all().delete()
    address = reverse("portal:accessibility")
    page = client.get(address).content.decode()
    assert "kraven i lagen <strong>helt</strong>" in page
    assert "oskäligt betungande" in page
    row = AccessShortfall.objects.create(
        title="Filmen saknar text",
        where="Startsidan",
        effect="Den som inte hör får inte veta vad som sägs.",
        ground="burden",
        reason="Filmen visas en vecka till.",
        found_on=date(2026, 1, 5),
        mended_by=date(2027, 1, 5),
    )
    page = client.get(address).content.decode()
    for told in ("<strong>delvis</strong>", row.title, row.reason, "vore oskäligt betungande", "5 januari 2027"):
        assert told in page
    for told in ("https://www.digg.se/tdosanmalan", f"{FORM}?sida=", "WCAG 2.2", "EN 301 549"):
        assert told in page
    row.mended_on = date(2026, 2, 1)
    row.save()
    assert row.title not in client.get(address).content.decode()


def test_every_page_leads_to_the_statement_and_to_the_form_with_its_own_address(client: Client, desk: Client) -> None:
    for browser, path in ((client, "/"), (client, "/logga-in/"), (client, "/finns-inte/")):
        page = browser.get(path).content.decode()
        assert 'href="/tillganglighet/"' in page
        assert f'href="{FORM}?sida={path.replace("/", "%2F")}"' in page
    assert 'href="/tillganglighet/"' in desk.get("/admin/").content.decode()


def test_the_registrar_answers_and_the_first_answer_is_dated(client: Client, desk: Client) -> None:
    client.post(FORM, TOLD | {"kind": "content", "email": "anna@example.se"})
    report = AccessReport.objects.get()
    address = reverse("admin:accounts_accessreport_change", args=[report.pk])
    assert "Jag använder förstoring." in desk.get(address).content.decode()
    refused = {"answer": "", "is_refused": "on", "read_version": "1"}
    assert "Skriv beslutet och skälen" in desk.post(address, refused).content.decode()
    assert desk.post(address, {"answer": "Vi läste upp den.", "read_version": "1"}).status_code == 302
    report.refresh_from_db()
    assert report.answered_on == clock.today()
    assert report.answered_by == factories.staff("registrator")
    assert report.message.startswith("Knappen")  # never changed at the desk
    desk.post(address, {"answer": "Vi läste upp den en gång till.", "read_version": "2"})
    desk.post(address, {"answer": "", "read_version": "3"})
    report.refresh_from_db()
    assert (report.answer, report.answered_on, report.answered_by) == ("", None, None)


def test_the_list_of_reports_costs_the_same_with_many(desk: Client) -> None:
    address, cost = reverse("admin:accounts_accessreport_changelist"), []
    for number in (1, 29):
        AccessReport.objects.bulk_create(AccessReport(kind="fault", message="x") for _ in range(number))
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        cost.append(len(queries))
    assert cost[0] == cost[1]
