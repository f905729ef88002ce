"""What an application took along from its idea, by section and in the words of the form (domain.md §7.1)."""

from __future__ import annotations

from dataclasses import dataclass

from portal.look.words import listed

from ..enums import IdeaState
from ..models import Application, Idea
from ..sections import SECTIONS, sections_of

# What the idea fills, by section: the application's columns and the links of its chain, with what they are called.
FILLED = {
    "projekt": {"title": "namnet", "problem": "problemet", "wished": "önskat läge"},
    "forankring": {"who_formulated": "vilka som har formulerat problemet", "who_formulated_note": "hur de var med"},
    "mal": {"methods": "hur ni vill pröva idén"},
    "effektkedja": {"problem": "problemet", "wished": "önskat läge"},
}
WISHED = ("desired_individual", "desired_organisation", "desired_society")
# The columns of the idea that they come from, where these have another name.
SOURCES = {"wished": WISHED, "methods": ("test_plan",)}


@dataclass(frozen=True, slots=True)
class Carried:
    """`followed`: section label → what followed, in words. `cost_stayed`: the guess at a cost has no place to go."""

    idea: Idea
    followed: dict[str, str]
    cost_stayed: bool


def idea_of(application: Application) -> Idea | None:
    """The idea that the application was made of. No query where the case was read with its idea."""
    idea: Idea | None = getattr(application.case, "idea", None)
    return idea if idea is not None and idea.state == IdeaState.CONVERTED else None


def sections(application: Application) -> frozenset[str]:
    """The sections, by key, that hold something from the idea."""
    idea = idea_of(application)
    return frozenset(key for key in FILLED if idea is not None and _words(idea, key))


def carried(application: Application) -> Carried | None:
    """What followed, section by section in the order of the call's form; None without an idea."""
    idea = idea_of(application)
    if idea is None:
        return None
    told = {row.label: listed(_words(idea, row.key)) for row in sections_of(application.call_version)}
    return Carried(idea, {label: words for label, words in told.items() if words}, idea.cost_guess is not None)


def will_follow(idea: Idea) -> Carried:
    """The same before the application is made, when the call's form is not chosen yet."""
    told = {SECTIONS[key].label: listed(_words(idea, key)) for key in FILLED}
    return Carried(idea, {label: words for label, words in told.items() if words}, idea.cost_guess is not None)


def _words(idea: Idea, section: str) -> list[str]:
    columns = FILLED.get(section, {})
    return [word for name, word in columns.items() if any(getattr(idea, one) for one in SOURCES.get(name, (name,)))]
