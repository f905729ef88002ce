"""Writing an application: sections are saved with their faults, and nothing that was typed is lost."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, Call
from applications.sections import SECTIONS
from applications.services import drafting, submitting
from portal.accounts.models import User
from tests import factories

from .pages import controls, field_error, summary, text, title

SignIn = Callable[[User], Client]


@pytest.fixture(scope="module")
def call(stage: None) -> Call:
    return factories.call(closes_in=30)


@pytest.fixture(scope="module")
def draft(call: Call) -> Application:
    return factories.draft_application(call)


@pytest.fixture
def client(draft: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("sokande"))


def address(row: Application, key: str) -> str:
    return reverse("applications:section", args=(row.pk, key))


def send(client: Client, row: Application, key: str, *, go: str = "next", **values: Any) -> Any:
    """Open the section, change some of its controls, press a button."""
    url = address(row, key)
    given = controls(client.get(url)) | {name.replace("__", "-"): value for name, value in values.items()}
    return client.post(url, given | ({"go": go} if go else {}), follow=True)


def test_beginning_twice_leads_to_the_same_draft(client: Client, call: Call, draft: Application) -> None:
    url = reverse("applications:application_new", args=(call.slug,))
    body = controls(client.get(url))
    first, second = client.post(url, body), client.post(url, body)
    assert (
        first.headers["Location"] == second.headers["Location"] == reverse("applications:application", args=(draft.pk,))
    )


def test_a_section_is_saved_and_the_next_one_opens(client: Client, draft: Application) -> None:
    response = send(
        client, draft, "sokande", contact_name="Karin Holm", account_no="5050 1055", owns_account="on", vat="no"
    )
    assert response.redirect_chain[-1][0] == address(draft, "kontakter")
    assert "Sökande sparades 10.00." in text(response)
    draft.refresh_from_db()
    assert (draft.account_no, draft.vat, draft.owns_account) == ("5050-1055", "no", True)


def test_what_does_not_parse_is_kept_word_for_word_beside_what_does(client: Client, draft: Application) -> None:
    response = send(
        client, draft, "sokande", contact_name="Karin Holm", account_no="5050-1056", contact_email="karin(at)x"
    )
    assert response.redirect_chain[-1][0] == address(draft, "sokande")
    assert title(response).startswith("Fel: Sökande")
    assert summary(response) == [
        ("E-postadressen stämmer inte. Skriv den så här: namn@example.se.", "#id_contact_email"),
        ("Bankgironumret stämmer inte. Kontrollera siffrorna.", "#id_account_no"),
    ]
    assert "Det ni har skrivit är sparat." in text(response)
    assert controls(response)["account_no"] == "5050-1056"
    assert controls(response)["contact_email"] == "karin(at)x"
    draft.refresh_from_db()
    assert draft.contact_name == "Karin Holm" and draft.account_no == ""
    assert draft.section_drafts.get(section="sokande").unparsed["account_no"]["raw"] == "5050-1056"


def test_mending_a_fault_takes_it_away(client: Client, draft: Application) -> None:
    send(client, draft, "sokande", account_no="5050-1056")
    response = send(client, draft, "sokande", account_no="5050-1055")
    assert response.redirect_chain[-1][0] == address(draft, "kontakter")
    assert draft.section_drafts.get(section="sokande").unparsed == {}


def test_a_day_that_does_not_exist(client: Client, draft: Application) -> None:
    response = send(client, draft, "projekt", period_start="2025-06-01", period_end="2025-06-31")
    assert summary(response) == [("2025-06-31 finns inte. Juni har 30 dagar.", "#id_period_end")]
    assert controls(response)["period_end"] == "2025-06-31"
    draft.refresh_from_db()
    assert (draft.period_start, draft.period_end) == (date(2025, 6, 1), None)


def test_a_period_that_ends_before_it_begins(client: Client, draft: Application) -> None:
    response = send(client, draft, "projekt", period_start="2027-08-01", period_end="2027-01-01")
    assert field_error(response, "id_period_end").startswith("Projektet kan inte sluta innan det börjar.")
    assert controls(response)["period_end"] == "2027-01-01"


def test_a_period_beyond_the_limit_of_the_call(client: Client, draft: Application) -> None:
    response = send(client, draft, "projekt", period_start="2027-01-01", period_end="2030-01-01")
    said = "Projektet får vara högst 3 år. Om det börjar 1 januari 2027 är sista möjliga dag 31 december 2029."
    assert summary(response) == [(said, "#id_period_end")]
    assert field_error(response, "id_period_end") == said
    draft.refresh_from_db()
    assert draft.period_end == date(2030, 1, 1)


def test_an_age_outside_the_call(client: Client, draft: Application) -> None:
    response = send(client, draft, "malgrupp", age_from="6", age_to="25")
    assert summary(response) == [("Satsningen gäller 0–18 år. Ni har angett 6–25 år.", "#id_age_to")]


def test_a_text_that_is_too_long_is_kept_whole(client: Client, draft: Application) -> None:
    long = "å" * 1140
    response = send(client, draft, "projekt", summary=long)
    said = "Texten är 1 140 tecken. Högst 1 000 tecken får plats. Ta bort minst 140 tecken."
    assert summary(response) == [(said, "#id_summary")]
    assert controls(response)["summary"] == long


def test_new_lines_count_as_one_sign(client: Client, draft: Application) -> None:
    response = send(client, draft, "projekt", summary="rad\r\n" * 250)
    assert summary(response) == []
    draft.refresh_from_db()
    assert draft.summary == ("rad\n" * 250).strip()


def test_faults_of_a_party_stand_at_the_row(client: Client, draft: Application) -> None:
    given = {
        "part__0__name": "Föreningen",
        "part__0__orgnr": "232100-0132",
        "part__0__sector": "",
        "part__0__role": "partner",
    }
    response = send(client, draft, "parter", **given)
    assert summary(response) == [
        ("Organisationsnumret stämmer inte. Kontrollera siffrorna, till exempel 232100-0131.", "#id_part-0-orgnr"),
        ("Välj vilken sektor parten hör till.", "#id_part-0-sector"),
    ]
    assert controls(response)["part-0-orgnr"] == "232100-0132"
    assert draft.parties.get().name == "Föreningen"


def test_the_own_number_and_a_doubled_party_are_told(client: Client, draft: Application) -> None:
    row = {"sector": "region", "role": "partner"}
    given = {f"part__0__{name}": value for name, value in row.items()} | {
        "part__0__name": "Vi",
        "part__0__orgnr": "232100-0164",
    }
    assert [words for words, _ in summary(send(client, draft, "parter", **given))] == [
        "Det är ert eget organisationsnummer. Skriv de andra som är med."
    ]
    send(client, draft, "parter", go="row", **given | {"part__0__orgnr": "232100-0131"})
    body = controls(client.get(f"{address(draft, 'parter')}?ny=1"))
    body |= {f"part-1-{name}": value for name, value in row.items()} | {
        "part-1-name": "Vi igen",
        "part-1-orgnr": "2321000131",
    }
    response = client.post(address(draft, "parter"), body | {"go": "next"}, follow=True)
    assert summary(response) == [
        ("Samma organisation står två gånger i samma roll. Ta bort den ena.", "#id_part-1-orgnr")
    ]
    assert draft.parties.count() == 2


def test_rows_are_added_and_taken_away_without_a_script(client: Client, draft: Application) -> None:
    response = send(client, draft, "mal", go="row", delmal__0__text="Första", delmal__0__activities="Vi börjar.")
    assert response.redirect_chain[-1][0].endswith("?ny=1#ny-rad")
    body = controls(response) | {"delmal-1-text": "Andra", "delmal-1-activities": "Vi fortsätter."}
    client.post(address(draft, "mal"), body | {"go": "stay"})
    assert [goal.text for goal in draft.sub_goals.all()] == ["Första", "Andra"]
    body = controls(client.get(address(draft, "mal")))
    client.post(address(draft, "mal"), body | {"ta_bort": "0"})
    assert [goal.text for goal in draft.sub_goals.all()] == ["Andra"]


def test_two_who_write_the_same_section_see_both_texts(client: Client, draft: Application, sign_in: SignIn) -> None:
    mine = controls(client.get(address(draft, "projekt")))
    other = sign_in(factories.applicant("medsokande"))
    send(other, draft, "projekt", problem="Den andras text.")
    response = client.post(address(draft, "projekt"), mine | {"problem": "Min text.", "go": "next"})
    assert f"{factories.applicant('medsokande').name} sparade det här kl. 10.00." in summary(response)[0][0]
    assert "Den andras text." in text(response)
    assert controls(response)["problem"] == "Min text."
    client.post(address(draft, "projekt"), controls(response) | {"go": "next"})
    draft.refresh_from_db()
    assert draft.problem == "Min text."


def test_two_who_write_different_sections_do_not_meet(client: Client, draft: Application, sign_in: SignIn) -> None:
    mine = controls(client.get(address(draft, "projekt")))
    send(sign_in(factories.applicant("medsokande")), draft, "sokande", workplace="Skolan")
    response = client.post(address(draft, "projekt"), mine | {"problem": "Min text.", "go": "list"})
    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.problem, draft.workplace) == ("Min text.", "Skolan")


def test_sent_in_from_another_window(client: Client, stage: None) -> None:
    row = factories.filled_application(factories.call())
    mine = controls(client.get(address(row, "projekt")))
    submitting.submit(row, by=factories.applicant("firmatecknare"))
    response = client.post(address(row, "projekt"), mine | {"problem": "Det jag just skrev.", "go": "next"})
    assert summary(response)[0][0].startswith("Det går inte att göra detta nu (spara). Läget är ”Registrerad”")
    assert controls(response)["problem"] == "Det jag just skrev."
    row.refresh_from_db()
    assert row.problem != "Det jag just skrev."


def test_a_double_post_harms_nothing_and_leads_on(client: Client, draft: Application) -> None:
    body = controls(client.get(address(draft, "annat_stod"))) | {"other_support": "no", "go": "next"}
    first, second = client.post(address(draft, "annat_stod"), body), client.post(address(draft, "annat_stod"), body)
    assert first.headers["Location"] == second.headers["Location"] == address(draft, "bilagor")
    draft.refresh_from_db()
    assert draft.other_support == "no"


def test_the_list_tells_how_far_each_section_has_come(client: Client, draft: Application) -> None:
    url = reverse("applications:application", args=(draft.pk,))
    assert f"0 av {len(SECTIONS) - 2} delar är klara." in text(client.get(url))
    send(client, draft, "statsstod", economic_activity="no", company_benefit="no")
    send(client, draft, "sokande", account_no="5050-1056")
    page = text(client.get(url))
    assert f"1 av {len(SECTIONS) - 2} delar är klara. Börja med sökande, där finns ett fel." in page
    for words in ("Bara ni ser utkastet.", "Klar", "Har fel", "Ej påbörjad"):
        assert words in page


def test_an_unknown_section_is_not_found(client: Client, draft: Application) -> None:
    assert client.get(reverse("applications:section", args=(draft.pk, "annat"))).status_code == 404


def test_a_draft_is_really_deleted(client: Client, draft: Application) -> None:
    url = reverse("applications:application_delete", args=(draft.pk,))
    assert "Det går inte att ångra." in text(client.get(url))
    assert client.post(url).headers["Location"] == reverse("applications:my_pages")
    assert not Application.objects.filter(pk=draft.pk).exists()
    assert client.post(url).status_code == 404


def test_who_only_writes_may_not_delete(draft: Application, sign_in: SignIn) -> None:
    client = sign_in(factories.applicant("medsokande"))
    assert client.post(reverse("applications:application_delete", args=(draft.pk,))).status_code == 404
    assert drafting.editable_sections(Application.objects.get(pk=draft.pk))
