"""The receipt of a received application: what it says, from the frozen version (B-01, domain.md §4.5)."""

from decimal import Decimal
from typing import Any

from portal import dates
from portal.look.words import filesize
from portal.money import kronor

from ..enums import CaseSource
from ..models import ApplicationVersion
from ..selectors import signing
from . import effect_chain, figures, pictures

# Shown as tables of their own after the other sections.
TABLES = frozenset({"budget", "bilagor"})


def view(version: ApplicationVersion) -> dict[str, Any]:
    """The receipt as templates/pdf/receipt.html wants it. Nothing of the draft is read, only what was frozen."""
    data = version.data
    case = version.application.case
    return {
        "title": data["title"],
        "authority": figures.letterhead(case.board.authority),
        "board_name": case.board.name,
        "dnr": data["dnr"],
        "received": dates.datetime_long(version.received_at),
        "heading": f"Vi har tagit emot er {_what(version)}",
        "lead": _lead(version),
        "facts": [
            ["Projekt", _project(data)],
            ["Sökande", f"{data['organisation']['name']} ({data['organisation']['orgnr']})"],
            ["Utlysning", data["call"]["name"]],
            ["Ni söker", _asked(data)],
            _handed_over(version),
            ["Version", str(version.number)],
            *_signed(version),
        ],
        "next_steps": _next_steps(version),
        "sections": [*_answers(data), *_sections(data), *_warnings(data)],
        "budget": data["budget"]["printed"] if data["budget"]["years"] else None,
        "rounding_note": data["budget"]["printed"]["note"],
        "chain": effect_chain.drawing(effect_chain.thawed(data)),
        "figures": pictures.printed(data),
        "attachments": [[file["name"], filesize(file["size"]), file["sha256"]] for file in data["attachments"]],
        "content_hash": version.sha256,
    }


def _handed_over(version: ApplicationVersion) -> list[str]:
    """Who sent it in, or who registered what came another way (G-06)."""
    source = version.application.case.source
    if source == CaseSource.PORTAL or version.number > 1:
        return ["Skickad av", version.submitted_by.name]
    return ["Registrerad av", f"{version.submitted_by.name} ({CaseSource(source).label.lower()})"]


def _signed(version: ApplicationVersion) -> list[list[str]]:
    """Who signed what came in, how, and the beginning of the hash of what was signed; a completion is signed where
    money or parties changed."""
    return [
        [
            "Undertecknad av",
            f"{row.signer.name} {dates.datetime_long(row.signed_at)} med {row.method_in_words}, tillitsnivå {row.loa}, "
            f"kontrollsumma {row.short_sha256}",
        ]
        for row in signing.of_version(version)
    ]


def _project(data: dict[str, Any]) -> str:
    """The name in full with the short one; versions from before short names were kept have none."""
    short = data.get("short_name", "")
    return f"{data['title']} ({short})" if short else str(data["title"])


def _what(version: ApplicationVersion) -> str:
    """Versions from before there were new budgets are applications and completions."""
    if version.data.get("is_new_budget"):
        return "nya budget"
    return "ansökan" if version.number == 1 else "komplettering"


def _asked(data: dict[str, Any]) -> str:
    """The kinds of support, and the sum where money is asked for."""
    rows = data.get("supports", [])
    parts = [f"{row['label']} ({row['how_much']})" if row["how_much"] else row["label"] for row in rows]
    if data.get("asks_for_money", True):
        parts.append(f"{kronor(Decimal(data['budget']['applied']))}\u00a0kr")
    return figures.listed(parts)


def _lead(version: ApplicationVersion) -> str:
    moment = dates.datetime_long(version.received_at)
    if version.number == 1:
        return f"Ansökan kom in {moment}. Den är nu en allmän handling och har diarienummer {version.data['dnr']}."
    if version.data.get("is_new_budget"):
        return f"Den nya budgeten kom in {moment}. Här är ansökan med den, version {version.number}."
    late = " Det var efter sista dagen. Vi läser den ändå." if _is_late(version) else ""
    return f"Kompletteringen kom in {moment}.{late} Det här är ansökan som den ser ut nu, version {version.number}."


def _is_late(version: ApplicationVersion) -> bool:
    """Versions from before it was kept do not say."""
    completions = version.data["completions"]
    return bool(completions and completions[-1].get("is_late"))


def _next_steps(version: ApplicationVersion) -> list[str]:
    if version.data.get("is_new_budget"):
        return ["Handläggaren läser budgeten. När den är godkänd kan ni godkänna beslutet."]
    if version.number > 1:
        return ["Handläggaren läser det ni har lagt till. Saknas något mer frågar vi er."]
    return [
        "En handläggare kontrollerar att ansökan är fullständig och hör av sig om något saknas.",
        "Ni kan följa ärendet på Mina sidor. Där ser ni vad som händer och när.",
    ]


def _sections(data: dict[str, Any]) -> list[list[Any]]:
    return [
        [_heading(section), [_printed(row) for row in rows]]
        for section in data["sections"]
        if (rows := _printed_rows(section))
    ]


def _printed(row: dict[str, Any]) -> list[Any]:
    """Label and value, and the lines of a value that is a list."""
    return [row["label"], row["value"], *([row["listed"]] if "listed" in row else [])]


def _heading(section: dict[str, Any]) -> str:
    label: str = section["label"]
    return f"{label}: utlysningens egna frågor" if section["key"] in TABLES else label


def _printed_rows(section: dict[str, Any]) -> list[dict[str, Any]]:
    """All rows; of a section with a table of its own only the call's own questions."""
    return [row for row in section["rows"] if section["key"] not in TABLES or "question" in row]


def _warnings(data: dict[str, Any]) -> list[list[Any]]:
    """What the applicant was warned of and stood by; versions from before warnings were kept have none."""
    read = data.get("warnings", [])
    return [["Varningar som ni har läst", [[row["label"], _commented(row)] for row in read]]] if read else []


def _commented(row: dict[str, Any]) -> str:
    """The warning and what the applicant said of it; versions from before there were comments have none."""
    comment = row.get("comment", "")
    return f"{row['value']}\n\nEr kommentar: {comment}" if comment else str(row["value"])


def _answers(data: dict[str, Any]) -> list[list[Any]]:
    """The answers of the last completion, first of all, since they are what came in now."""
    if not data["completions"]:
        return []
    items = data["completions"][-1]["items"]
    told = [[item["text"], item["answer"] or "Se det som är ändrat i ansökan."] for item in items]
    return [["Det ni har kompletterat med", told]]
