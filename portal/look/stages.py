"""The five stages of a case, as the rail shows them: always five, always in this order (design.md §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

STAGE_NAMES = ("Idé", "Ansökan", "Beslut", "Genomförande", "Avslut")


class StageStatus(StrEnum):
    """Where a stage is: done, here, not yet, or ended before its time."""

    DONE = "done"
    NOW = "now"
    LATER = "later"
    HALT = "halt"


HIDDEN_WORDS = {
    StageStatus.DONE: "klart",
    StageStatus.NOW: "här är ni nu",
    StageStatus.LATER: "kommer senare",
    StageStatus.HALT: "avslutat i förtid",
}
# On the desk nobody is "ni".
HIDDEN_WORDS_DESK = HIDDEN_WORDS | {StageStatus.NOW: "här är ärendet nu"}
CLASSES = {
    StageStatus.DONE: "is-done",
    StageStatus.NOW: "is-now",
    StageStatus.LATER: "is-next",
    StageStatus.HALT: "is-halt",
}
ICONS = {StageStatus.DONE: "check", StageStatus.HALT: "x"}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its name, where it is, and a date or two words under it."""

    name: str
    status: StageStatus
    when: str = ""


def five(now: int, *, when: Iterable[str] = (), halt: bool = False) -> list[Stage]:
    """Make the five stages with number `now` (1 to 5) as the present one; 6 means that all are done.

    `when` gives the words under them in order; `halt` marks the present stage as ended early.
    Raises ValueError for another number.
    """
    if not 1 <= now <= len(STAGE_NAMES) + 1:
        raise ValueError(f"there is no stage {now}")
    words = list(when)
    here = StageStatus.HALT if halt else StageStatus.NOW
    return [
        Stage(
            name,
            StageStatus.DONE if number < now else here if number == now else StageStatus.LATER,
            words[number - 1] if number <= len(words) else "",
        )
        for number, name in enumerate(STAGE_NAMES, start=1)
    ]


def read(stages: Iterable[Stage | Mapping[str, str]]) -> list[Stage]:
    """Accept stages as objects or as dicts with name, status and when. Raises ValueError for an unknown status."""
    return [
        stage if isinstance(stage, Stage) else Stage(stage["name"], StageStatus(stage["status"]), stage.get("when", ""))
        for stage in stages
    ]
