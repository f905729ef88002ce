"""The texts of the tjänsteutlåtande: what the officer has written, or until then what the application says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from applications.documents import figures
from applications.documents.differences import Change
from applications.enums import GRANTS, PartyRole
from applications.models import ApplicationVersion, Case
from applications.selectors.call_rules import ended

from ..models import Memo, MemoText
from ..selectors import frozen

LABELS = {
    "summary": "Sammanfattning av ärendet",
    "background": "Bakgrund",
    "biggest_risk": "Största risken",
    "follow_up": "Uppföljning av beslutet",
    "recipients": "Beslutet skickas till",
}
# What the applicant has an own text about: only there can the memo say something else than the application.
FROM_APPLICATION = ("summary", "background", "biggest_risk")


@dataclass(frozen=True, slots=True)
class Texts:
    """By the columns of MemoText."""

    summary: str
    background: str
    biggest_risk: str
    follow_up: str
    recipients: str


def suggested(case: Case, version: ApplicationVersion, memo: Memo | None) -> Texts:
    """What the application and its rules say already."""
    return Texts(
        summary=frozen.summary(version),
        background=frozen.answer(version, "projekt", "Problemet"),
        biggest_risk=_heaviest(version.data.get("risks", [])),
        follow_up=_follow_up(case, memo),
        recipients="\n".join(_recipients(case, version, memo)),
    )


def written(case: Case) -> MemoText | None:
    """What the officer has saved."""
    return MemoText.objects.filter(case=case).first()


def texts_of(row: MemoText | None, suggestion: Texts) -> Texts:
    """Those that the memo prints."""
    if row is None:
        return suggestion
    return Texts(**{one.name: getattr(row, one.name) for one in fields(Texts)})


def differing(texts: Texts, suggestion: Texts) -> list[Change]:
    """Where the memo says something else than the application, with both texts."""
    found = []
    for name in FROM_APPLICATION:
        theirs, ours = getattr(suggestion, name), getattr(texts, name)
        if theirs.split() != ours.split():
            found.append(Change("Texter", LABELS[name], theirs, ours))
    return found


def _heaviest(risks: list[Mapping[str, Any]]) -> str:
    """The risk whose likelihood times impact is the highest; the first of several."""
    weighed = [row for row in risks if row["likelihood"] and row["impact"]]
    if not weighed:
        return ""
    worst = max(weighed, key=lambda row: row["likelihood"] * row["impact"])
    text, action = str(worst["text"]).strip(), str(worst["action"] or "").strip()
    return f"{ended(text)} Åtgärd: {action}" if action else text


def _follow_up(case: Case, memo: Memo | None) -> str:
    if memo is not None and memo.kind not in GRANTS:
        return ""
    rules = case.application.call_version
    if memo is not None and not memo.gives_money and not rules.reports_without_money:
        return ""
    return (
        f"Projektet lämnar en lägesrapport för varje period om {rules.months_per_report} månader och en slutrapport "
        "när det är slut. Handläggaren följer upp målen och ekonomin i dem."
    )


def _recipients(case: Case, version: ApplicationVersion, memo: Memo | None) -> list[str]:
    names = [case.organisation.name]
    names += [row["name"] for row in version.data["parties"] if row["role"] == PartyRole.CO_APPLICANT]
    if memo is None or (memo.kind in GRANTS and memo.gives_money):
        names.append(f"Ekonomi, {case.board.authority.name}")
    return list(dict.fromkeys(names))


def lines(text: str) -> list[str]:
    """Each line that says something, a row of its own."""
    return figures.paragraphs(text)
