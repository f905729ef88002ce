"""The receipt of a received application: what it says, from the frozen version (B-01, domain.md §4.5)."""

from decimal import Decimal
from typing import Any

from portal import dates
from portal.look.words import filesize
from portal.money import kronor

from ..models import ApplicationVersion
from . import figures

# Shown as tables of their own after the other sections.
TABLES = frozenset({"budget", "bilagor"})


def view(version: ApplicationVersion) -> dict[str, Any]:
    """The receipt as templates/pdf/receipt.html wants it. Nothing of the draft is read, only what was frozen."""
    data = version.data
    case = version.application.case
    is_first = version.number == 1
    return {
        "title": data["title"],
        "authority": figures.letterhead(case.board.authority),
        "board_name": case.board.name,
        "dnr": data["dnr"],
        "received": dates.datetime_long(version.received_at),
        "heading": "Vi har tagit emot er ansökan" if is_first else "Vi har tagit emot er komplettering",
        "lead": _lead(version),
        "facts": [
            ["Projekt", data["title"]],
            ["Sökande", f"{data['organisation']['name']} ({data['organisation']['orgnr']})"],
            ["Utlysning", data["call"]["name"]],
            ["Ni söker", f"{kronor(Decimal(data['budget']['applied']))}\u00a0kr"],
            ["Skickad av", version.submitted_by.name],
            ["Version", str(version.number)],
        ],
        "next_steps": _next_steps(version),
        "sections": [*_answers(data), *_sections(data)],
        "budget": data["budget"]["printed"],
        "rounding_note": data["budget"]["printed"]["note"],
        "attachments": [[file["name"], filesize(file["size"]), file["sha256"]] for file in data["attachments"]],
        "content_hash": version.sha256,
    }


def _lead(version: ApplicationVersion) -> str:
    moment = dates.datetime_long(version.received_at)
    if version.number == 1:
        return f"Ansökan kom in {moment}. Den är nu en allmän handling och har diarienummer {version.data['dnr']}."
    return f"Kompletteringen kom in {moment}. Det här är ansökan som den ser ut nu, version {version.number}."


def _next_steps(version: ApplicationVersion) -> list[str]:
    if version.number > 1:
        return ["Handläggaren läser det ni har lagt till. Saknas något mer frågar vi er."]
    return [
        "En handläggare kontrollerar att ansökan är fullständig och hör av sig om något saknas.",
        "Ni kan följa ärendet på Mina sidor. Där ser ni vad som händer och när.",
    ]


def _sections(data: dict[str, Any]) -> list[list[Any]]:
    return [
        [section["label"], [[row["label"], row["value"]] for row in section["rows"]]]
        for section in data["sections"]
        if section["key"] not in TABLES and section["rows"]
    ]


def _answers(data: dict[str, Any]) -> list[list[Any]]:
    """The answers of the last completion, first of all, since they are what came in now."""
    if not data["completions"]:
        return []
    items = data["completions"][-1]["items"]
    return [["Det ni har kompletterat med", [[item["text"], item["answer"]] for item in items]]]
