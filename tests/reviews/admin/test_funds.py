"""Earmarked money at the desk: the table per year, the lines, the acts, and the room where money is decided."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Call, Fund
from applications.services import handling
from portal import clock
from portal.demo.stories.script import Story
from portal.money import NBSP
from reviews.services import proposing
from tests import factories
from tests.applications.views.pages import Node, field_error, read, text
from tests.factories import grants
from tests.factories.funds import NAME, call_of, fund

from .addresses import move, page

AtDesk = Callable[[str], Client]
D = Decimal
PROPOSAL = {"kind": "approval", "share": D("0.4"), "cap": D(90_000), "reasons": "Skäl.", "conditions": ""}


@pytest.fixture(scope="module")
def pot(stage: None) -> Fund:
    return fund({2027: 100_000, 2028: 60_000})


@pytest.fixture(scope="module")
def in_call(pot: Fund) -> Call:
    return call_of(pot)


@pytest.fixture(scope="module")
def proposed(in_call: Call) -> Story:
    """A proposal of 90 000 kr that is approved, and so reserved."""
    return factories.proposed_tale(in_call)


def url(row: Fund, route: str = "fund", **more: object) -> str:
    return reverse(f"admin:{route}", kwargs={"pk": row.pk, **more})


def rows(shown: Node, table: int = 0) -> list[list[str]]:
    """The cells of a table, row by row."""
    return [[cell.text for cell in line.all("th", "td")] for line in shown.all("table")[table].all("tr")]


# The fund's pages


def test_the_ledger_is_a_table_per_year_with_sums(pot: Fund, proposed: Story, at_desk: AtDesk) -> None:
    shown = read(at_desk("enhetschef").get(url(pot)))
    table = {line[0]: line[1:] for line in rows(shown)}
    assert table["Kronor"] == ["2027", "2028", "Totalt"]
    assert table["Öronmärkt"] == ["100 000", "60 000", "160 000"]
    reserved = next(cells for name, cells in table.items() if name.startswith("Reserverat"))
    assert reserved == ["45 000", "45 000", "90 000"]
    assert table["Kvar att besluta"] == ["55 000", "15 000", "70 000"]
    assert "70 000 kr är kvar att besluta." in shown.text
    lines = sorted(rows(shown, 1)[1:])
    assert [line[:3] for line in lines] == [
        ["Reserverat", "2027", "45 000 kr"],
        ["Reserverat", "2028", "45 000 kr"],
        ["Öronmärkt", "2027", "100 000 kr"],
        ["Öronmärkt", "2028", "60 000 kr"],
    ]
    assert proposed.the_case.title in lines[0][3]
    assert "§ 12" in lines[2][3]


def test_a_case_in_which_the_reader_is_jav_is_not_named(pot: Fund, proposed: Story, at_desk: AtDesk) -> None:
    handling.declare_conflict(
        proposed.the_case, is_conflicted=True, ground="other", note="", by=factories.staff("ekonom")
    )
    shown = text(at_desk("ekonom").get(url(pot)))
    assert proposed.the_case.title not in shown
    assert "Ett ärende som du inte läser" in shown


@pytest.mark.parametrize(
    ("name", "reads", "earmarks"),
    [
        ("enhetschef", True, True),
        ("ekonom", True, False),
        ("handlaggare", False, False),
        ("namndsekreterare", False, False),
        ("admin", False, False),
    ],
)
def test_who_reads_and_who_earmarks(pot: Fund, at_desk: AtDesk, name: str, reads: bool, earmarks: bool) -> None:
    client = at_desk(name)
    for address in (reverse("admin:funds"), url(pot)):
        assert client.get(address).status_code == (200 if reads else 404)
    for address in (reverse("admin:fund_earmark"), url(pot, "fund_raise")):
        assert client.get(address).status_code == (200 if earmarks else 404)
        assert client.post(address, {}).status_code == (200 if earmarks else 404)
    assert ("Öronmärkta pengar" in text(client.get(reverse("admin:index")))) is reads


def test_another_boards_money_is_not_found(pot: Fund) -> None:
    browser = Client()
    browser.force_login(factories.other_officer())
    assert browser.get(url(pot)).status_code == 404


def test_the_head_earmarks_and_is_told_what_is_wrong(at_desk: AtDesk) -> None:
    client, address = at_desk("enhetschef"), reverse("admin:fund_earmark")
    home = factories.world()
    given = {
        "name": "Spår två",
        "purpose": "Insatser.",
        "board": home.growth_board.pk,
        "programme": home.growth.pk,
        "decided_on": "2026-11-20",
        "paragraph": "47",
    }
    answer = client.post(address, given)
    assert "för minst ett år" in field_error(answer, "id_amount_2026")
    assert 'value="Spår två"' in answer.content.decode()
    answer = client.post(address, given | {"decided_on": "2026-11-30", "amount_2027": "tusen"})
    assert field_error(answer, "id_amount_2027")
    answer = client.post(address, given | {"decided_on": "2026-11-30", "amount_2027": "1 000"})
    assert "framåt i tiden" in field_error(answer, "id_decided_on")
    answer = client.post(address, given | {"amount_2027": "1 000", "amount_2028": "500,50"})
    made = Fund.objects.get(name="Spår två")
    assert answer["Location"] == url(made)
    assert (made.paragraph, made.entries.sheet().total.earmarked) == ("§ 47", D("1500.50"))


def test_the_head_raises_it(pot: Fund, at_desk: AtDesk) -> None:
    given = {"decided_on": clock.today().isoformat(), "paragraph": "88", "amount_2028": "10 000"}
    answer = at_desk("enhetschef").post(url(pot, "fund_raise"), given)
    assert answer["Location"] == url(pot)
    assert pot.entries.sheet().row(2028).earmarked == D(70_000)


def test_a_grant_that_binds_nothing_is_listed_and_bound(at_desk: AtDesk) -> None:
    in_call = factories.call()
    tale = grants.granted_tale(in_call, title="Före öronmärkningen")
    late = fund({2027: 50_000}, name="Sen öronmärkning")
    Call.objects.filter(pk=in_call.pk).update(fund=late)
    address = url(late, "fund_bind", decision=tale.decision.pk)
    assert "Före öronmärkningen" in text(at_desk("ekonom").get(url(late)))
    assert at_desk("ekonom").get(address).status_code == 404
    head = at_desk("enhetschef")
    assert address in head.get(url(late)).content.decode()
    assert head.get(address).status_code == 200
    assert head.post(address)["Location"] == url(late)
    assert late.entries.sheet().total.bound == tale.decision.cap
    assert head.get(address).status_code == 404


def test_the_list_has_as_many_questions_with_many_as_with_one(pot: Fund, at_desk: AtDesk) -> None:
    client, address = at_desk("enhetschef"), reverse("admin:funds")
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for number in range(20):
        fund({2027: 1_000}, name=f"Pott {number}")
    with CaptureQueriesContext(connection) as many:
        shown = client.get(address)
    assert "Pott 19" in shown.content.decode()
    assert len(many) == len(few)


# Where money is proposed and decided


def written(in_call: Call, **values: object) -> Story:
    tale = factories.prepared_tale(in_call, title="Skrivs nu")
    tale.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    proposing.save(tale.the_case, values=PROPOSAL | values, version=None, by=tale.officer)
    return tale


def test_the_proposals_page_shows_what_is_left_before_and_after(at_desk: AtDesk) -> None:
    client, in_call = at_desk("handlaggare"), call_of(fund({2027: 100_000, 2028: 60_000}))
    tale = factories.prepared_tale(in_call, title="Inget skrivet")
    shown = read(client.get(page(tale.the_case, "case_propose")))
    assert rows(shown)[1] == ["Kvar att besluta", "100 000", "60 000", "160 000"]
    tale = written(in_call)
    for route in ("case_propose", "case_assessment", "case_money"):
        shown = read(client.get(page(tale.the_case, route)))
        index = next(n for n, table in enumerate(shown.all("table")) if "före och efter" in table.text)
        table = rows(shown, index)
        assert table[0] == ["Kronor", "2027", "2028", "Totalt"]
        assert table[1][0] == "Kvar att besluta före"
        assert table[3] == ["Kvar att besluta efter", *table[3][1:]]
        assert table[1][3] == "160 000"
        assert table[2][3] == "90 000"
        assert table[3][3] == "70 000"


def test_a_proposal_that_does_not_fit_says_so_and_is_not_handed_over(at_desk: AtDesk) -> None:
    in_call = call_of(fund({2027: 100_000, 2028: 60_000}))
    factories.proposed_tale(in_call, cap=80_000, title="Tog det mesta")
    tale, client = written(in_call), at_desk("handlaggare")
    shown = text(client.get(page(tale.the_case, "case_propose")))
    assert f"I {NAME} finns 20 000 kr kvar att besluta för 2028" in shown
    closed = text(client.get(move(tale.the_case.memo, "submit")))
    assert "Det går inte än." in closed
    assert "låt nämnden först höja öronmärkningen" in closed


def test_the_decisions_page_shows_the_room_and_the_fault_stands_at_the_year(proposed: Story, at_desk: AtDesk) -> None:
    proposed.put_on_agenda(clock.today())
    client, address = at_desk("namndsekreterare"), move(proposed.application, "register_decision")
    shown = client.get(address)
    assert "före och efter förslaget" in text(shown)
    given = {
        "paragraph": "47",
        "kind": "approval",
        "share": "40",
        "cap": "170 000",
        "amount_2027": "100 000",
        "amount_2028": "70 000",
        "period_start": "2027-01-01",
        "period_end": "2028-12-31",
        "reasons": "Nämnden ville mer.",
        "villkor-TOTAL_FORMS": "0",
        "villkor-INITIAL_FORMS": "0",
    }
    answer = client.post(address, given)
    assert answer.status_code == 200
    assert f"finns 60{NBSP}000{NBSP}kr kvar att besluta för 2028" in answer.content.decode().replace("&nbsp;", NBSP)
    assert field_error(answer, "id_amount_2028").startswith(f"I {NAME} finns 60 000 kr kvar")
    assert not field_error(answer, "id_amount_2027")
    assert 'value="170 000"' in answer.content.decode()
    assert proposed.application.state == "on_agenda"


def test_a_decided_case_shows_what_it_has_bound(proposed: Story, at_desk: AtDesk) -> None:
    proposed.decide_by_delegation("handlaggare")
    shown = read(at_desk("handlaggare").get(page(proposed.the_case, "case_money")))
    index = next(n for n, table in enumerate(shown.all("table")) if "Det ärendet har i" in table.text)
    table = {line[0]: line[-1] for line in rows(shown, index)}
    assert table["Bundet av beslut"] == "90 000"


def test_a_case_without_earmarked_money_says_nothing_of_it(at_desk: AtDesk) -> None:
    tale = factories.prepared_tale(title="Vanlig utlysning")
    client = at_desk("handlaggare")
    for route in ("case_propose", "case_assessment", "case_money"):
        assert 'id="oronmarkt"' not in client.get(page(tale.the_case, route)).content.decode()
