"""What is odd in an effektkedja: things to look at once more, none of which stops anybody (domain.md §3.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.look.words import listed

from ..enums import EffectKind, EffectLevel
from .lines import Chain, Node

# What one does, as an effect should not begin: the whole list, in the forms that people write.
DOING = (
    "anordna", "anordnar", "arbeta fram", "arbetar fram", "arrangera", "arrangerar", "bedriva", "bedriver", "bilda",
    "bildar", "bjuda in", "bjuder in", "bygga", "bygger", "driva", "driver", "erbjuda", "erbjuder", "etablera",
    "etablerar", "genomföra", "genomför", "genomförande av", "handleda", "handleder", "hålla", "håller", "informera",
    "informerar", "införa", "inför", "införande av", "kartlägga", "kartlägger", "kartläggning av", "organisera",
    "organiserar", "planera", "planerar", "producera", "producerar", "pröva", "prövar", "rekrytera", "rekryterar",
    "samordna", "samordnar", "skapa en", "skapar en", "skapa ett", "skapar ett", "skriva", "skriver", "sprida",
    "sprider", "spridning av", "starta", "startar", "ta fram", "tar fram", "testa", "testar", "utbilda", "utbildar",
    "utbildning av", "utbildning för", "utveckla", "utvecklar", "utvärdera", "utvärderar", "åka", "åker",
)  # fmt: skip
_OPENINGS = ("att", "vi", "ska", "projektet", "kommer")


@dataclass(frozen=True, slots=True)
class Remark:
    """`is_warning` is read and ticked before the application is sent in; the rest is advice."""

    rule: str
    is_warning: bool
    text: str


def is_doing(text: str) -> bool:
    """Whether the words begin as something that one does, and not as something that becomes otherwise."""
    words = text.casefold().split()
    while words and words[0] in _OPENINGS:
        words = words[1:]
    said = " ".join(words) + " "
    return any(said.startswith(f"{verb} ") for verb in DOING)


def check(chain: Chain) -> list[Remark]:
    """All that is odd, the gravest first; nothing while the chain has no activity and no effect."""
    return list(_found(chain))


def _found(chain: Chain) -> Iterator[Remark]:
    effects, activities = chain.of(EffectKind.EFFECT), chain.of(EffectKind.ACTIVITY)
    if effects and (lost := [node for node in activities if not chain.reaches_effect(node)]):
        word = "aktiviteten" if len(lost) == 1 else "aktiviteterna"
        text = f"{_codes(lost)} når ingen effekt. Säg vad {word} leder till."
        yield Remark("activity_without_effect", True, text)
    if unseen := [node for node in effects if not node.measures]:
        word = "effekten" if len(unseen) == 1 else "effekterna"
        text = f"{_codes(unseen)} har inget mått. Skriv hur ni får se att {word} kommer."
        yield Remark("effect_without_measure", True, text)
    for node in effects:
        if is_doing(node.text):
            text = f"{node.code} låter som något ni gör. Skriv vad som blir annorlunda, och för vem."
            yield Remark("effect_as_activity", False, text)
    if activities and (loose := [node for node in effects if not chain.sources(node)]):
        word = "den" if len(loose) == 1 else "dem"
        text = f"Inget leder till {_codes(loose)}. Säg vad som gör att ni når {word}."
        yield Remark("effect_from_nothing", False, text)
    there = {node.level for node in effects}
    if effects and (left := [level.label.lower() for level in EffectLevel if level.value not in there]):
        whom = listed(left).replace(" och ", " eller ")
        text = f"Ingen effekt gäller {whom}. Blir något annorlunda även där?"
        yield Remark("no_effect_at_level", False, text)


def _codes(nodes: Sequence[Node]) -> str:
    return listed([node.code for node in nodes])
