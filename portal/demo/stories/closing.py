"""The verbs of a project that many take part in, and of one that ends before its time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from applications.services import partnership
from reviews.services import closings

from . import ending
from .script import Story


class Partnership(Story):
    """What the lead keeps about those who take part, and the way to an early close."""

    words: Mapping[str, Any]

    # Who takes part

    def relate(self) -> None:
        """Tell which other efforts the application joins or builds on."""
        blank = {"years": "", "relation": "", "url": ""}
        rows = [blank | row for row in self.words["related"]]
        partnership.save_related(self.application, rows=rows, version=None, by=self.lead)

    def seat_steering_group(self) -> None:
        rows = [{"title": ""} | row for row in self.words["steering"]]
        partnership.save_steering(self.project, rows=rows, version=None, by=self.lead)

    def hold_events(self) -> None:
        rows = [{"url": "", "note": ""} | row for row in self.words["events"]]
        partnership.save_events(self.project, rows=rows, version=None, by=self.lead)

    def change_roles(self, **roles: str) -> None:
        """Let municipalities get another role; the others keep theirs."""
        rows = [{"name": row.name, "role": roles.get(row.name, row.role)} for row in self.project.municipalities.all()]
        partnership.save_municipalities(self.project, rows=rows, version=None, by=self.lead)

    def show_steering_group(self) -> None:
        partnership.show_steering(self.project, is_public=True, by=self.officer)

    # Ended before its time

    def think_of_closing(self) -> None:
        ending.write(self, ending.Ending(**self.words["closing"]))

    def warn(self, comment_due: date) -> None:
        ending.warn(self, comment_due)

    def comment(self, text: str) -> None:
        ending.answer(self, text)

    def propose_closing(self) -> None:
        ending.propose(self)

    def put_closing_on_agenda(self, held_on: date) -> None:
        meeting = self.meeting_on(held_on)
        closings.put_on_agenda(ending.closing_of(self), meeting=meeting, by=self.staff("namndsekreterare"))

    def decide_closing(self, paragraph: str) -> None:
        ending.decide_in_board(self, paragraph)
