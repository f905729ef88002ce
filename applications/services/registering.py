"""The diary: a case gets its number once, gap-free per series and year, in the transaction that shares it."""

from datetime import datetime

from portal import clock

from ..models import Case, DnrCounter


def register(case: Case, *, at: datetime) -> str:
    """Give the case its dnr and mark it as come in at `at` (an instant). Does nothing for one that has a number.

    The counter row is locked, so two who share at once get two numbers and none is skipped; a database sequence
    would leave gaps (domain.md §2.4). The caller holds the case's lock.
    """
    if case.dnr:
        return case.dnr
    year = clock.local(at).year
    board = case.board
    first = int(board.dnr_first.get(str(year), 1))
    DnrCounter.objects.get_or_create(board=board, year=year, defaults={"last": first - 1})
    counter = DnrCounter.objects.select_for_update().get(board=board, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    case.dnr = board.dnr_format.format(year=year, yy=f"{year % 100:02d}", short=board.short_name, number=counter.last)
    case.shared_at = at
    case.save(update_fields=["dnr", "shared_at"])
    return case.dnr
