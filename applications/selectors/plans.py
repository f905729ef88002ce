"""The projektplan as pages show it: every version with who, when and what changed since the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..models import Project, ProjectPlanVersion

WORDS = {"text": "målet", "activities": "aktiviteter", "indicator": "så syns det att det är nått"}
Goal = Mapping[str, Any]
Goals = Sequence[Goal]
_END = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Change:
    """One place in the plan: what stood there and what stands there now, as short pieces to read."""

    label: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A version with its changes since the one before; version 1 has none."""

    row: ProjectPlanVersion
    changes: tuple[Change, ...]
    is_newest: bool

    @property
    def awaits_review(self) -> bool:
        return self.is_newest and self.row.reviewed_at is None


def newest_data(project: Project) -> dict[str, Any]:
    """What the newest version of the plan says, frozen; empty for a project without a plan."""
    return project.plan_versions.order_by("-number").values_list("data", flat=True).first() or {}


def versions(project: Project) -> list[Told]:
    """Every version, newest first. One query."""
    rows = list(
        project.plan_versions.select_related("written_by", "reviewed_by", "case").order_by("number")  # oldest first
    )
    befores: list[ProjectPlanVersion | None] = [None, *rows[:-1]]
    told = [
        Told(row, tuple(changes(before.data, row.data)) if before else (), row is rows[-1])
        for before, row in zip(befores, rows, strict=True)
    ]
    return told[::-1]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What differs: the text sentence by sentence, then goal by goal, known by their words."""
    found = [_change("Så inför vi arbetet", before.get("text", ""), after.get("text", ""))]
    old, new = _goals(before), _goals(after)
    for was, now in _pairs(old, new):
        name = f"Delmålet ”{now['text']}”"
        found += [_change(f"{name}: {word}", was.get(key, ""), now.get(key, "")) for key, word in WORDS.items()]
    kept = min(len(_left(old, new)), len(_left(new, old)))
    found += [Change("Borttaget delmål", (goal["text"],), ()) for goal in _left(old, new)[kept:]]
    found += [Change("Nytt delmål", (), _told(goal)) for goal in _left(new, old)[kept:]]
    if before.get("effect_chain", []) != after.get("effect_chain", []):
        found.append(Change("Effektkedjan", (), ("Effektkedjan är ändrad.",)))
    found = [change for change in found if change.gone or change.come]
    return found if found or old == new else [Change("Delmålen", (), ("Delmålen står i en ny ordning.",))]


def _pairs(old: Goals, new: Goals) -> list[tuple[Goal, Goal]]:
    """Goals before and after: those with the same words, then those that are left, in their order."""
    before = {goal["text"]: goal for goal in old}
    same = [(before[goal["text"]], goal) for goal in new if goal["text"] in before]
    return [*same, *zip(_left(old, new), _left(new, old), strict=False)]


def _left(rows: Goals, others: Goals) -> Goals:
    known = {goal["text"] for goal in others}
    return [goal for goal in rows if goal["text"] not in known]


def _told(goal: Goal) -> tuple[str, ...]:
    return tuple(str(goal[key]) for key in WORDS if goal.get(key))


def _goals(data: Mapping[str, Any]) -> Goals:
    goals: Goals = data.get("goals") or []
    return goals


def _change(label: str, before: str, after: str) -> Change:
    """The sentences that went and those that came; one that only moved is no change."""
    old, new = _sentences(before), _sentences(after)
    return Change(label, _but(old, new), _but(new, old))


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _END.split(text or "") if part.strip()]


def _but(rows: Iterable[str], others: Sequence[str]) -> tuple[str, ...]:
    known = set(others)
    return tuple(row for row in rows if row not in known)
