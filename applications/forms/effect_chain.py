"""One link of the effektkedja: what it says, when and for whom, what it leads to, and how it is measured."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ..chain.lines import COLUMNS, MEASURED, Chain, Node, column, may_lead
from ..enums import EffectKind, EffectLevel, EffectTerm
from .draft import DraftForm, Posted, Unparsed, storable
from .fields import ChoiceField, ManyField, TextField
from .rows import RowForm, Rows, rows_of, without_row

MEASURES = "matt"  # the prefix of the rows' controls
KIND = "slag"
HELP = {
    EffectKind.PROBLEM.value: "Vad är det som inte fungerar i dag, och för vem? En mening räcker.",
    EffectKind.RESOURCE.value: "Det ni sätter in: pengar, människor, lokaler eller kunskap.",
    EffectKind.ACTIVITY.value: "Det ni gör. Börja gärna med ett verb.",
    EffectKind.OUTPUT.value: "Det som finns när aktiviteten är gjord och som går att räkna eller visa upp.",
    EffectKind.EFFECT.value: "Det som blir annorlunda för någon. Skriv hur det är då, inte vad ni gör för att nå dit.",
}
LABELS = {
    EffectKind.PROBLEM.value: "Problemet",
    EffectKind.RESOURCE.value: "Resursen",
    EffectKind.ACTIVITY.value: "Aktiviteten",
    EffectKind.OUTPUT.value: "Prestationen",
    EffectKind.EFFECT.value: "Effekten",
}
GROUPS = {
    EffectKind.RESOURCE.value: "Resurser",
    EffectKind.ACTIVITY.value: "Aktiviteter",
    EffectKind.OUTPUT.value: "Prestationer",
    EffectKind.EFFECT.value: "Effekter på {}",
}


class NodeForm(DraftForm):
    """The link itself. The boxes are all later links, and for an effect those of later terms."""

    needed: ClassVar[tuple[str, ...]] = ("text",)

    text = TextField(limit=300, rows=3)
    term = ChoiceField(choices=EffectTerm.choices, label="När märks det?")
    level = ChoiceField(choices=EffectLevel.choices, label="För vem blir det annorlunda?")
    leads_to = ManyField(label="Det här leder till")

    def __init__(self, *args: Any, chain: Chain, kind: str, node: Node | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chain, self.kind = chain, kind
        fields: dict[str, Any] = self.fields
        fields["text"].label, fields["text"].help_text = LABELS[kind], HELP[kind]
        if kind != EffectKind.EFFECT:
            del self.fields["term"], self.fields["level"]
        own = node.key if node else ""
        first = EffectTerm.SHORT.value if kind == EffectKind.EFFECT else ""
        later = [each for each in chain.nodes if each.key != own and column(kind, first) < each.column]
        if not later:
            del self.fields["leads_to"]
            return
        fields["leads_to"].choices = _grouped(later)
        fields["leads_to"].help_text = "Kryssa i allt som stämmer. Bara det som kommer senare i kedjan går att välja."

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", "Skriv vad det här ledet är, eller ta bort det.")
        for name, sentence in (("term", "Välj när effekten märks."), ("level", "Välj för vem det blir annorlunda.")):
            if name in self.fields and name not in self.errors and not cleaned.get(name):
                self.add_error(name, sentence)
        for key in cleaned.get("leads_to") or ():
            other = self.chain.find(key)
            if other and not may_lead(self.kind, cleaned.get("term") or self._first, other.kind, other.term):
                text = (
                    f"{other.code} märks inte senare än den här effekten. Ta bort krysset, eller välj en tidigare sikt."
                )
                self.add_error("leads_to", text)
                break
        return cleaned

    @property
    def _first(self) -> str:
        return EffectTerm.SHORT.value if self.kind == EffectKind.EFFECT else ""

    @property
    def may_be_kept(self) -> bool:
        """A faulty text is kept as typed, but where the link stands must be right for anything to be kept."""
        return not {"term", "level", "leads_to"} & self.errors.keys()

    def _words(self, name: str) -> str:
        if name != "leads_to":
            return super()._words(name)
        chosen = [self.chain.find(str(key)) for key in self["leads_to"].data or ()]
        return ", ".join(f"{node.code} {node.text}" for node in chosen if node)


def _grouped(nodes: list[Node]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[int, list[tuple[str, str]]] = {}
    for node in nodes:
        groups.setdefault(node.column, []).append((node.key, f"{node.code} {node.text}"))
    return [(_group(*COLUMNS[place]), choices) for place, choices in sorted(groups.items())]


def _group(kind: str, term: str) -> str:
    return GROUPS[kind].format(EffectTerm(term).label.lower() if term else "")


class MeasureForm(RowForm):
    demanded: ClassVar[dict[str, str]] = {"text": "Skriv vad ni mäter."}
    may_be_none: ClassVar[bool] = True

    text = TextField(limit=200, label="Mått", help_text="Till exempel: andel elever som läser varje dag.")
    baseline = TextField(limit=120, label="Nuläge", help_text="Till exempel: 40 procent, våren 2026.")
    target = TextField(limit=120, label="Mål", help_text="Till exempel: 60 procent, våren 2029.")
    source = TextField(limit=160, label="Källa", help_text="Var siffran finns, till exempel en enkät.")
    measured_by = TextField(limit=120, label="Vem mäter", help_text="Den som tar fram siffran.")


class MeasureRows(Rows[MeasureForm]):
    noun = "Mått"


MeasureFormSet = rows_of(MeasureForm, MeasureRows)


@dataclass(frozen=True)
class NodeFace:
    """A link's forms. Only what is made and what becomes otherwise is measured."""

    kind: str
    form: NodeForm
    rows: Rows[Any] | None

    @property
    def parts(self) -> list[Any]:
        return [part for part in (self.form, self.rows) if part is not None]

    @property
    def unparsed(self) -> Unparsed:
        return {name: entry for part in self.parts for name, entry in part.unparsed.items()}

    @property
    def is_blank(self) -> bool:
        return not str(self.form["text"].data or "").strip() and not (self.rows and self.rows.filled)

    def said(self) -> dict[str, str]:
        """Label → what is said there."""
        return {label: text for part in self.parts for label, text in part.said().items()}

    @property
    def mark(self) -> str:
        """The same as long as the link says the same: what tells that somebody else has changed it."""
        return hashlib.sha256(json.dumps(self.said(), sort_keys=True).encode()).hexdigest()[:24]


