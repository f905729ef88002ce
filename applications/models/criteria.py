"""What an application is assessed by: the criteria of its call's version, each with its weight (G-24)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from .call_version import CallVersion


class Criterion(models.TextChoices):
    """The four criteria of regional development projects (G-24): those of a call that names none of its own."""

    RELEVANCE = "relevance", "Relevans"
    POTENTIAL = "potential", "Potential"
    FEASIBILITY = "feasibility", "Genomförbarhet"
    ACTORS = "actors", "Aktörskonstellation"


@dataclass(frozen=True, slots=True)
class Measure:
    """One criterion: what it is called, what a reader should look for, and how much it weighs beside the others."""

    key: str
    label: str
    guide: str = ""
    weight: int = 1


def criteria_of(rules: CallVersion) -> list[Measure]:
    """The criteria of a version in order. An assessment keeps those of the version that the application came under."""
    if not rules.criteria:
        return [Measure(row.value, str(row.label)) for row in Criterion]
    return [
        Measure(row["key"], row["label"], row.get("guide", ""), int(row.get("weight", 1))) for row in rules.criteria
    ]
