"""The real case from idea to settled, played as `manage.py play` plays it: figures, states, payments, papers."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from portal.money import kronor
from tests import pdf_text

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
FIRST_NUMBER = 10970


def played(out: Path) -> dict[str, Any]:
    """What the command prints, read as the JSON object that it must be."""
    printed = StringIO()
    call_command("play", "kraftsamling", out=out, stdout=printed)
    result: dict[str, Any] = json.loads(printed.getvalue())
    return result


@pytest.fixture(scope="module")
def twice(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Any:
    """The case played on an empty database and then once more on the used one; both outcomes and their folders."""
    from django.db import transaction

    folders = [tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")]
    with django_db_blocker.unblock(), transaction.atomic():
        yield [(played(folder), folder) for folder in folders]
        transaction.set_rollback(True)
