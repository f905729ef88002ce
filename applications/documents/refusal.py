"""The letter that refuses to decide the case yet: what it prints, frozen when it is decided (FL 12 §, D-10)."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal import dates
from portal.look.words import counted

from ..enums import LegalRegime
from ..models import DecisionRequest
from ..selectors.deadlines import CASE_MONTHS, REQUEST_WEEKS, day_of
from . import appealing, figures

HEADING = "Vi avgör inte ärendet nu"
MONTHS, WEEKS = counted(CASE_MONTHS, "en månad", "månader"), counted(REQUEST_WEEKS, "en vecka", "veckor")


def freeze(row: DecisionRequest) -> dict[str, Any]:
    """All that templates/pdf/refusal.html prints, as plain JSON with the texts ready. The row says who, when and why.

    The refusal is appealed as a decision in the case would be (förvaltningslagen 12 §), so the words are the money's.
    `last_day` is an ISO date, "" where the time does not run from today.
    """
    assert row.refused_at is not None and row.refused_by is not None  # the service has just set them
    case, application = row.case, row.case.application
    source, body, made = case.programme.funding_source, case.organisation, day_of(row.refused_at)
    asked = dates.long(day_of(row.requested_at))
    facts = [["Projekt", str(application)], ["Sökande", f"{body.name} ({body.orgnr})"]]
    facts += [["Ansökan kom in", dates.datetime_long(application.shared_at)]] if application.shared_at else []
    facts += [["Begäran kom in", dates.datetime_long(row.requested_at)], ["Begärt av", row.requested_by.name]]
    return {
        "title": str(application),
        "authority": figures.letterhead(case.board.authority),
        "board_name": case.board.name,
        "dnr": case.dnr or "",
        "date": dates.long(made),
        "heading": HEADING,
        "lead": f"Ni begärde {asked} att ärendet avgörs. Vi avslår er begäran. Ansökan prövas som vanligt, och ni får "
        "ett beslut när beredningen är klar.",
        "facts": facts,
        "text": row.text,
        "decision": "Vi avslår begäran om att ärendet avgörs.",
        "reasons": figures.paragraphs(row.reasons),
        "rule": ground(source.legal_regime),
        "appeal": appealing.told(source, case.board.authority) | {"last_day": _last_day(source.legal_regime, made)},
        "participants": f"{row.refused_by.name} har beslutat.",
        "recipients": [body.name],
    }


def ground(regime: str) -> str:
    """The rule, and whether it binds us: it does not where a member of the region tries the decision's lawfulness
    (förvaltningslagen 2 §). There we keep to it all the same."""
    rule = (
        f"Den som har sökt får efter {MONTHS} begära att ärendet avgörs. Inom {WEEKS} från den dag då "
        "begäran kom in beslutar vi i ärendet, eller avslår begäran i ett särskilt beslut. Det går att begära en gång "
        "i ett ärende."
    )
    if regime == LegalRegime.LEGALITY_REVIEW:
        return (
            f"{rule} Vi följer här samma ordning som förvaltningslagen (2017:900) 12 §, fast den inte gäller ärendet."
        )
    return f"{rule} Det följer av förvaltningslagen (2017:900) 12 §."


def _last_day(regime: str, made: date) -> str:
    """The party gets it in the portal the same day, and the time runs from then, as when a decision is sent."""
    return dates.last_day_to_appeal(made).isoformat() if regime == LegalRegime.ADMINISTRATIVE_APPEAL else ""
