"""The effektkedja as it is frozen, read and drawn: words first, and the picture from the same data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from portal.look import flow, flow_drawing
from portal.look.words import counted

from ..chain.lines import COLUMNS, Chain, Measure, Node, build
from ..enums import EffectKind, EffectLevel, EffectTerm
from ..models import Application
from ..models.effect_chain import chain_of
from ..sections import Section
from .rows import Row, row

SECTION = "effektkedja"
TITLE = "Effektkedjan"
MANY = {
    EffectKind.PROBLEM.value: "Problem",
    EffectKind.RESOURCE.value: "Resurser",
    EffectKind.ACTIVITY.value: "Aktiviteter",
    EffectKind.OUTPUT.value: "Prestationer",
    EffectKind.EFFECT.value: "Effekter",
}
FOR = {
    EffectLevel.INDIVIDUAL.value: "För individen",
    EffectLevel.ORGANISATION.value: "För organisationerna",
    EffectLevel.SOCIETY.value: "För samhället",
}


def frozen(application: Application) -> list[dict[str, Any]]:
    """The chain as plain JSON; empty when the call does not use it. `code` is what a link is called and found by."""
    if not application.call_version.uses(SECTION):
        return []
    chain = chain_of(application)
    return [
        {
            "code": node.code,
            "kind": node.kind,
            "term": node.term,
            "level": node.level,
            "text": node.text,
            "leads_to": [other.code for other in chain.targets(node)],
            "measures": [
                {
                    "text": measure.text,
                    "baseline": measure.baseline,
                    "target": measure.target,
                    "source": measure.source,
                    "measured_by": measure.measured_by,
                }
                for measure in node.measures
            ],
        }
        for node in chain.nodes
    ]


def thawed(data: Mapping[str, Any]) -> Chain:
    """The chain of a frozen version's data; versions from before there were chains have none."""
    return build({**node, "key": node["code"]} for node in data.get("effect_chain", ()))


def words(data: Mapping[str, Any]) -> list[Row]:
    """A frozen chain in words, link by link."""
    chain = thawed(data)
    return [row(name_of(node), "\n".join(told(chain, node))) for node in chain.nodes]


def rows(application: Application, section: Section) -> list[Row]:
    """The chain in words, link by link: the same that the picture shows, and the indicators too."""
    chain = chain_of(application)
    return [row(name_of(node), "\n".join(told(chain, node))) for node in chain.nodes]


def name_of(node: Node) -> str:
    """Prestation Pr1, or Effekt E3: kort sikt, individen."""
    name = f"{EffectKind(node.kind).label} {node.code}"
    if node.kind != EffectKind.EFFECT:
        return name
    return f"{name}: {EffectTerm(node.term).label.lower()}, {EffectLevel(node.level).label.lower()}"


def told(chain: Chain, node: Node) -> list[str]:
    """What the link says, what it leads to, and how it is measured, a line each."""
    lines = [node.text]
    if targets := chain.targets(node):
        lines.append(f"Leder till: {'; '.join(f'{other.code} {other.text}' for other in targets)}")
    return lines + [f"Mått: {measured(measure)}" for measure in node.measures]


def measured(measure: Measure) -> str:
    """Andel som läser. Nuläge 40 %. Mål 60 %. Källa: enkät. Skolan mäter."""
    parts = (
        ("nuläge: {}", measure.baseline),
        ("mål: {}", measure.target),
        ("källa: {}", measure.source),
        ("mäts av: {}", measure.measured_by),
    )
    said = [shape.format(text) for shape, text in parts if text]
    return f"{measure.text} ({', '.join(said)})" if said else measure.text


def drawing(chain: Chain, name: str = "effektkedja") -> SafeString:
    """The picture as SVG; nothing for an empty chain. `name` begins its ids."""
    if not chain:
        return SafeString("")
    return flow_drawing.draw(_plan(chain), name=name, title=alternative(chain), description=_arrows(chain))


def _plan(chain: Chain) -> flow.Plan:
    used = sorted({node.column for node in chain.nodes})
    levels = list(FOR)
    items = [
        flow.Item(
            node.key,
            node.code,
            node.text,
            used.index(node.column),
            levels.index(node.level) if node.level else 0,
            node.leads_to,
        )
        for node in chain.nodes
    ]
    columns = [flow.Column(_heading(*COLUMNS[place]), COLUMNS[place][0] == EffectKind.EFFECT) for place in used]
    return flow.plan(columns, list(FOR.values()), items)


def _heading(kind: str, term: str) -> str:
    return f"Effekter på {EffectTerm(term).label.lower()}" if term else MANY[kind]


def alternative(chain: Chain) -> str:
    """Who does not see the picture hears what it is and how much there is; the words stand beside it."""
    few = {kind: len(chain.of(kind)) for kind in MANY}
    forms = {
        EffectKind.PROBLEM.value: ("ett problem", "problem"),
        EffectKind.RESOURCE.value: ("en resurs", "resurser"),
        EffectKind.ACTIVITY.value: ("en aktivitet", "aktiviteter"),
        EffectKind.OUTPUT.value: ("en prestation", "prestationer"),
        EffectKind.EFFECT.value: ("en effekt", "effekter"),
    }
    parts = [counted(few[kind], *forms[kind]) for kind in MANY if few[kind]]
    return f"{TITLE} som bild: {', '.join(parts)}. Hela innehållet står i text bredvid."


def _arrows(chain: Chain) -> str:
    arrows = [
        f"{node.code} leder till {', '.join(other.code for other in targets)}."
        for node in chain.nodes
        if (targets := chain.targets(node))
    ]
    return " ".join(arrows) or "Inga pilar är dragna än."
