"""The tjänsteutlåtande: head, first page and sections in the order of domain.md §4.1, built from the case.

What is said of the project is read from the version that came in, never from the live columns. The same content is
the preview's and, when the head approves, what is frozen and printed.
"""

from __future__ import annotations

from typing import Any

from applications.documents import figures
from applications.documents.differences import Change
from applications.models import ApplicationVersion, Case, Decision
from portal import clock, dates
from portal.accounts.models import User

from ..models import Memo
from . import memo_money, memo_parts, memo_texts
from .memo_parts import Read

# Raised when templates/pdf/memo.html changes what it says, so that a frozen memo tells which one it was.
TEMPLATE_VERSION = "1"
# What a case is read with, for the query that fetches it.
RELATED = (
    "organisation",
    "officer",
    "board__authority",
    "programme__unit",
    "programme__contact",
    "programme__funding_source",
    "application__call__fund",
    "application__call_version",
    "memo",
    "economy_review__written_by",
    "state_aid_review",
    "joint_assessment",
)


def read(case: Case, version: ApplicationVersion) -> Read:
    """All that the memo is made of, in a fixed number of queries."""
    memo: Memo | None = getattr(case, "memo", None)
    suggestion = memo_texts.suggested(case, version, memo)
    texts = memo_texts.texts_of(memo_texts.written(case), suggestion)
    return Read(
        case=case,
        version=version,
        memo=memo,
        texts=texts,
        suggestion=suggestion,
        money=memo_money.money_of(case, version, memo),
        found=memo_parts.found_by_readers(case),
    )


def content(source: Read, approved_by: User | None = None) -> dict[str, Any]:
    """All that it prints, as the variable `m` of templates/pdf/memo.html: plain JSON, texts ready."""
    case, memo, texts = source.case, source.memo, source.texts
    officer, authority, today = case.officer or case.programme.contact, case.board.authority, clock.today()
    title = source.version.data["title"]
    return {
        "template_version": TEMPLATE_VERSION,
        "title": title,
        "heading": f"{title} – ansökan om {_what(source)}",
        "authority": figures.letterhead(authority),
        "board_name": case.board.name,
        "dnr": case.dnr or "",
        "date": dates.long(today),
        "head": [
            [label, value]
            for label, value in (
                ("Enhet", case.programme.unit.name),
                ("Handläggare", officer.name),
                ("Telefon", officer.phone),
                ("E-post", officer.email),
                ("Till", case.board.name),
            )
            if value
        ],
        "decides": f"{case.board.definite} beslutar",
        "clauses": memo_money.given(case, memo, source.money) if memo is not None else [],
        "facts": [[label, value] for label, value in facts(source) if value],
        "summary": figures.paragraphs(texts.summary),
        "in_short": memo_parts.in_short(source),
        "risk": figures.paragraphs(texts.biggest_risk),
        "why": memo_parts.first_sentence(memo.reasons) if memo is not None else "",
        "parts": memo_parts.parts(source, differing(source), approved_by, today),
    }


def _what(source: Read) -> str:
    """What is applied for, in a word: money, or support of other kinds."""
    return "stöd" if source.version.data.get("supports") else "sociala investeringsmedel"


def facts(source: Read) -> list[tuple[str, str]]:
    """The fact box of §4.1, in its order; empty where the case says nothing."""
    version, case = source.version, source.case
    body = version.data["organisation"]
    others = [row["name"] for row in version.data["budget"]["funding"] if not row["is_applied"]]
    target = figures.listed(filter(None, [_ages(version)]))
    return [
        ("Sökande", f"{body['name']} ({body['orgnr']})" if body["orgnr"] else body["name"]),
        *memo_money.facts(source.money, version),
        ("Period", memo_money.period(case, version, source.memo)),
        ("Kommuner", memo_parts.answer(version, "projekt", "Kommuner")),
        ("Utvecklingsområde", memo_parts.answer(version, "projekt", "Utvecklingsområden")),
        ("Målgrupp", target),
        ("Medfinansiärer", figures.listed(dict.fromkeys(others)) if others else ""),
        ("Tas ur", memo_money.where_from(source.money) if source.money.years else ""),
        ("Kvar i potten efter beslutet", memo_money.left(source.money)),
        ("Tidigare beslut", "; ".join(earlier(case))),
    ]


def _ages(version: ApplicationVersion) -> str:
    label = "Målgruppens ålder"
    return memo_parts.answer(version, "malgrupp", label) or memo_parts.answer(version, "projekt", label)


def earlier(case: Case) -> list[str]:
    """What has been decided in the step that the case goes on from: kind, day and §."""
    if case.continues_id is None:
        return []
    rows = Decision.objects.filter(case=case.continues_id, frozen__isnull=False).order_by("made_on")
    return [f"{row.get_kind_display().lower()} {dates.long(row.made_on)}, {row.paragraph}" for row in rows]


def differing(source: Read) -> list[Change]:
    """Where the memo says something else than the application: texts, sum and share."""
    return [
        *memo_texts.differing(source.texts, source.suggestion),
        *memo_money.differing(source.money, source.version),
    ]
