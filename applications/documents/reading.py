"""An application in the order in which the board reads it: facts in brief, the summary, then part by part (§4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from portal.look.words import counted, listed
from portal.money import NBSP, kronor, percent

from . import figures

# What the project is, who does it and what it costs; papers last. A section that is not named here stands after these.
ORDER = (
    "projekt", "malgrupp", "mal", "effektkedja", "parter", "forankring", "organisation", "genomforande", "risker",
    "narliggande", "budget", "statsstod", "annat_stod", "sokande", "kontakter", "bilagor", "villkor",
)  # fmt: skip
SUMMARY = "Sammanfattning"
# What stands at the top already, and is not said again in its section.
IN_BRIEF = {"projekt": frozenset({SUMMARY})}


def as_document(data: Mapping[str, Any]) -> dict[str, Any]:
    """`data` as templates/applications/partials/contents.html wants it, with `facts` and `summary` before the sections.

    `data` may be of a version from before parts of it were kept.
    """
    place = {key: number for number, key in enumerate(ORDER)}
    sections = sorted(data["sections"], key=lambda part: place.get(part["key"], len(place)))
    return {
        **data,
        "facts": _facts(data),
        "summary": _answer(data, "projekt", SUMMARY),
        "sections": [part | {"rows": _not_in_brief(part)} for part in sections],
    }


def _not_in_brief(part: Mapping[str, Any]) -> list[dict[str, Any]]:
    said = IN_BRIEF.get(part["key"], frozenset())
    return [row for row in part["rows"] if row["label"] not in said]


def _answer(data: Mapping[str, Any], section: str, label: str) -> str:
    rows = (row for part in data["sections"] if part["key"] == section for row in part["rows"])
    found = next((row["value"] for row in rows if row["label"] == label), "")
    return "" if found == "–" else str(found)


def _facts(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a member wants to see without turning the page; what is not known is left out."""
    body, budget = data["organisation"], data["budget"]
    target = "malgrupp" if any(part["key"] == "malgrupp" for part in data["sections"]) else "projekt"
    others = [row["name"] for row in budget["funding"] if not row["is_applied"]]
    parties = data["parties"]
    told = {
        "Sökande": f"{body['name']} ({body['orgnr']})" if body["orgnr"] else body["name"],
        "Söker": _asked(data),
        "Andel av kostnaderna": percent(Decimal(budget["share"])) if budget.get("share") else "",
        "Projektets kostnad": _kr(budget["cost_sum"]),
        "Period": _answer(data, "projekt", "Projektets period"),
        "Kommuner": _answer(data, "projekt", "Kommuner"),
        "Utvecklingsområden": _answer(data, "projekt", "Utvecklingsområden"),
        "Målgruppens ålder": _answer(data, target, "Målgruppens ålder"),
        "Samverkansparter": counted(len(parties), "en part", "parter").capitalize() if parties else "",
        "Andra som betalar": listed(list(dict.fromkeys(others))),
    }
    return [(label, text) for label, text in told.items() if text]


def _asked(data: Mapping[str, Any]) -> str:
    """The kinds of support, and the sum where money is asked for."""
    rows = data.get("supports", [])
    parts = [f"{row['label']} ({row['how_much']})" if row["how_much"] else row["label"] for row in rows]
    if data.get("asks_for_money", True) and (amount := _kr(data["budget"]["applied"])):
        parts.append(amount)
    return figures.listed(parts)


def _kr(stored: str) -> str:
    amount = Decimal(stored)
    return f"{kronor(amount)}{NBSP}kr" if amount else ""
