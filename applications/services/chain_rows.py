"""The rows of an effektkedja, written all at once: from the idea, from the step before, from a story."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from ..chain.lines import MOST_NODES, Chain, may_lead
from ..enums import EffectKind, EffectLevel, EffectTerm
from ..models import Application, EffectLink, EffectNode, Idea, Indicator
from ..models.effect_chain import chain_of

LONGEST = 300  # EffectNode.text


def write(application: Application, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put these links in place of those that are there. The caller holds the application.

    A row has key, kind and text, and as it likes term, level, leads_to (keys) and measures (columns of Indicator).
    Raises ValueError for a link that leads backwards, to itself or to nothing, and for too many.
    """
    if len(rows) > MOST_NODES:
        raise ValueError(f"a chain has at most {MOST_NODES} links")
    application.effect_nodes.all().delete()
    nodes = {
        str(row["key"]): EffectNode(
            id=uuid4(),
            application=application,
            order=order,
            kind=row["kind"],
            term=row.get("term", ""),
            level=row.get("level", ""),
            text=row["text"],
        )
        for order, row in enumerate(rows)
    }
    pairs = [(nodes[str(row["key"])], nodes[str(key)]) for row in rows for key in row.get("leads_to", ())]
    for source, target in pairs:
        if not may_lead(source.kind, source.term, target.kind, target.term):
            raise ValueError(f"{source} does not lead to {target}, which is not later")
    EffectNode.objects.bulk_create(nodes.values())
    EffectLink.objects.bulk_create(EffectLink(source=source, target=target) for source, target in pairs)
    Indicator.objects.bulk_create(
        Indicator(node=nodes[str(row["key"])], order=order, **measure)
        for row in rows
        for order, measure in enumerate(row.get("measures", ()))
    )


def copy(application: Application, source: Application) -> None:
    """Take the whole chain along from another application, where none is begun."""
    if not application.effect_nodes.exists():
        write(application, rows_of(chain_of(source)))


def rows_of(chain: Chain) -> list[dict[str, Any]]:
    """The chain as `write` takes it."""
    return [
        {
            "key": node.key,
            "kind": node.kind,
            "term": node.term,
            "level": node.level,
            "text": node.text,
            "leads_to": node.leads_to,
            "measures": [
                {name: getattr(measure, name) for name in ("text", "baseline", "target", "source", "measured_by")}
                for measure in node.measures
            ],
        }
        for node in chain.nodes
    ]


def from_idea(application: Application, idea: Idea) -> None:
    """The idea's problem, and what it wishes for whom as effects on the long term (domain.md §7.1).

    What is longer than a link may be is cut: the whole of it stands in the application's own texts.
    """
    wished = {
        EffectLevel.INDIVIDUAL: idea.desired_individual,
        EffectLevel.ORGANISATION: idea.desired_organisation,
        EffectLevel.SOCIETY: idea.desired_society,
    }
    rows = [{"key": "problem", "kind": EffectKind.PROBLEM.value, "text": shortened(idea.problem)}]
    rows += [
        {
            "key": level.value,
            "kind": EffectKind.EFFECT.value,
            "term": EffectTerm.LONG.value,
            "level": level.value,
            "text": shortened(text),
        }
        for level, text in wished.items()
    ]
    write(application, [row for row in rows if row["text"]])


def shortened(text: str) -> str:
    """On one line and as long as a link's text may be: the first whole sentences, else whole words and an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    cut = line[: LONGEST - 2]
    if (end := max(cut.rfind(sign) for sign in (". ", "! ", "? "))) > 0:
        return cut[: end + 1]
    return f"{cut.rsplit(' ', 1)[0]} …"
