"""What kinds of case there are to copy: an original, and what stands otherwise in its copies.

An original is told through the services (the demo's stories and `originals.py`). A kind may put its copies in a state
that the original has passed, so that each queue has its rows; the database's constraints hold for them all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from applications.models import Case

from .surroundings import NAMES

Where = Mapping[str, Any]
IDEA: Where = {"idea__state": "shared"}
NEW: Where = {"application__state": "registered"}
CHECKED: Where = {"application__state": "formal_check"}
ASKED: Where = {"application__state": "completion"}
AT_HEAD: Where = {"application__state": "preparation", "memo__state": "submitted"}
PROPOSED: Where = {"application__state": "proposed"}
GRANTED: Where = {"project__state": "granted"}
RUNNING: Where = {"project__state": "implementation"}
REFUSED: Where = {"application__state": "decided", "project": None, "decisions__kind": "rejection"}
SETTLED: Where = {"project__state": "settled"}
# Rows that an original has for one kind's sake.
ONLY_IN = {
    "applications_casemessage": ("message",),
    "applications_decisionrequest": ("decision_request",),
    "applications_earlyclose": ("early_close",),
    "applications_partyhearing": ("hearing",),
    "reviews_referral": ("referral",),
    "reviews_referralresponse": ("referral",),
}


@dataclass(frozen=True)
class Kind:
    """`where` finds the original. `values`: table.column → SQL over the copied row `t` and the copy `c`."""

    name: str
    where: Where
    values: Mapping[str, str] = field(default_factory=dict)
    has_officer: bool = True


def original(where: Where) -> Case:
    """The first case that was told as such."""
    return Case.objects.filter(**where).exclude(organisation__name__startswith=NAMES).order_by("created_at")[0]


def _application(state: str) -> dict[str, str]:
    return {"applications_application.state": f"'{state}'"}


def _decision(state: str, **more: str) -> dict[str, str]:
    return {"applications_decision.state": f"'{state}'"} | {
        f"applications_decision.{name}": value for name, value in more.items()
    }


def _claims(state: str) -> dict[str, str]:
    """The claim that has been handed in is so far on its way, read by two."""
    people = {
        f"applications_claim.{column}": f"(SELECT id FROM accounts_user WHERE email = '{login}@example.se')"  # noqa: S608 (our own names)
        for column, login in (("content_reviewed_by_id", "handlaggare"), ("money_approved_by_id", "ekonom"))
    }
    return people | {"applications_claim.state": f"CASE WHEN t.number = 1 THEN '{state}' ELSE t.state END"}


OPEN = (
    Kind("idea", IDEA, has_officer=False),
    Kind("idea_in_dialogue", IDEA, {"applications_idea.state": "'in_dialogue'"}),
    Kind("registered", NEW, has_officer=False),
    Kind("left", CHECKED, has_officer=False),
    Kind("formal_check", CHECKED),
    Kind("message", AT_HEAD),
    Kind("completion", ASKED),
    Kind("preparation", AT_HEAD, {"reviews_memo.state": "'draft'"}),
    Kind("hearing", AT_HEAD, {"reviews_memo.state": "'draft'"}),
    Kind("decision_request", AT_HEAD, {"reviews_memo.state": "'draft'"}),
    Kind("referral", CHECKED),
    Kind("at_head", AT_HEAD),
    Kind("proposed", PROPOSED),
    Kind("on_agenda", PROPOSED, _application("on_agenda")),
    Kind("withdrawn", AT_HEAD, _application("withdrawn")),
    Kind("made", GRANTED, _decision("made")),
    Kind("approved", GRANTED, _decision("approved", approved_on="t.made_on")),
    Kind("delegated", REFUSED, _decision("made")),
    Kind("granted", GRANTED),
    Kind("running", RUNNING),
    Kind("changed_plan", RUNNING, {
        "applications_projectplanversion.is_decided": "false", "applications_projectplanversion.number": "2",
        "applications_projectplanversion.change_note": "'Ny lokal.'",
        "applications_projectplanversion.written_by_id": "c.officer",
    }),
    Kind("report", RUNNING, {
        "applications_report.state": "CASE WHEN t.shared_at IS NOT NULL THEN 'submitted' ELSE t.state END",
    }),
    Kind("claim_submitted", RUNNING, _claims("submitted")),
    Kind("claim_reviewed", RUNNING, _claims("under_review")),
    Kind("claim_approved", RUNNING, _claims("approved")),
    Kind("early_close", RUNNING),
    Kind("closing", RUNNING, {"applications_project.state": "'closing'"}),
    Kind("final_reported", RUNNING, {"applications_project.state": "'final_reported'"}),
)  # fmt: skip
END = _application("closed") | _decision("legally_final", final_on="t.made_on + 40") | {
    "reviews_delegateddecision.reported_at_id": "(SELECT id FROM reviews_meeting ORDER BY held_on LIMIT 1)",
}  # fmt: skip
CLOSED = (
    Kind("settled", SETTLED),
    Kind("refused", REFUSED, END),
    Kind("refused_too", REFUSED, END),
    Kind("idea_closed", IDEA, {"applications_idea.state": "'closed'"}, has_officer=False),
)


def value_of(column: str, usual: str) -> str:
    """The column in each kind's copies, in SQL."""
    own = [(kind.name, kind.values[column]) for kind in (*OPEN, *CLOSED) if column in kind.values]
    if not own:
        return usual
    each = " ".join(f"WHEN '{name}' THEN {value}" for name, value in own)
    return f"CASE c.kind {each} ELSE {usual} END"


def rows_of(table: str) -> str:
    """Which copies have rows of the table, in SQL."""
    only = ONLY_IN.get(table)
    return f"c.kind = ANY('{{{','.join(only)}}}')" if only else "true"
