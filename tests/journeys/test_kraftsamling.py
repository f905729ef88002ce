"""The real case from idea to settled, played as `manage.py play` plays it: figures, states, payments, papers."""

import hashlib
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from portal.money import kronor
from tests import pdf_text

pytestmark = pytest.mark.django_db
FIXTURE: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "fixtures" / "orebro_budget.json").read_text(encoding="utf-8")
)
REPORT = ["planned", "open", "draft", "submitted", "approved"]
CLAIM = ["planned", "open", "draft", "submitted", "under_review", "approved", "payment_decided", "paid"]
STATES = {
    "idea": ["draft", "shared", "in_dialogue", "recommended", "converted"],
    "application": [
        "draft",
        "submitted",
        "registered",
        "formal_check",
        "completion",
        "formal_check",
        "preparation",
        "proposed",
        "on_agenda",
        "decided",
        "closed",
    ],
    "memo": ["draft", "submitted", "approved"],
    "decision": ["draft", "made", "approved", "announced", "dispatched"],
    "project": ["granted", "accepted", "start_up", "implementation", "closing", "final_reported", "settled"],
    "report": REPORT * 3,
    "claim": CLAIM * 3,
}
# How many were told of what: those who write at the applicant are four, those who lead the project one.
MAILS = {
    "idea_shared": 1,
    "advice_given": 1,
    "received": 4,
    "officer_assigned": 1,
    "completion_requested": 4,
    "completion_received": 1,
    "completion_to_read": 1,
    "decision_approval": 3,
    "accept_decision": 1,
    "accepted": 3,
    "accepted_to_officer": 1,
    "reminders": 12,
    "report_submitted": 3,
    "report_approved": 6,
    "claim_submitted": 3,
    "claim_approved": 6,
    "paid": 6,
    "settled": 3,
}


def played(out: Path) -> dict[str, Any]:
    """What the command prints, read as the JSON object that it must be."""
    printed = StringIO()
    call_command("play", "kraftsamling", out=out, stdout=printed)
    result: dict[str, Any] = json.loads(printed.getvalue())
    return result


def paper_of(result: dict[str, Any], folder: Path, kind: str) -> str:
    """The text of the case's document of a kind."""
    name = next(document["file"] for document in result["documents"] if document["kind"] == kind)
    return pdf_text.text((folder / name).read_bytes())


@pytest.fixture(scope="module")
def outcome(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Any:
    """The case played once on an empty database, and the folder with its papers."""
    folder = tmp_path_factory.mktemp("kraftsamling")
    with django_db_blocker.unblock(), transaction.atomic():
        yield played(folder), folder
        transaction.set_rollback(True)


def test_the_budget_comes_out_to_the_krona(outcome):
    """As printed in the region's memo; the last column is the sum over the years (domain.md §1.3)."""
    budget = outcome[0]["budget"]
    assert budget["years"] == FIXTURE["years"]
    assert budget["costs"] == FIXTURE["printed"]["costs"]
    assert list(budget["financing"].values()) == list(FIXTURE["printed"]["financing"].values())


def test_the_payments_add_up_to_the_cap(outcome):
    payments = outcome[0]["payments"]
    assert payments == FIXTURE["payments_at_decided_percent"]["paid"]
    assert sum(payments) == int(FIXTURE["cap"])


def test_every_machine_went_through_its_states_in_order(outcome):
    assert outcome[0]["states"] == STATES


def test_pilot_money_is_given_on_in_each_year_within_what_the_budget_sets_aside(outcome):
    pilots = outcome[0]["pilots"]
    assert [(row["year"], row["amount"]) for row in pilots] == [
        (2024, "60000.00"),
        (2025, "70000.00"),
        (2025, "90000.00"),
        (2026, "120000.00"),
    ]
    assert all(row["outcome"] for row in pilots)


def test_the_number_is_the_memos_own(outcome):
    assert outcome[0]["dnr"] == FIXTURE["dnr"]


def test_every_printed_number_stands_in_the_decision(outcome):
    result, folder = outcome
    paper = paper_of(result, folder, "decision")
    for part in FIXTURE["printed"].values():
        for cells in part.values():
            for cell in cells:
                assert kronor(cell).replace("\u00a0", " ") in paper
    assert f"{FIXTURE['decided_percent']} procent" in paper
    assert result["dnr"] in paper
    assert "§ 47" in paper


def test_the_papers_are_the_bytes_that_the_hashes_are_of(outcome):
    result, folder = outcome
    assert [document["kind"] for document in result["documents"]] == ["receipt", "receipt", "memo", "decision"]
    for document in result["documents"]:
        data = (folder / document["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == document["sha256"]
        assert len(pdf_text.pages(data)) == document["pages"]


def test_everybody_was_told(outcome):
    """Each message of the story, as many as it has events and readers."""
    assert outcome[0]["mails"] == MAILS
