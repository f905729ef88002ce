"""The verbs of a project that many take part in, and of one that ends before its time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from applications.models import SubGrant
from applications.services import partnership, sub_grants
from portal import clock
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

    # Money that it gives on

    def give_to_pilots(self, year: int) -> None:
        """Write down the pilots of a year; how they went is told later."""
        for row in self._pilots(year):
            values = row | {"amount": Decimal(row["amount"]), "granted_on": clock.today(), "outcome": ""}
            sub_grants.save(self.project, sub_grant=None, values=values, version=None, by=self.lead)

    def tell_of_pilots(self, year: int) -> None:
        for row in self._pilots(year):
            pilot = SubGrant.objects.get(project=self.project, year=year, orgnr=row["orgnr"])
            told = {"outcome": row["outcome"]}
            sub_grants.save(self.project, sub_grant=pilot, values=told, version=pilot.version, by=self.lead)

    def _pilots(self, year: int) -> list[dict[str, Any]]:
        return [row for row in self.words["pilots"] if row["year"] == year]

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
