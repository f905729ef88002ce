"""The page that says that an application was taken back: what it prints, frozen when it is done (B-10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal import dates

from ..enums import CaseSource
from ..models import Application, Signature, Withdrawal
from . import figures
from .to_sign import Statement


def freeze(application: Application, row: Withdrawal, words: Statement, signed: Sequence[Signature]) -> dict[str, Any]:
    """All that templates/pdf/withdrawal.html prints, as plain JSON with the texts ready."""
    assert row.done_at is not None  # the service has just set it
    case, body = application.case, application.case.organisation
    received = dates.datetime_long(row.done_at)
    by_letter = row.source != CaseSource.PORTAL
    lead = f"Ansökan är återtagen {received}. Vi prövar den inte. Ärendet avslutas med ett beslut om avskrivning."
    facts = [["Projekt", str(application)], ["Sökande", f"{body.name} ({body.orgnr})"]]
    facts += [["Ansökan kom in", dates.datetime_long(application.shared_at)]] if application.shared_at else []
    if by_letter:
        facts.append(["Registrerat av", f"{row.asked_by.name} ({CaseSource(row.source).label.lower()})"])
    return {
        "title": str(application),
        "authority": figures.letterhead(case.board.authority),
        "board_name": case.board.name,
        "dnr": case.dnr or "",
        "received": received,
        "heading": "Ansökan är återtagen",
        "lead": lead,
        "facts": facts,
        "reason": row.reason,
        "text": "" if by_letter else words.text,
        "signatures": [
            f"{one.signer.name} {dates.datetime_long(one.signed_at)} med {one.method_in_words}, tillitsnivå {one.loa}, "
            f"kontrollsumma {one.short_sha256}"
            for one in signed
        ],
        "letter": [row.file.original_name, row.file.sha256] if row.file is not None else [],
    }
