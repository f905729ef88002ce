"""A project that is on its way to end before its time, made through the services; two years, reports once a year."""

from datetime import date

from applications import jobs
from applications.models import Call
from portal import clock
from portal.demo.stories import ending
from portal.demo.stories.script import Story
from portal.demo.world import moment

from . import accepted_tale, make_ready

THOUGHT = date(2027, 9, 1)
ANSWER_BY = date(2027, 9, 20)
BOARD = date(2027, 10, 5)
LAST_DAY = date(2027, 10, 31)
FINAL_DUE = date(2027, 12, 15)
PLAN = ending.Ending(
    reason="not_delivered",
    grounds="Två av tre delar har inte börjat, och ingen har anställts.",
    last_day=LAST_DAY,
    final_due_on=FINAL_DUE,
    public_text="Projektet gav inte det som var tänkt. Läs gärna slutrapporten.",
)


def running_tale(in_call: Call | None = None, *, title: str = "Läsa högt hemma") -> Story:
    """In its implementation; the clock is the caller's again afterwards."""
    tale = accepted_tale(in_call, title=title)
    with clock.at(moment(date(2027, 1, 4), 8, 5)):
        jobs.run_morning()
        tale.implement()
    return tale


def decided(tale: Story) -> None:
    """Warned, not answered, proposed, approved and decided by the board; minutes justerade and anslagna."""
    with clock.at(moment(THOUGHT)):
        ending.write(tale, PLAN)
        ending.warn(tale, ANSWER_BY)
    with clock.at(moment(date(2027, 9, 22))):
        ending.propose(tale)
        ending.put_on_agenda(tale, BOARD)
    with clock.at(moment(BOARD, 16)):
        ending.decide_in_board(tale, "61")
        ending.approve_minutes(tale)
        ending.announce(tale)
        make_ready(tale.the_case)


def closed(tale: Story) -> None:
    """The decision is dispatched on the day after the board: the project has ended early."""
    decided(tale)
    with clock.at(moment(date(2027, 10, 6))):
        ending.dispatch(tale)
