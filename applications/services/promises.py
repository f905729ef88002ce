"""What was confirmed of a party's part stands only as long as the part and the project's time are the same (F-06)."""

from __future__ import annotations

from collections.abc import Iterable

from portal import clock

from ..documents import party_part
from ..models import Application, PartyConfirmation
from ..notifications import together as notices

PERIOD = frozenset({"period_start", "period_end"})
OF_PARTS = frozenset({"parter", "projekt"})


def section_saved(application: Application, section: str, columns: Iterable[str] | None = None) -> None:
    """A section was saved as a whole, or just these columns of it: look only where a promise can be touched."""
    if section in OF_PARTS and (columns is None or section == "parter" or PERIOD & set(columns)):
        check(application)


def check(application: Application) -> None:
    """Cancel the confirmations of parts that are no longer what was confirmed, and tell those who gave them.

    The caller holds the case's lock, or has just written the row.
    """
    standing = PartyConfirmation.objects.filter(party__application=application, cancelled_at=None)
    for row in standing.select_related("party__application__case", "confirmed_by"):
        if party_part.sha256(row.party) != row.content_sha256:
            row.cancelled_at = clock.now()
            row.save(update_fields=["cancelled_at"])
            notices.part_changed(row)
