"""Rows of staff on the budget's page, and the figures that follow while one types: the same as when it is saved."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications.models import Application, Funder, StaffMonths, StaffRow
from applications.services import budgeting
from portal.accounts.models import User
from portal.demo.stories import kraftsamling
from tests import factories

from .pages import Node, controls, field_error, read, summary, text

SignIn = Callable[[User], Client]
# Half of full time at 40 000 with 40 % overhead: 28 000 kr a month.
LEAD = {"role": "Projektledare", "person": "Anna Berg", "share": "50", "monthly_pay": "40 000", "overhead": "40"}
NAMES = {"kostnad-personal-2024", "kostnad-personal-2025", "kostnad-personal-2026"}


def begun(**rules: Any) -> Application:
    tale = factories.story()
    tale.begin_application(factories.call(**rules))
    tale.write(kraftsamling.TEXT, kraftsamling.PERIOD)
    tale.count(kraftsamling.money())
    return tale.application


@pytest.fixture(scope="module")
def draft(stage: None) -> Application:
    return begun()


@pytest.fixture
def client(draft: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("ekonom.sokande"))


def address(draft: Application) -> str:
    return reverse("applications:section", args=(draft.pk, "budget"))


def role(number: int, months: str = "12 6 0", **changes: str) -> dict[str, str]:
    years = dict(zip(("2024", "2025", "2026"), months.split(), strict=True))
    return {f"lon-{number}-{name}": value for name, value in (LEAD | years | changes).items()}


def typed(client: Client, draft: Application, **more: str) -> dict[str, Any]:
    return controls(client.get(address(draft))) | more


def send(client: Client, draft: Application, body: dict[str, Any], go: str = "stay") -> Any:
    return client.post(address(draft), body | {"go": go}, follow=True)


def live(client: Client, draft: Application, body: dict[str, Any]) -> Any:
    return client.post(reverse("applications:budget_figures", args=(draft.pk,)), body)


def staff_costs(draft: Application) -> dict[int, str]:
    return {row.year: str(row.amount) for row in draft.cost_rows.filter(category="personal")}


def figures(response: Any) -> dict[str, str]:
    """Every computed figure by the id of its place: cells, totals, the difference, the share, what a role costs."""
    found: dict[str, str] = {}
    for node in read(response).all():
        name = node.given.get("id", "")
        places = ("ruta-", "rad-skillnad", "budget-andel", "kostar-", "om-")
        if name.startswith(places) and not node.all("input", type="text"):
            found[name] = node.text
    return found


def test_the_cells_are_computed_from_the_rows_and_saved_like_all_others(client: Client, draft: Application) -> None:
    response = send(client, draft, typed(client, draft, **role(0)))
    assert staff_costs(draft) == {2024: "336000.00", 2025: "168000.00", 2026: "0.00"}
    [row] = draft.staff_rows.all()
    assert (row.role, row.person, str(row.share), str(row.monthly_pay)) == (
        "Projektledare",
        "Anna Berg",
        "0.500000",
        "40000.00",
    )
    shown = figures(response)
    assert shown["ruta-kostnad-personal-2024"] == "336 000"
    assert shown["kostar-lon-0"].startswith(
        "Kostar 2024: 336 000 kr, 2025: 168 000 kr, 2026: 0 kr. Tillsammans 504 000"
    )
    assert shown["om-kostnad-personal"] == "Egen personal räknas ut från lönerna"
    assert shown["ruta-indirect-2024"] == "71 870"  # 21,39 % of 336 000
    boxes = {box.given["name"]: box.given["type"] for box in read(response).all("input") if "name" in box.given}
    assert {name: boxes[name] for name in NAMES} == dict.fromkeys(NAMES, "hidden")
    assert StaffMonths.objects.filter(staff_row=row).count() == 3


def test_a_role_that_costs_nothing_yet_takes_no_typed_amount_away(client: Client, draft: Application) -> None:
    before = typed(client, draft)
    response = send(client, draft, before | {"lon-0-role": "Projektledare"})
    assert staff_costs(draft)[2024] == "456852.25" and draft.staff_rows.get().role == "Projektledare"
    assert controls(response)["kostnad-personal-2024"] == before["kostnad-personal-2024"]


def test_without_rows_the_cells_are_typed_and_what_stood_there_comes_back(client: Client, draft: Application) -> None:
    before = typed(client, draft)
    assert before["kostnad-personal-2024"].replace("\u00a0", " ") == "456 852,25"
    response = send(client, draft, before | role(0))
    response = client.post(address(draft), controls(response) | {"ta_bort": "lon-0"}, follow=True)
    assert response.redirect_chain[-1][0].endswith("#lon")
    assert not draft.staff_rows.exists()
    assert controls(response)["kostnad-personal-2024"].replace("\u00a0", " ") == "336 000"
    assert staff_costs(draft)[2024] == "336000.00"


@pytest.mark.parametrize(
    ("changes", "place", "sentence"),
    [
        ({"months": "13 0 0"}, "2024", "Ett år har 12 månader. Skriv 12 eller mindre."),
        ({"months": "halva 0 0"}, "2024", "Skriv antal månader med siffror, till exempel 6 eller 6,5."),
        ({"share": "120"}, "share", "En roll är högst 100 procent av heltid."),
        ({"share": "0"}, "share", "Skriv mer än 0 procent, eller ta bort raden."),
        ({"share": ""}, "share", "Skriv hur stor del av en heltid, i procent."),
        ({"monthly_pay": "fyrtio tusen"}, "monthly_pay", "Skriv beloppet i kronor med siffror, till exempel 250 000."),
        ({"monthly_pay": "400 000 000"}, "monthly_pay", "Månadslönen är för stor."),
        ({"monthly_pay": "-1"}, "monthly_pay", "Skriv ett belopp som är 0 eller mer."),
        ({"overhead": ""}, "overhead", "Skriv lönebikostnaderna i procent av lönen, eller 0."),
        ({"role": ""}, "role", "Skriv vilken roll det är."),
    ],
)
def test_a_fault_stands_at_its_field_and_what_was_typed_is_kept(
    client: Client, draft: Application, changes: dict[str, str], place: str, sentence: str
) -> None:
    body = typed(client, draft, **role(0, **changes))
    response = send(client, draft, body)
    assert field_error(response, f"id_lon-0-{place}").startswith(sentence)
    assert any(sentence in words and href == f"#id_lon-0-{place}" for words, href in summary(response))
    assert controls(response)[f"lon-0-{place}"] == body[f"lon-0-{place}"]
    said = live(client, draft, body)
    [mark] = [row for row in read(said).all("li") if row.given.get("data-for") == f"id_lon-0-{place}"]
    assert mark.text.startswith(sentence)


def test_the_call_s_overhead_is_not_typed_and_holds_when_it_changes(stage: None, sign_in: SignIn) -> None:
    draft, client = begun(payroll_overhead="0.4"), sign_in(factories.applicant("ekonom.sokande"))
    body = typed(client, draft, **role(0, overhead="0"))
    assert "lon-0-overhead" not in typed(client, draft)
    assert "Lönebikostnader: 40 % av lönen, enligt utlysningen." in text(send(client, draft, body))
    assert staff_costs(draft)[2024] == "336000.00"


def test_the_same_person_for_more_than_full_time_is_a_warning(client: Client, draft: Application) -> None:
    both = role(0, share="60") | role(1, share="60", role="Utvärderare") | {"lon-TOTAL_FORMS": "2"}
    response = send(client, draft, typed(client, draft, **both))
    assert "Varning: Anna Berg är uppe i 120 % av heltid 2024." in text(response)
    assert not [words for words, _ in summary(response) if "heltid" in words]


def test_months_outside_a_changed_period_are_told_at_the_months(client: Client, draft: Application) -> None:
    send(client, draft, typed(client, draft, **role(0, "12 12 12")))
    Application.objects.filter(pk=draft.pk).update(period_end="2025-12-31")
    told = dict((href, words) for words, href in summary(client.get(address(draft))))
    assert "2026 ligger utanför projektperioden" in told["#id_lon-0-2026"]


def test_the_tick_for_work_or_things_is_saved(client: Client, draft: Application) -> None:
    send(client, draft, typed(client, draft, **{"finansiar-0-in_kind": "on"}))
    assert Funder.objects.get(application=draft, is_applied=False).in_kind


# While one types


def test_the_figures_are_those_of_the_saved_page_and_nothing_is_saved(client: Client, draft: Application) -> None:
    body = typed(client, draft, **role(0, "12 6 1,5")) | {"kostnad-resor-2025": "12 000,50", "sokt-2026": "1 kr"}
    before = staff_costs(draft)
    said = live(client, draft, body)
    assert said.status_code == 200
    assert staff_costs(draft) == before and not draft.staff_rows.exists()
    now = figures(said)
    saved = figures(send(client, draft, body))
    assert {place: now.get(place) for place in now} == {place: saved.get(place) for place in now}
    assert {"ruta-indirect-2026", "ruta-cost_sum-totalt", "rad-skillnad", "budget-andel", "kostar-lon-0"} <= now.keys()
    # The cells have just begun to be computed, so they come along as such; no other control is ever sent.
    assert {box.given["name"] for box in read(said).all("input")} == NAMES | {"raknat"}


def test_what_matters_is_said_in_words(client: Client, draft: Application) -> None:
    words = read(live(client, draft, typed(client, draft, **{"kostnad-resor-2025": "160 000"}))).all("p")[0].text
    assert words.startswith("Går inte ihop. 2025: 150 000 kr saknas i finansieringen. Ni söker 800 609 kr, ")
    unread = read(live(client, draft, typed(client, draft, **{"kostnad-resor-2025": "tio"}))).all("p")[0].text
    assert unread.startswith("2025 har belopp som vi inte kan läsa.")
    assert read(live(client, draft, typed(client, draft))).all("p")[0].text.startswith("Alla år går ihop.")


def test_nobody_else_gets_figures_and_a_closed_budget_gives_none(draft: Application, sign_in: SignIn) -> None:
    other = sign_in(factories.outsider())
    assert live(other, draft, {}).status_code == 404
    sent = factories.submitted_application()
    assert live(sign_in(factories.applicant("ekonom.sokande")), sent, {}).status_code == 204


AMOUNT = st.one_of(
    st.sampled_from(
        ["", "0", "1 kr", "12,50", "1.234", "-5", "−5", "1,234,567", "1 234 567,89", "tio", "\u00a07", "1e3"]
    ),
    st.decimals(min_value=0, max_value=10**9, places=2).map(str),
)
MONTHS = st.sampled_from(["", "0", "6", "6,5", "12", "13", "0,01", "x", "11,99"])
SHARE = st.sampled_from(["", "100", "27,6", "33,33", "0", "101", "0,01"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(AMOUNT, min_size=15, max_size=15),
    pays=st.lists(AMOUNT, min_size=2, max_size=2),
    shares=st.lists(SHARE, min_size=2, max_size=2),
    months=st.lists(MONTHS, min_size=6, max_size=6),
)
def test_live_figures_are_the_saved_page_s_whatever_is_typed(
    client: Client, draft: Application, amounts: list[str], pays: list[str], shares: list[str], months: list[str]
) -> None:
    body = typed(client, draft)
    cells = sorted(name for name in body if name[-5:] in ("-2024", "-2025", "-2026") and not name.startswith("lon-"))
    body |= dict(zip(cells, amounts, strict=False))
    for number in (0, 1):
        body |= {f"lon-{number}-role": "Roll", f"lon-{number}-overhead": "31,42", f"lon-{number}-share": shares[number]}
        body[f"lon-{number}-monthly_pay"] = pays[number]
        for place, year in enumerate(("2024", "2025", "2026")):
            body[f"lon-{number}-{year}"] = months[number * 3 + place]
    body["lon-TOTAL_FORMS"] = "2"
    now, saved = figures(live(client, draft, body)), figures(send(client, draft, body))
    assert {place: saved.get(place) for place in now} == now


# How much it costs to ask


def asked(client: Client, do: Callable[[], Any]) -> int:
    do()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert do().status_code == 200
    return len(queries)


def test_one_role_and_forty_take_the_same_few_queries(client: Client, draft: Application) -> None:
    def counts() -> tuple[int, int, int]:
        body = typed(client, draft)
        review = reverse("applications:review", args=(draft.pk,))
        return (
            asked(client, lambda: client.get(address(draft))),
            asked(client, lambda: live(client, draft, body)),
            asked(client, lambda: client.get(review)),
        )

    send(client, draft, typed(client, draft, **role(0)))
    few = counts()
    application = Application.objects.get(pk=draft.pk)
    staff = [
        {"category": "personal", "role": f"Roll {number}", "months": {2024: Decimal(6), 2025: Decimal(6)}}
        | {"share": Decimal("0.5"), "monthly_pay": Decimal(30_000), "overhead": Decimal("0.4")}
        for number in range(40)
    ]
    budgeting.save_budget(
        application, costs={}, funders=[], staff=staff, unparsed={}, version=None, by=factories.applicant("sokande")
    )
    assert StaffRow.objects.filter(application=draft).count() == 40
    many = counts()
    assert all(after <= before for before, after in zip(few, many, strict=True)), (few, many)
    assert max(few[:2]) <= 15, few


def boxes(page: Node) -> list[str]:
    return [box.given["name"] for box in page.all("input", "select") if box.given.get("type") != "hidden"]


def test_the_order_of_the_controls_is_row_by_row(client: Client, draft: Application) -> None:
    page = read(client.get(address(draft)))
    names = [name for name in boxes(page) if name.startswith(("kostnad-", "finansiar-0-20", "sokt-"))]
    assert names == [
        *(f"kostnad-{key}-{year}" for key in ("personal", "externa", "resor") for year in (2024, 2025, 2026)),
        *(f"finansiar-0-{year}" for year in (2024, 2025, 2026)),
        *(f"sokt-{year}" for year in (2024, 2025, 2026)),
    ]
    [form] = [one for one in page.all("form") if one.all(id="rader")]
    first = form.all("button")[0]
    assert (first.given["name"], first.given["value"]) == ("go", "stay"), "Enter saves and stays"
