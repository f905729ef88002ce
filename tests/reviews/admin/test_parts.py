"""Kinds of support at the desk: the proposal, the decision at the table, the pages of case and board, the figures."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from portal import clock
from portal.demo.stories.script import Story
from tests import factories
from tests.applications.views.pages import controls, summary, text
from tests.factories import parts

from .addresses import move, page

AtDesk = Callable[[str], Client]


@pytest.fixture(scope="module")
def prepared(stage: None) -> Story:
    return parts.prepared_parts_tale(title="Bereds")


@pytest.fixture(scope="module")
def proposed(stage: None) -> Story:
    return parts.proposed_parts_tale(pengar=parts.PART)


def test_the_proposal_begins_with_all_that_is_asked_for(prepared: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(prepared.the_case, "case_propose")
    values = controls(client.get(url))
    assert "kind" not in values and "cap" not in values
    assert (values["natverk-outcome"], values["natverk-quantity"]) == ("granted", "6–8")
    assert values["utbildning-period_start"] == "2027-01-01"
    given = values | {
        "pengar-outcome": "partial",
        "pengar-2027": "60 000",
        "pengar-period_end": "2027-12-31",
        "utbildning-outcome": "rejected",
        "natverk-period_label": "2027 och 2028",
        "share": "40",
        "reasons": "Passar.",
    }
    assert client.post(url, given).status_code == 302
    memo = prepared.the_case.memo
    assert (memo.kind, memo.cap, memo.share) == ("partial", Decimal(60_000), Decimal("0.4"))
    shown = text(client.get(page(prepared.the_case, "case_assessment")))
    assert "Avslagen" in shown and "6–8 personer, 2027 och 2028" in shown
    again = controls(client.get(url))
    assert (again["utbildning-outcome"], again["pengar-2027"]) == ("rejected", "60\u00a0000")


def test_an_outcome_is_chosen_for_each(prepared: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(prepared.the_case, "case_propose")
    values = controls(client.get(url))
    del values["natverk-outcome"]
    assert ("Välj ett utfall för Nationella nätverksträffar.", "#id_natverk-outcome_0") in summary(
        client.post(url, values)
    )


def test_the_secretary_registers_what_the_board_changed(proposed: Story, at_desk: AtDesk) -> None:
    proposed.put_on_agenda(clock.today())
    client, url = at_desk("namndsekreterare"), move(proposed.application, "register_decision")
    values = controls(client.get(url))
    assert values["pengar-2027"] == "60\u00a0000"
    wrong = client.post(url, values | {"paragraph": "47", "utbildning-quantity": "12"})
    assert wrong.status_code == 200
    assert [address for _, address in summary(wrong)] == ["#id_utbildning-outcome_0"]
    given = values | {"paragraph": "47", "utbildning-quantity": "12", "utbildning-outcome": "partial"}
    assert client.post(url, given).status_code == 302
    assert (proposed.decision.kind, proposed.decision.components.first().quantity_from) == ("partial", 12)
    shown = text(client.get(page(proposed.the_case, "case_money")))
    assert "12 platser, läsåret 27/28" in shown


def test_members_read_each_part(proposed: Story, at_desk: AtDesk) -> None:
    proposed.decide_by_delegation("handlaggare")
    client = at_desk("ledamot")
    listed = text(client.get(reverse("reviews:board")))
    assert "Utbildning i samverkan (20 platser, läsåret 27/28)" in listed
    one = text(client.get(reverse("reviews:board_decision", args=[proposed.decision.pk])))
    assert "Stöd, del för del" in one and "Delvis beviljad" in one


def test_a_case_without_money_shows_none(at_desk: AtDesk) -> None:
    tale = parts.granted_parts_tale(parts.NETWORK)
    client = at_desk("handlaggare")
    for route in ("case", "case_application", "case_money", "case_assessment", "case_project"):
        shown = text(client.get(page(tale.the_case, route)))
        assert "None" not in shown and "Stöd utan pengar" in shown, route


def test_heads_see_the_figures_of_a_call(proposed: Story, at_desk: AtDesk) -> None:
    call = proposed.application.call
    url = reverse("admin:call_statistics", args=[call.pk])
    shown = text(at_desk("enhetschef").get(url))
    assert "Inte beslutade än 1" in shown and "Därför går talen inte att lägga ihop." in shown
    figures = at_desk("enhetschef").get(reverse("admin:call_statistics_json", args=[call.pk])).json()
    assert (figures["applications"], figures["on"]) == (1, clock.today().isoformat())
    assert at_desk("handlaggare").get(url).status_code == 404


def test_the_answer_becomes_partial_by_itself(at_desk: AtDesk) -> None:
    tale = factories.prepared_tale(title="Mindre")
    client, url = at_desk("handlaggare"), page(tale.the_case, "case_propose")
    values = {"version": 0, "kind": "approval", "share": "40", "cap": "90 000", "reasons": "Passar."}
    client.post(url, values)
    assert tale.the_case.memo.kind == "partial"
    assert controls(client.get(url))["kind"] == "approval"
