"""The budget's page: to the krona as the fixture prints it, and every fault at its cell with what to do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application
from portal.accounts.models import User
from portal.demo.stories import kraftsamling
from tests import factories
from tests.applications.budget.orebro import FIXTURE

from .pages import Node, controls, field_error, read, summary, text, title

SignIn = Callable[[User], Client]


@pytest.fixture(scope="module")
def draft(stage: None) -> Application:
    """Kraftsamling's application with its own budget; the call allows half the cost and two million."""
    tale = factories.story()
    tale.begin_application(factories.call())
    tale.write(kraftsamling.TEXT, kraftsamling.PERIOD)
    tale.count(kraftsamling.money())
    return tale.application


@pytest.fixture
def client(draft: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("ekonom.sokande"))


def address(draft: Application) -> str:
    return reverse("applications:section", args=(draft.pk, "budget"))


def send(client: Client, draft: Application, *, go: str = "stay", **values: str) -> Any:
    body = controls(client.get(address(draft))) | {name.replace("__", "-"): value for name, value in values.items()}
    return client.post(address(draft), body | {"go": go}, follow=True)


def figures(row: Node) -> list[int]:
    """The whole kronor of a row of a table, typed amounts rounded as the page rounds."""
    cells = [
        box.given["value"] if (box := next(iter(cell.all("input")), None)) else cell.text for cell in row.all("td")
    ]
    return [int(cell.replace("\u00a0", "").replace(" ", "")) for cell in cells]


def rows(response: Any) -> dict[str, Node]:
    return {row.all("th")[0].text: row for row in read(response).all("tr") if row.all("td")}


def test_the_sums_are_the_printed_ones_to_the_krona(client: Client, draft: Application) -> None:
    page = rows(client.get(address(draft)))
    printed = FIXTURE["printed"]
    computed = "Indirekta kostnader 21,39 % av egen personal, räknas ut automatiskt"
    assert figures(page[computed]) == printed["costs"]["Indirekta kostnader"]
    assert figures(page["Summa kostnader"]) == printed["costs"]["Summa kostnader"]
    assert figures(page["Summa finansiering"]) == printed["financing"]["Summa finansiering"]
    totals = {label: row.all("td")[-1].text.replace("\u00a0", "").replace(" ", "") for label, row in page.items()}
    assert totals["Egen personal"] == "2001541"
    assert totals["Externa tjänster"] == "441087"
    assert totals["Det ni söker av oss 1:1-medel"] == "800609"
    own = next(label for label in totals if label.startswith("Region Örebro län"))
    assert totals[own] == "2100148"


def test_what_is_read_before_sending_is_the_printed_table(client: Client, draft: Application) -> None:
    page = rows(client.get(reverse("applications:review", args=(draft.pk,))))
    wanted = FIXTURE["printed"]["costs"] | {
        "Region Örebro län 1:1-medel": FIXTURE["printed"]["financing"]["Region Örebro län 1:1-medel"],
        "Summa finansiering": FIXTURE["printed"]["financing"]["Summa finansiering"],
    }
    assert {label: figures(page[label]) for label in wanted} == wanted


def test_each_control_is_named_by_row_and_year(client: Client, draft: Application) -> None:
    names = {box.given["name"]: box.given.get("aria-label") for box in read(client.get(address(draft))).all("input")}
    assert names["kostnad-personal-2024"] == "Egen personal, 2024, kronor"
    assert names["sokt-2026"] == "Det ni söker av oss, 2026, kronor"
    assert names["finansiar-0-2025"].startswith("Region Örebro län") and names["finansiar-0-2025"].endswith(
        ", 2025, kronor"
    )


def test_a_year_that_does_not_balance_is_told_at_its_cell(client: Client, draft: Application) -> None:
    response = send(client, draft, finansiar__0__2025="850 222,84")
    assert title(response).startswith("Fel: Budget och finansiering")
    assert summary(response) == [
        (
            "2025 går inte ihop. Kostnaderna är 1 381 523 kr, finansieringen 1 231 523 kr. Lägg till 150 000 kr i "
            "finansieringen eller minska kostnaderna lika mycket.",
            "#id_finansiar-0-2025",
        )
    ]
    cell = read(response).all("input", name="finansiar-0-2025")[0]
    assert cell.given["aria-invalid"] == "true" and cell.given["aria-describedby"] == "fel-2025"
    assert read(response).all(id="fel-2025")[0].text == "saknas i finansieringen"


def test_more_than_the_share_allows(client: Client, draft: Application) -> None:
    response = send(client, draft, sokt__2025="1 381 523,26", finansiar__0__2025="")
    told = dict(summary(response))
    sentence = next(words for words in told if words.startswith("Ni söker 1 800 831,86 kr."))
    assert "Vi betalar högst 50 % av kostnaderna, för er 1 450 378 kr." in sentence
    assert told[sentence] == "#id_sokt-2024"


def test_more_than_the_highest_amount(stage: None, sign_in: SignIn) -> None:
    tale = factories.story()
    tale.begin_application(factories.call(max_amount="500000"))
    tale.write(kraftsamling.TEXT, kraftsamling.PERIOD)
    tale.count(kraftsamling.money())
    response = sign_in(factories.applicant("sokande")).get(address(tale.application))
    assert any("Det högsta ni kan söka är 500 000 kr." in words for words, _ in summary(response))


