"""What has happened in a case, as sentences with a person as subject; notes between the moves (design.md §8)."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db import models

from applications.enums import ActorKind
from applications.lifecycle.registry import MACHINES
from applications.models import Case, TransitionLog
from portal.accounts.models import User

from ..models import FileNote

ICONS = {
    "idea": "sprout",
    "application": "inbox",
    "memo": "clipboard-check",
    "decision": "gavel",
    "project": "flag",
    "report": "file-pen-line",
    "claim": "wallet",
    "meeting": "landmark",
}


@dataclass(frozen=True)
class Row:
    """One line of the log, as templates/portal/partials/log.html reads it."""

    at: datetime
    text: str
    icon: str = "clipboard-check"
    strong: str = ""
    internal: bool = False


def of_case(case: Case, user: User, limit: int | None = None) -> list[Row]:
    """Moves and notes, newest first. Moves of what is not shared are private and never here. Two queries."""
    moves = TransitionLog.objects.visible_to(user).filter(case=case, private=False).select_related("actor")
    notes = FileNote.objects.filter(case=case).select_related("author")
    newest = chain(
        map(of_move, moves.order_by("-at", "-pk")[:limit]), map(_of_note, notes.order_by("-written_at", "pk")[:limit])
    )
    return sorted(newest, key=lambda row: row.at, reverse=True)[:limit]


def of_object(obj: models.Model) -> list[Row]:
    """The moves of one thing that has no case, a meeting."""
    moves = TransitionLog.objects.filter(object_id=obj.pk, private=False).select_related("actor")
    return [of_move(move) for move in moves.order_by("-at", "-pk")]


def of_move(row: TransitionLog) -> Row:
    """Elin Sandahl: Börja bereda. Ansökan är nu Beredning."""
    table = MACHINES[row.machine]
    who = row.actor.name if row.actor_kind == ActorKind.PERSON and row.actor else "Systemet"
    move = table.moves.get(row.move)
    label = move.label if move else row.move
    now = str(table.states(row.to_state).label)
    text = f"{label}. {table.label}: {now.lower()}."
    if row.reason:
        text += f" {row.reason}"
    return Row(row.at, text, ICONS.get(row.machine, "clipboard-check"), strong=f"{who}.")


def _of_note(note: FileNote) -> Row:
    return Row(note.written_at, note.text, strong=f"Intern anteckning, {note.author.name}.", internal=True)
