"""What a proposal leans on, in sentences: earlier inriktningsbeslut, and the forum before the board (O-04, O-17)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from portal import dates

from ..models import PolicyDecision
from ..selectors.call_rules import ended


def reference(policy: PolicyDecision, board_id: UUID) -> str:
    """Nämndens inriktningsbeslut 2024-02-09 § 2, ”…”, anslag …; another board's is told by that board's name."""
    whose = "nämndens" if policy.board_id == board_id else f"{policy.board.definite}s"
    parts = [f"{whose} inriktningsbeslut {policy.decided_on.isoformat()} {policy.paragraph}", f"”{policy.title}”"]
    parts += [f"anslag {policy.appropriation}"] if policy.appropriation else []
    return ", ".join(parts)


def policies(rows: Iterable[PolicyDecision], board_id: UUID) -> list[str]:
    """A sentence for each inriktningsbeslut that a proposal to the board leans on. Reads each row's board."""
    told: list[str] = []
    for row in rows:
        told.append(f"{'Det' if told else 'Förslaget'} bygger {'också ' if told else ''}på {reference(row, board_id)}.")
    return told


def forum(name: str, on: date | None, note: str) -> list[str]:
    """On which local day the forum discussed the case, and what it said; nothing when it did not."""
    if on is None:
        return []
    said = " ".join(note.split())
    return [f"{name or 'Forumet'} behandlade ärendet {dates.long(on)}.{f' {ended(said)}' if said else ''}"]
