"""What a version of the application says otherwise than the one before: by field, the old words and the new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.money import NBSP, kronor

from ..models import ApplicationVersion


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is said otherwise; empty words where it was not there before, or is no longer."""

    section: str
    label: str
    old: str
    new: str


Told = dict[tuple[str, str, int], str]


def between(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """The differences in the order of the form; what is gone stands where its section is."""
    was, now = _told(old), _told(new)
    order = {row["label"]: number for number, row in enumerate(new["sections"])}
    keys = sorted({**now, **was}, key=lambda key: order.get(key[0], len(order)))
    return [
        Change(key[0], key[1], was.get(key, ""), now.get(key, ""))
        for key in keys
        if was.get(key, "") != now.get(key, "")
    ]


def of(version: ApplicationVersion) -> list[Change]:
    """What is other than in the version before; nothing for the first. One query."""
    if version.number == 1:
        return []
    before = ApplicationVersion.objects.filter(application=version.application_id, number=version.number - 1)
    earlier = before.values_list("data", flat=True).first()
    return between(earlier, version.data) if earlier else []


def _told(data: Mapping[str, Any]) -> Told:
    found: Told = {}
    for section, label, words in [*_rows(data), *_money(data)]:
        number = 0
        while (section, label, number) in found:
            number += 1
        found[section, label, number] = "" if words == "–" else words
    return found


def _rows(data: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    for section in data["sections"]:
        for row in section["rows"]:
            yield section["label"], row["label"], row["value"]


def _money(data: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """The lines of the budget and of the funding, year by year; the sections' rows tell only the sums."""
    label = next((part["label"] for part in data["sections"] if part["key"] == "budget"), "Budget")
    for row in data["budget"]["costs"]:
        for year, amount in row["amounts"].items():
            yield label, f"{row['label']} {year}", _kr(amount)
    for row in data["budget"]["funding"]:
        for year, amount in row["amounts"].items():
            yield label, f"{row['name']} {year}", _kr(amount)


def _kr(amount: str) -> str:
    value = Decimal(amount)
    return f"{kronor(value)}{NBSP}kr" if value else ""
