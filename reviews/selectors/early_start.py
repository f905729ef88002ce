"""A start that comes before the board can have decided: said before anybody decides (G-07)."""

from applications.enums import GRANTS
from portal import clock, dates

from ..models import Memo
from .meetings import planned_for

RULE = "Ett projekt får inte börja före beslutet, om inte beslutet säger det."


def warnings(memo: Memo) -> list[str]:
    """A sentence when the project that is proposed would begin before today or the board's next planned meeting.

    Reads the frozen version, since what the applicant completes is not ours to read. A kind of support with days of
    its own in the proposal goes by those.
    """
    if memo.kind not in GRANTS:
        return []
    days = [row.period_start for row in memo.supports if row.period_start is not None]
    start = min(days) if days else memo.case.application.period_start
    meeting = planned_for(memo.case).filter(held_on__gte=clock.today()).first()
    first = meeting.held_on if meeting is not None else clock.today()
    if start is None or start >= first:
        return []
    when = f"nästa sammanträde, {dates.long(first)}" if meeting is not None else "i dag"
    return [f"Projektet vill börja {dates.long(start)}, före {when}. {RULE}"]
