"""How stories are told: steps at moments; between them time passes and the jobs run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from applications import jobs
from portal import clock, dates
from portal.demo.world import moment


@dataclass(frozen=True)
class Step:
    """What happens at a local moment."""

    at: datetime
    do: Callable[[], Any]


class Told(Protocol):
    """Anything with steps."""

    steps: list[Step]


def tell(stories: Iterable[Told], *, until: datetime | None = None, every: int = 1, sweep: bool = True) -> None:
    """Play the steps of all stories in the order of time, up to `until`.

    Between steps the jobs run as they would have: the morning's on each `every`-th working day, the sweep after each
    step (without it documents and mails stay owed for a worker to make).
    """
    steps = sorted((step for story in stories for step in story.steps), key=lambda step: step.at)
    if until is not None:
        steps = [step for step in steps if step.at <= until]
    day: date | None = None
    for step in steps:
        today = clock.local(step.at).date()
        _mornings(day, today, every, sweep)
        day = today
        with clock.at(step.at):
            step.do()
            if sweep:
                jobs.run_sweep()


def _mornings(after: date | None, through: date, every: int, sweep: bool) -> None:
    """Run the morning's jobs for the working days from the day after `after` through `through`."""
    if after is None:
        return
    day = after + timedelta(days=1)
    count = 0
    while day <= through:
        if dates.is_working_day(day):
            count += 1
            if count % every == 0 or day == through:
                with clock.at(moment(day, 8, 5)):
                    jobs.run_morning()
                    if sweep:
                        jobs.run_sweep()
        day += timedelta(days=1)
