"""What a decision says about appeal, as the letter printed it, and whether there is still time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal import clock, dates

from ..models import Decision, DecisionRequest


@dataclass(frozen=True, slots=True)
class Appeal:
    """`sentence`: until when, or that the time is over; empty where the letter's own words say it all."""

    heading: str
    sentence: str
    paragraphs: list[str]


def told(decision: Decision) -> Appeal | None:
    """How to appeal, or that it cannot be done and why; None before the text is locked."""
    said = (decision.frozen or {}).get("appeal")
    if not said:
        return None
    return _appeal(said, decision.last_day_to_appeal)


def of_refusal(row: DecisionRequest) -> Appeal | None:
    """How to appeal that the case is not decided now; None before the request is refused."""
    said = (row.frozen or {}).get("appeal")
    if not said:
        return None
    return _appeal(said, date.fromisoformat(said["last_day"]) if said["last_day"] else None)


def _appeal(said: dict[str, Any], day: date | None) -> Appeal:
    sentence = ""
    if day is not None:
        is_past = day < clock.today()
        when = dates.weekday_long(day)
        sentence = f"Tiden för att överklaga gick ut {when}." if is_past else f"Ni kan överklaga till och med {when}."
    return Appeal(said["heading"], sentence, list(said["paragraphs"]))
