"""A chain as its links and where each leads: the order of the columns, the codes, and what may lead to what (G-08)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..enums import EffectKind, EffectLevel, EffectTerm

MOST_NODES = 60
MOST_MEASURES = 10
# The columns of the chain, in order: a link leads only to a later one, so a chain never goes in a circle.
COLUMNS: tuple[tuple[str, str], ...] = (
    (EffectKind.PROBLEM.value, ""),
    (EffectKind.RESOURCE.value, ""),
    (EffectKind.ACTIVITY.value, ""),
    (EffectKind.OUTPUT.value, ""),
    *((EffectKind.EFFECT.value, term.value) for term in EffectTerm),
)
MEASURED = (EffectKind.OUTPUT.value, EffectKind.EFFECT.value)
_CODES = {
    EffectKind.PROBLEM.value: "P",
    EffectKind.RESOURCE.value: "R",
    EffectKind.ACTIVITY.value: "A",
    EffectKind.OUTPUT.value: "Pr",
    EffectKind.EFFECT.value: "E",
}
_LEVELS = ["", *EffectLevel.values]


@dataclass(frozen=True, slots=True)
class Measure:
    """How one sees that it has come, where it stands, where it should be, from what, and who looks."""

    text: str
    baseline: str = ""
    target: str = ""
    source: str = ""
    measured_by: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A link of the chain. `leads_to` are keys of others; `code` is what people call it, "A2"."""

    key: str
    code: str
    kind: str
    term: str
    level: str
    text: str
    leads_to: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()

    @property
    def column(self) -> int:
        return column(self.kind, self.term)


@dataclass(frozen=True, slots=True)
class Chain:
    """All links, column by column and for effects level by level, in the person's own order within each."""

    nodes: tuple[Node, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes)

    def of(self, *kinds: str) -> list[Node]:
        return [node for node in self.nodes if node.kind in kinds]

    def find(self, key: str) -> Node | None:
        return next((node for node in self.nodes if node.key == key), None)

    def targets(self, node: Node) -> list[Node]:
        """What the link leads to, in the order of the chain."""
        return [other for other in self.nodes if other.key in node.leads_to]

    def sources(self, node: Node) -> list[Node]:
        return [other for other in self.nodes if node.key in other.leads_to]

    def reaches_effect(self, node: Node) -> bool:
        """Whether the link leads to an effect, by itself or by what it leads to."""
        ahead = list(self.targets(node))
        return any(other.kind == EffectKind.EFFECT or self.reaches_effect(other) for other in ahead)


def column(kind: str, term: str) -> int:
    """The place of the column, from 0. Raises ValueError for an effect without a term, or another link with one."""
    return COLUMNS.index((kind, term))


def may_lead(kind: str, term: str, other_kind: str, other_term: str) -> bool:
    """A link leads to a later kind, or from an effect to one that shows later."""
    return column(kind, term) < column(other_kind, other_term)


def build(rows: Iterable[Mapping[str, Any]]) -> Chain:
    """The chain of rows with key, kind, term, level, text, leads_to and measures, which stand in the person's order."""
    given = sorted(rows, key=lambda row: (column(row["kind"], row["term"]), _LEVELS.index(row["level"])))
    places = {str(row["key"]): place for place, row in enumerate(given)}
    counts: dict[str, int] = {}
    nodes = []
    for row in given:
        number = counts[row["kind"]] = counts.get(row["kind"], 0) + 1
        known = {str(key) for key in row.get("leads_to", ()) if str(key) in places}
        nodes.append(
            Node(
                key=str(row["key"]),
                code=f"{_CODES[row['kind']]}{number}",
                kind=row["kind"],
                term=row["term"],
                level=row["level"],
                text=row["text"],
                leads_to=tuple(sorted(known, key=places.__getitem__)),
                measures=tuple(Measure(**measure) for measure in row.get("measures", ())),
            )
        )
    return Chain(tuple(nodes))
