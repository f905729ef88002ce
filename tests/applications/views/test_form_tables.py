"""The pages with tables of their own, the people and the account; and the last page, which reads like the document."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.documents import receipt
from applications.models import Application, MinimisAid, OtherSupport, ProjectRole, RelatedProject, Risk, SubGoal
from applications.selectors import prefill
from portal.accounts.models import Organisation, User
from tests import factories

from .pages import controls, field_error, read, summary, text

SignIn = Callable[[User], Client]
RISK = {
    "riskrad-0-text": "Nyckelpersoner slutar",
    "riskrad-0-likelihood": "3",
    "riskrad-0-impact": "4",
    "riskrad-0-action": "Två delar varje uppgift.",
}


@pytest.fixture(scope="module")
def draft(stage: None) -> Application:
    return factories.draft_application(factories.call())


@pytest.fixture(scope="module")
def whole(stage: None) -> Application:
    return factories.filled_application(factories.call(min_municipalities=20, municipalities_level="warning"))


@pytest.fixture
def client(draft: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("sokande"))


def at(name: str, row: Application, *args: object) -> str:
    return reverse(f"applications:{name}", args=(row.pk, *args))


def send(client: Client, row: Application, key: str, *, go: str = "stay", **values: Any) -> Any:
    """Open the section, change some of its controls, press a button."""
    url = at("section", row, key)
    return client.post(url, controls(client.get(url)) | values | {"go": go}, follow=True)


# Risks and purchases


def test_a_risk_is_kept_with_what_it_weighs(client: Client, draft: Application) -> None:
    page = send(client, draft, "risker", **RISK, procurement_plan="Vi avropar från ramavtal.")
    assert "12 av 25, hög" in text(page)
    (row,) = draft.risks.all()
    assert (row.text, row.value, row.weight, row.action) == (
        "Nyckelpersoner slutar", 12, "hög", "Två delar varje uppgift."
    )  # fmt: skip
    draft.refresh_from_db()
    assert draft.procurement_plan == "Vi avropar från ramavtal."
    assert "Beskriv minst 3 risker i projektet. Ni har skrivit 1." in text(page)


def test_a_figure_outside_the_scale_is_kept_as_typed_with_its_sentence(client: Client, draft: Application) -> None:
    page = send(client, draft, "risker", **RISK | {"riskrad-0-impact": "7"})
    assert summary(page) == [("Skriv ett tal från 1 till 5.", "#id_riskrad-0-impact")]
    assert controls(page)["riskrad-0-impact"] == "7"
    assert draft.risks.get().impact is None


@pytest.mark.parametrize(
    ("likelihood", "impact", "word"), [(1, 5, "låg"), (2, 3, "medel"), (3, 4, "hög"), (5, 5, "hög"), (None, 5, "")]
)
def test_a_risk_is_told_in_a_word(likelihood: int | None, impact: int, word: str) -> None:
    assert Risk(likelihood=likelihood, impact=impact).weight == word


# Related projects


def test_other_projects_are_named_in_a_section_of_their_own(client: Client, draft: Application) -> None:
    row = {"name": "Hälsoskolan", "owner": "Region Norr", "years": "2017–2019", "relation": "Vi tar vid."}
    send(client, draft, "narliggande", **{f"narliggande-0-{name}": told for name, told in row.items()})
    assert draft.related_projects.values_list("name", "owner", "years", "relation").get() == tuple(row.values())
    assert "Hälsoskolan" in text(client.get(at("section", draft, "narliggande")))


# Who, and the account


def test_an_account_of_another_kind_is_kept_as_it_is_printed(client: Client, draft: Application) -> None:
    iban = "se4550000000058398257466"
    page = send(client, draft, "sokande", account_kind="iban", account_no=iban, website="example.se", postcode="70185")
    assert summary(page) == []
    draft.refresh_from_db()
    assert (draft.account_kind, draft.account_no) == ("iban", "SE45 5000 0000 0583 9825 7466")
    assert (draft.website, draft.postcode) == ("https://example.se", "701 85")


def test_who_is_named_must_be_possible_to_reach(client: Client, draft: Application) -> None:
    page = send(client, draft, "kontakter", economist_name="Ulla Blad")
    told = "Skriv e-post eller telefon till Ulla Blad, så att vi kan nå er projektekonom. Eller ta bort namnet."
    assert summary(page) == [(told, "#id_economist_email")]
    assert field_error(page, "id_economist_email") == told
    page = send(client, draft, "kontakter", economist_email="ulla.blad@example.se")
    assert summary(page) == []


def test_nobody_has_to_write_what_is_voluntary(client: Client, draft: Application) -> None:
    page = text(client.get(at("application", draft)))
    assert page.count("Frivillig") == 2
    send(client, draft, "kontakter", communicator_name="Per", communicator_phone="010-123 45 00")
    assert text(client.get(at("application", draft))).count("Frivillig") == 1


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Box 17, 701 16 Örebro", ("Box 17", "701 16", "Örebro")),
        ("c/o Skolan, Storgatan 1\n70116 Örebro", ("c/o Skolan, Storgatan 1", "701 16", "Örebro")),
        ("Box 1, Örebro", ("Box 1", "", "Örebro")),
        ("Storgatan 1", ("Storgatan 1", "", "")),
        ("", ("", "", "")),
    ],
)
def test_the_address_comes_from_the_organisation(written: str, told: tuple[str, str, str]) -> None:
    found = prefill.of_organisation(Organisation(address=written, municipality="Örebro"))
    assert (found["address"], found["postcode"], found["city"]) == told
    assert found["home_municipality"] == "Örebro"


# State aid and other support


def aid(client: Client, row: Application, **values: str) -> Any:
    given = {"economic_activity": "yes", "economic_activity_note": "Vi säljer kaffe.", "minimis_received": "yes"}
    given |= {"company_benefit": "no", "forsumbart-0-giver": "Kommunen", "forsumbart-0-granted_on": "2026-01-15"}
    return send(client, row, "statsstod", **given | {f"forsumbart-0-{name}": told for name, told in values.items()})


def test_small_aid_is_summed_with_what_is_applied_for(client: Client, whole: Application) -> None:
    page = aid(client, whole, amount="110 000", currency="sek", rate="11", rule="general")
    assert summary(page) == []
    row = whole.minimis_aids.get()
    assert (row.euro, row.granted_on, row.rate) == (Decimal("10000.00"), date(2026, 1, 15), Decimal("11.0000"))
    assert "Tidigare under tre år 10 000 euro" in text(page).replace("\u00a0", " ")
    page = aid(client, whole, amount="299 000", currency="eur", rate="")
    (told, _) = summary(page)[0]
    assert told.startswith("Med det här stödet blir summan ") and "Gränsen är 300 000 euro." in told


def test_aid_of_a_day_to_come_is_refused_at_its_field(client: Client, whole: Application) -> None:
    page = aid(client, whole, granted_on="2030-01-15", amount="10")
    assert field_error(page, "id_forsumbart-0-granted_on").startswith("15 januari 2030 har inte varit än.")


def test_other_support_is_kept_row_by_row(client: Client, whole: Application) -> None:
    row = {"giver": "Kommunen", "amount": "25 000", "status": "granted", "costs": "Lokaler"}
    row |= {"starts_on": "2027-01-01", "ends_on": "2026-12-31"}
    rows = {f"annatstod-0-{name}": told for name, told in row.items()}
    page = send(client, whole, "annat_stod", other_support="yes", **rows)
    assert summary(page)[0][0].startswith("Stödet kan inte sluta innan det börjar.")
    page = send(client, whole, "annat_stod", **{"annatstod-0-ends_on": "2027-12-31"})
    assert summary(page) == []
    assert whole.other_supports.values_list("giver", "amount", "status", "costs").get() == (
        "Kommunen", Decimal("25000.00"), "granted", "Lokaler"
    )  # fmt: skip


# The last page


def test_the_last_page_reads_like_the_document(client: Client, whole: Application) -> None:
    page = read(client.get(at("review", whole)))
    (paper,) = page.all("article", **{"class": "paper"})
    headings = [node.text for node in paper.all("h2")]
    assert headings[:3] == ["Läsa högt hemma", "Sammanfattning", "Projektet"]
    assert headings[-2:] == ["Bilagor", "Personuppgifter och villkor"]
    assert headings.index("Risker och inköp") < headings.index("Budget och finansiering") < headings.index("Sökande")
    facts = {row.all("dt")[0].text: row.all("dd")[0].text for row in paper.all("dl")[0].all("div")}
    assert facts["Sökande"] == "Region Örebro län (232100-0164)"
    assert facts["Period"] == "1 januari 2027 – 31 december 2028"


def test_a_warning_may_be_commented_instead_of_ticked(client: Client, whole: Application, sign_in: SignIn) -> None:
    (box,) = read(client.get(at("review", whole))).all("input", name="varning")
    key = box.given["value"]
    too_long = "a" * 1001
    page = client.post(at("warnings", whole), {f"kommentar-{key}": too_long})
    assert "Ta bort minst 1 tecken." in text(page) and controls(page)[f"kommentar-{key}"] == too_long
    client.post(at("warnings", whole), {f"kommentar-{key}": "Vi börjar i några få.", "kommentar-hittepå": "x"})
    whole.refresh_from_db()
    assert (whole.warnings_read, whole.warning_comments) == ([], {key: "Vi börjar i några få."})
    signatory = sign_in(factories.applicant("firmatecknare"))
    signatory.post(at("application_submit", whole))
    version = Application.objects.get(pk=whole.pk).versions.get()
    assert version.data["warnings"][0]["comment"] == "Vi börjar i några få."
    assert "Er kommentar: Vi börjar i några få." in text(signatory.get(at("sent", whole, 1)))
    told = str(receipt.view(version)["sections"])
    assert "Er kommentar: Vi börjar i några få." in told and "Nyckelpersoner slutar under projektet" in told


def test_pages_cost_as_many_queries_with_one_row_and_with_forty(client: Client, whole: Application) -> None:
    """With everything in the form's tables."""
    Application.objects.filter(pk=whole.pk).update(
        economic_activity="yes", economic_activity_note="Kaffe.", minimis_received="yes", other_support="yes"
    )
    pages = [at("application", whole), at("review", whole)]
    pages += [at("section", whole, key) for key in ("risker", "narliggande", "statsstod", "annat_stod", "mal")]
    found = []
    for rows in (1, 40):
        for model, columns in (
            (Risk, {"text": "Risk", "likelihood": 1, "impact": 2, "action": "Ja"}),
            (RelatedProject, {"name": "Annat"}),
            (MinimisAid, {"giver": "Någon", "amount": 1, "granted_on": date(2026, 1, 1)}),
            (OtherSupport, {"giver": "Någon", "amount": 1, "costs": "Hyra", "status": "applied"}),
            (SubGoal, {"text": "Mål", "activities": "Gör"}),
            (ProjectRole, {"role": "Roll"}),
        ):
            model.objects.filter(application=whole).delete()
            model.objects.bulk_create(
                model(application=whole, order=n, **{name: f"{told} {n}" if name in ("text", "name") else told
                                                     for name, told in columns.items()})
                for n in range(rows)
            )  # fmt: skip
        for page in pages:
            client.get(page)
        found.append([_queries(client, page) for page in pages])
    assert found[0] == found[1]
    assert max(found[0]) <= 15, dict(zip(pages, found[0], strict=True))


def _queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert client.get(page).status_code == 200
    return len(counted)