def test_an_amount_that_cannot_be_read_is_kept_and_the_others_are_saved(client: Client, draft: Application) -> None:
    response = send(client, draft, kostnad__personal__2024="456 tusen", kostnad__resor__2024="12 000 kr")
    said = "Skriv beloppet i kronor med siffror, till exempel 250 000."
    assert (f"Egen personal, 2024: {said}", "#id_kostnad-personal-2024") in summary(response)
    assert field_error(response, "id_kostnad-personal-2024") == said
    assert controls(response)["kostnad-personal-2024"] == "456 tusen"
    assert controls(response)["kostnad-resor-2024"].replace("\u00a0", " ") == "12 000"


def test_recalculating_stays_and_going_on_waits_for_the_budget_to_hold(client: Client, draft: Application) -> None:
    here = address(draft)
    assert send(client, draft, go="stay").redirect_chain[-1][0] == here
    assert send(client, draft, go="next", sokt__2025="1").redirect_chain[-1][0] == here
    onward = send(client, draft, go="next", sokt__2025="381 300,42").redirect_chain[-1][0]
    assert onward == reverse("applications:section", args=(draft.pk, "statsstod"))


def test_a_financier_is_added_and_taken_away(client: Client, draft: Application) -> None:
    response = send(client, draft, go="row")
    assert response.redirect_chain[-1][0].endswith("?ny=1#ny-rad")
    body = controls(response) | {
        "finansiar-1-name": "Stiftelsen Ljus",
        "finansiar-1-account": "Bidrag",
        "finansiar-1-kind": "private",
        "finansiar-1-status": "intent",
        "finansiar-1-2024": "1000",
    }
    client.post(address(draft), body | {"go": "stay"})
    assert [funder.name for funder in draft.funders.all()] == [
        "Region Örebro län",
        "Stiftelsen Ljus",
        "Region Örebro län 1:1-medel",
    ]
    client.post(address(draft), controls(client.get(address(draft))) | {"ta_bort": "1"})
    assert draft.funders.count() == 2


def test_the_same_money_twice_is_a_warning_and_saved(client: Client, draft: Application) -> None:
    response = send(client, draft, go="row")
    given = controls(response)
    copied = {f"finansiar-1-{name}": given[f"finansiar-0-{name}"] for name in ("name", "account", "kind", "status")}
    number = {"finansiar-1-orgnr": given["finansiar-0-orgnr"]}
    body = given | copied | number | {"finansiar-1-2024": "5", "finansiar-0-2024": "488 385,82", "go": "stay"}
    response = client.post(address(draft), body, follow=True)
    assert summary(response) == []
    assert "står två gånger. Slå ihop raderna om det är samma pengar." in text(response)
    assert draft.funders.filter(is_applied=False).count() == 2


def test_what_is_applied_for_cannot_be_written_as_others_money(client: Client, draft: Application) -> None:
    response = send(client, draft, finansiar__0__account="1:1-MEDEL")
    assert any(words.startswith("Det är pengarna som ni söker av oss.") for words, _ in summary(response))


def test_a_payer_without_a_name_is_told_and_its_amounts_are_saved(client: Client, draft: Application) -> None:
    response = send(client, draft, finansiar__0__name="")
    assert ("Skriv vem som betalar.", "#id_finansiar-0-name") in summary(response)
    assert controls(response)["finansiar-0-name"] == ""
    assert draft.funders.first().rows.count() == 3


def test_amounts_outside_a_changed_period_stay_and_are_told(client: Client, draft: Application) -> None:
    Application.objects.filter(pk=draft.pk).update(period_end="2025-12-31")
    response = client.get(address(draft))
    assert any("2026" in words and "utanför" in words for words, _ in summary(response))
    assert controls(response)["kostnad-personal-2026"].replace("\u00a0", " ") == "554 884,35"


def test_without_a_period_there_is_no_grid(stage: None, sign_in: SignIn) -> None:
    empty = factories.draft_application(factories.call())
    response = sign_in(factories.applicant("sokande")).get(address(empty))
    assert "Skriv först projektets period" in text(response)
    assert summary(response) == []


def test_sums_are_not_checked_while_an_amount_of_the_year_cannot_be_read(client: Client, draft: Application) -> None:
    response = send(client, draft, **{"finansiar__0__2025": "cirka en miljon", "finansiar__0__2024": "1"})
    told = [words for words, _ in summary(response)]
    assert any("Skriv beloppet i kronor" in words for words in told)
    assert not any(words.startswith("2025 går inte ihop") for words in told)
    assert any(words.startswith("2024 går inte ihop") for words in told)


def test_the_missing_number_of_a_payer_is_told_at_its_own_field_which_is_open(sign_in: SignIn, stage: None) -> None:
    tale = factories.story()
    tale.begin_application(factories.call(requires_other_funder=True))
    tale.write(kraftsamling.TEXT, kraftsamling.PERIOD)
    tale.count(kraftsamling.money())
    tale.application.funders.filter(is_applied=False).update(orgnr="", name="Leksaksbanken")
    response = sign_in(factories.applicant("sokande")).get(address(tale.application))
    [place] = [href for words, href in summary(response) if "Skriv organisationsnumret för Leksaksbanken" in words]
    assert place == "#id_finansiar-0-orgnr"
    fold = next(one for one in read(response).all("details") if "Leksaksbanken" in one.text)
    assert "open" in fold.given and "Organisationsnummer (obligatoriskt)" in fold.text


def test_the_applicant_s_own_number_is_filled_in(client: Client, draft: Application) -> None:
    body = draft.case.organisation
    send(client, draft, finansiar__0__name=body.name, finansiar__0__orgnr="")
    assert draft.funders.filter(name=body.name, is_applied=False).first().orgnr == body.orgnr  # type: ignore[union-attr]
