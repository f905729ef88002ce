"""A social investment, from Idékollen over three whole years to settled."""

import pytest

from tests import pdf_text
from tests.journeys.stories import APPLICATION, CLAIM, PROJECT, REPORT, outcome_of

pytestmark = [pytest.mark.django_db, pytest.mark.hard]  # a whole story is long

outcome = outcome_of("vgr")


def test_idekollen_keeps_four_answers_apart_and_shows_both_texts(outcome):
    told = outcome[0]["checklist"]
    assert {answer: len(keys) for answer, keys in told["answers"].items()} == {
        "yes": 6,
        "no": 2,
        "unsure": 1,
        "blank": 1,
    }
    assert len(told["texts"]) == 2


def test_it_runs_from_idea_to_settled_with_a_report_and_a_claim_per_half_year(outcome):
    states = outcome[0]["states"]
    assert states["idea"] == ["draft", "shared", "in_dialogue", "recommended", "converted"]
    assert states["application"] == APPLICATION
    assert states["decision"] == ["draft", "made", "approved", "announced", "dispatched", "legally_final"]
    assert states["project"] == PROJECT
    assert (states["report"], states["claim"]) == (REPORT * 7, CLAIM * 7)


def test_the_board_pays_half_of_what_the_project_costs_and_not_a_krona_more(outcome):
    result = outcome[0]
    whole = result["budget"]["costs"]["Summa kostnader"][-1]
    assert sum(result["payments"]) * 2 == whole == 3_555_000


def test_the_number_and_the_letter_are_of_the_board_that_decides_now(outcome):
    result, folder = outcome
    assert result["dnr"].startswith("MRU 2023-")
    letter = next(row["file"] for row in result["documents"] if row["kind"] == "decision")
    paper = pdf_text.text((folder / letter).read_bytes())
    assert "Miljö- och regionutvecklingsnämnden" in paper
    assert "50 procent" in paper


def test_nothing_had_to_be_confirmed_since_no_rule_was_bent(outcome):
    assert "warnings" not in outcome[0]
