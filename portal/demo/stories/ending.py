"""The verbs of ending a project before its time, for any story whose project runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from applications.models import Decision, EarlyClose
from applications.services import deciding, early_close
from portal import clock, dates
from reviews.enums import MeetingState
from reviews.models import Meeting
from reviews.services import closings, meetings

from .script import PLACE, Story


@dataclass
class Ending:
    """Why, until which day, and what the open page says; `final_due_on` is the last day for the final report."""

    reason: str
    grounds: str
    last_day: date
    final_due_on: date
    public_text: str

    @property
    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in early_close.FIELDS}


def closing_of(tale: Story) -> EarlyClose:
    closing = early_close.open_closing(tale.project)
    assert closing is not None, "nobody has thought of ending the project"
    return closing


def decision_of(tale: Story) -> Decision:
    """The decision that ends the project."""
    decision = closing_of(tale).decision
    assert decision is not None, "it has not been decided"
    return decision


def ask(tale: Story, text: str) -> None:
    """The applicant's lead asks that the project ends."""
    early_close.ask(tale.project, text=text, by=tale.lead)


def write(tale: Story, ending: Ending) -> None:
    early_close.save(tale.project, values=ending.values, version=None, by=tale.officer)


def warn(tale: Story, comment_due: date) -> None:
    early_close.warn(closing_of(tale), comment_due=comment_due, by=tale.officer)


def answer(tale: Story, text: str) -> None:
    early_close.comment(closing_of(tale), text=text, by=tale.lead)


def propose(tale: Story) -> None:
    """The officer hands it over and the head of unit approves."""
    early_close.submit(closing_of(tale), by=tale.officer)
    tale.not_conflicted("enhetschef")
    early_close.approve(closing_of(tale), by=tale.staff("enhetschef"))


def put_on_agenda(tale: Story, held_on: date) -> None:
    secretary, board = tale.staff("namndsekreterare"), tale.the_case.board
    meeting = Meeting.objects.filter(board=board, held_on=held_on).first()
    # Another story may have held its meeting: then one on a day before it.
    while meeting is not None and meeting.state != MeetingState.PLANNED:
        held_on = dates.previous_working_day(held_on - timedelta(days=1))
        meeting = Meeting.objects.filter(board=board, held_on=held_on).first()
    meeting = meeting or meetings.plan(board, held_on=held_on, place=PLACE, by=secretary)
    closings.put_on_agenda(closing_of(tale), meeting=meeting, by=secretary)


def decide_in_board(tale: Story, paragraph: str) -> None:
    """The board has sat and decided; the meeting stands as held."""
    closing, secretary = closing_of(tale), tale.staff("namndsekreterare")
    decision = closings.register(closing, paragraph=paragraph, reasons=closing.grounds, by=secretary)
    meeting = decision.agenda_item.meeting
    if meeting.state == MeetingState.PLANNED:
        meetings.hold(meeting, by=secretary)


def decide_by_delegation(tale: Story, name: str) -> None:
    tale.not_conflicted(name)
    closing = closing_of(tale)
    closings.decide_by_delegation(closing, reasons=closing.grounds, by=tale.staff(name))


def approve_minutes(tale: Story) -> None:
    deciding.approve_minutes(decision_of(tale), approved_on=clock.today(), by=tale.staff("namndsekreterare"))


def announce(tale: Story) -> None:
    deciding.announce(decision_of(tale), announced_on=clock.today(), by=tale.staff("namndsekreterare"))


def dispatch(tale: Story) -> None:
    """Send it: the project ends. The letter must have been made."""
    deciding.dispatch(decision_of(tale), by=tale.staff("registrator"))