def shown(
    chain: Chain,
    kind: str,
    node: Node | None,
    unparsed: Mapping[str, Mapping[str, str]],
    *,
    extra: int = 0,
    term: str = "",
    level: str = "",
) -> NodeFace:
    """The link as it is saved, or a new one of the kind, an effect with the term and level that were asked for."""
    saved: dict[str, Any] = {
        "text": node.text if node else "",
        "term": node.term if node else term,
        "level": node.level if node else level,
        "leads_to": list(node.leads_to) if node else [],
    }
    own = {"chain": chain, "kind": kind, "node": node}
    form = NodeForm.shown(saved, unparsed, **own) if node else _blank(saved, own)
    rows = None
    if kind in MEASURED:
        columns = ("text", "baseline", "target", "source", "measured_by")
        given = [{name: getattr(measure, name) for name in columns} for measure in node.measures] if node else []
        rows = MeasureFormSet.shown(given, unparsed, prefix=MEASURES, extra=extra or not given)
    return NodeFace(kind, form, rows)


def _blank(saved: dict[str, Any], own: dict[str, Any]) -> NodeForm:
    """A new link has no faults yet, so it is not bound; an effect has the choices that its place in the table made."""
    return NodeForm(initial=saved, **own)


def read(chain: Chain, kind: str, node: Node | None, data: Posted) -> NodeFace:
    """The link as posted; without the indicator whose button was pressed."""
    data = storable(data)
    if gone := data.get("ta_bort"):
        data = without_row(data, MEASURES, str(gone))
    rows = MeasureFormSet(data, prefix=MEASURES) if kind in MEASURED else None
    return NodeFace(kind, NodeForm(data, chain=chain, kind=kind, node=node), rows)
