"""Time, as the demo's clock page lets it pass and as its pages tell it."""

from __future__ import annotations

import re
from datetime import date

from portal import dates

from .window import Window

_DAY = re.compile(rf"(\d{{1,2}})\s+({'|'.join(dates.MONTHS)})\s+(\d{{4}})")


def day_in(text: str) -> date:
    """The first day that a text tells: 14 maj 2024."""
    found = _DAY.search(text)
    assert found, f"no day in: {text}"
    return date(int(found[3]), dates.MONTHS.index(found[2]) + 1, int(found[1]))


def today(me: Window) -> date:
    """What the demo's strip says on the page that is open."""
    return day_in(me.page.locator(".demo-strip").inner_text())


def pass_until(clock: Window, day: date) -> None:
    """Let time pass until the day has come: from date to date, and by weeks and days where none is near."""
    clock.open("/demo/klocka/")
    while (left := (day - today(clock)).days) > 0:
        upcoming = clock.page.get_by_role("button", name=re.compile("Till nästa datum"))
        if upcoming.count() and day_in(upcoming.inner_text()) <= day:
            clock.press(re.compile("Till nästa datum"))
        else:
            clock.press("En vecka" if left >= 7 else "En dag")
        clock.sees("Dagens jobb är körda.")
