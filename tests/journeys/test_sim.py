"""A partnership with money set aside: two efforts, each granted by itself, and one that ends before its time."""

from decimal import Decimal

import pytest

from tests.journeys.stories import CANCELLED, CLAIM, PROJECT, REPORT, outcome_of

pytestmark = [pytest.mark.django_db, pytest.mark.hard]  # a whole story is long

outcome = outcome_of("sim")


def test_money_that_is_only_set_aside_pays_nothing(outcome):
    refused = outcome[0]["refused"]
    assert [row["act"] for row in refused] == ["pay_without_grant"]
    assert "bara öronmärkta" in refused[0]["said"][0]


def test_the_ledger_comes_out_and_what_was_not_used_is_back(outcome):
    result = outcome[0]
    sums: dict[str, Decimal] = {}
    for row in result["ledger"]["entries"]:
        sums[row["kind"]] = sums.get(row["kind"], Decimal(0)) + Decimal(row["amount"])
    left = sum(map(Decimal, result["ledger"]["left"].values()))
    assert sums["reserved"] == sums["released"] == sums["bound"]
    assert sums["paid"] == sum(result["payments"]) + sum(result["cases"]["skolnara"]["payments"])
    assert sums["bound"] == sums["paid"] + sums["returned"]
    assert left == sums["earmarked"] - sums["paid"]


def test_the_effort_ends_early_by_a_decision_of_its_own_and_is_settled(outcome):
    states = outcome[0]["states"]
    assert states["early_close"] == ["draft", "warned", "submitted", "approved", "on_agenda", "decided"]
    assert states["project"][-3:] == ["closed_early", "final_reported", "settled"]
    assert states["report"] == REPORT * 2 + CANCELLED * 3 + REPORT
    assert states["claim"] == CLAIM * 2 + CANCELLED * 3 + CLAIM
    assert [row["kind"] for row in outcome[0]["documents"]] == ["receipt", "memo", "decision", "decision"]


def test_the_open_page_tells_that_it_ended_and_where_to_read_what_was_learnt(outcome):
    result, folder = outcome
    page = result["public_page"]
    assert page["status"] == 200
    assert (folder / page["file"]).exists()
    assert "Projektet är avslutat i förtid" in page["says"]
    assert any(line.startswith("Projektet gav inte det som var tänkt") for line in page["says"])
    assert any("slutrapporten" in line for line in page["says"])
    assert page["says"][page["says"].index("Pilot") + 1] == "Färgelanda, Lysekil, Orust, Trollhättan"


def test_the_steering_group_has_one_chair_eight_members_and_two_without_vote(outcome):
    says = outcome[0]["public_page"]["says"]
    chair, members, adjunct = (
        next(number for number, line in enumerate(says) if line.startswith(word))
        for word in ("Ordförande", "Medlemmar", "Adjungerade")
    )
    assert (members - chair - 1, adjunct - members - 1, says.index("Stödet") - adjunct - 1) == (1, 8, 2)


def test_the_other_effort_runs_to_its_end(outcome):
    other = outcome[0]["cases"]["skolnara"]
    assert other["states"]["project"] == PROJECT
    assert other["dnr"].startswith("RUN 612-")
    assert sum(other["payments"]) == 615_000
