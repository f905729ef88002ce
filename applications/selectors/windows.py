"""When a call takes applications, in words: its windows, what moved their end, and how late something came in.

Windows are instants; people read them in Europe/Stockholm (domain.md §6.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import JSONObject

from portal import clock, dates

from ..models import Application, Call, CallWindow, WindowExtension

_TOLD = ("closed_at", "closes_at", "disturbed_from", "disturbed_to")


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for everybody: the old and the new end, when the portal did not work (instants), and why."""

    closed_at: datetime
    closes_at: datetime
    disturbed_from: datetime | None
    disturbed_to: datetime | None
    reason: str

    @property
    def disturbance(self) -> str:
        """4 oktober 2026 kl. 10.30–11.45; empty when there was none."""
        if self.disturbed_from is None or self.disturbed_to is None:
            return ""
        return dates.between(self.disturbed_from, self.disturbed_to)

    @property
    def sentence(self) -> str:
        """What happened and until when everybody has time, for whoever applies."""
        end = f"alla skicka in {dates.through(self.closes_at)}"
        if self.disturbance:
            return f"Portalen fungerade inte som den ska {self.disturbance}. Därför kan {end}. {self.reason}"
        return f"Tiden är förlängd, så att {end.replace('alla skicka', 'alla kan skicka')}. {self.reason}"


def told() -> QuerySet[CallWindow]:
    """Windows with their last extension along as JSON: no query per window."""
    last = WindowExtension.objects.filter(window=OuterRef("pk")).order_by("-decided_at", "-closes_at")
    names = {name: name for name in (*_TOLD, "reason")}
    rows: QuerySet[CallWindow] = CallWindow.objects.annotate(
        told_extension=Subquery(last.values(json=JSONObject(**names))[:1])
    )
    return rows


def prefetched(path: str = "windows") -> Prefetch[Any]:
    """For `prefetch_related`: the windows of a call, each with its last extension."""
    return Prefetch(path, told())


def extension_of(window: CallWindow) -> Extension | None:
    """The last extension of the window; asks only when the window was read without (`told`)."""
    if not hasattr(window, "told_extension"):
        window = told().get(pk=window.pk)
    row: dict[str, Any] | None = window.told_extension  # type: ignore[attr-defined]  # annotated by told
    if row is None:
        return None
    moments: dict[str, Any] = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in _TOLD}
    return Extension(reason=row["reason"], **moments)


def banner(call: Call) -> str:
    """That the window which is open now was extended, and why; empty when it was not."""
    window = call.window
    if window is None or not window.is_open_at(clock.now()):
        return ""
    extension = extension_of(window)
    return extension.sentence if extension is not None else ""


@dataclass(frozen=True, slots=True)
class News:
    """Something that has changed for those who write, said first in a few words."""

    strong: str
    text: str


def news(application: Application) -> list[News]:
    """More time, and rules that changed after the draft was begun. Reads windows as `prefetched` has them."""
    found = []
    if more_time := banner(application.call):
        found.append(News("Mer tid.", more_time))
    rules = application.call_version
    if rules.number > 1 and rules.change_note and rules.published_at > application.case.created_at:
        on = dates.long(clock.local(rules.published_at).date())
        found.append(News("Nya regler.", f"Reglerna ändrades {on}. {rules.change_note}"))
    return found


def told_late(call: Call) -> str:
    """What sending in now means when no window is open: received, but late in the last one (domain.md §9 case 3)."""
    takes = intake(call)
    if takes.open is not None or takes.closed is None:
        return ""
    text = f"Ansökningstiden gällde {end_of(takes.closed)}. Skickar ni in nu tas ansökan emot, men den räknas som sen."
    if takes.coming is not None:
        text += f" Vill ni hellre vänta öppnar nästa ansökningstid {dates.datetime_long(takes.coming.opens_at)}."
    return text


def end_of(window: CallWindow) -> str:
    """Till och med 4 oktober 2026 kl. 12.00, or that there is no last day."""
    if window.closes_at is None:
        return "tills vidare, utan sista dag"
    return dates.through(window.closes_at)


def span_of(window: CallWindow) -> str:
    """1 september 2026 kl. 08.00 till och med 4 oktober 2026 kl. 12.00."""
    joint = ", " if window.closes_at is None else " "
    return f"{dates.datetime_long(window.opens_at)}{joint}{end_of(window)}"


@dataclass(frozen=True, slots=True)
class Intake:
    """What a call takes now: the window that is open, the last that closed, and the next to open."""

    open: CallWindow | None
    closed: CallWindow | None
    coming: CallWindow | None


def intake(call: Call) -> Intake:
    """Reads `windows.all()`, so lists prefetch it."""
    now = clock.now()
    rows = sorted(call.windows.all(), key=lambda row: row.opens_at)
    closed = [row for row in rows if row.closes_at is not None and row.closes_at <= now]
    return Intake(
        open=next((row for row in rows if row.is_open_at(now)), None),
        closed=max(closed, key=lambda row: row.closes_at or row.opens_at, default=None),
        coming=next((row for row in rows if row.opens_at > now), None),
    )


OPEN, COMING, CLOSED = "Öppen nu", "Öppnar senare", "Stängd"


@dataclass(frozen=True, slots=True)
class Line:
    """One window as a list of them tells it."""

    window: CallWindow
    name: str
    text: str
    status: str
    extension: Extension | None


def lines(windows: Iterable[CallWindow]) -> list[Line]:
    """All windows, those that are not over first, then the latest that closed."""
    now = clock.now()
    rows = sorted(windows, key=lambda row: row.opens_at)
    over = [row for row in rows if row.closes_at is not None and row.closes_at <= now]
    return [
        Line(row, row.name, span_of(row), _status(row, now), extension_of(row))
        for row in (*(row for row in rows if row not in over), *reversed(over))
    ]


def _status(window: CallWindow, now: datetime) -> str:
    if window.is_open_at(now):
        return OPEN
    return COMING if window.opens_at > now else CLOSED


# Late


def how_late(application: Application) -> str:
    """3 sekunder efter tidens slut; empty for one that came in time. Needs `window` (domain.md §9 case 3)."""
    window, received = application.window, application.shared_at
    if not application.is_late or window is None or window.closes_at is None or received is None:
        return ""
    return f"{dates.lasting(received - window.closes_at)} efter tidens slut"
