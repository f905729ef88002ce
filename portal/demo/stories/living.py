"""The verbs of a project that lives: its plan grows, what begins and ends it is ticked off, its people meet."""

from __future__ import annotations

from datetime import date

from applications.enums import DialogueKind, PhaseKind
from applications.models import DialogueMeeting
from applications.services import dialogue, phases, plans
from portal import clock
from portal.demo.world import moment

from .closing import Partnership


class Living(Partnership):
    """What both sides do between the grant and the end."""

    def call_meeting(
        self, kind: str, held_on: date, place: str, topic: str = "", *, at: int = 13, minutes: int = 60
    ) -> None:
        """Call the case to a meeting at a local hour of a day to come."""
        self.not_conflicted(self.officer_name)
        dialogue.call(
            kind=DialogueKind(kind),
            cases=[self.the_case],
            starts_at=moment(held_on, at),
            minutes=minutes,
            place=place,
            topic=topic,
            by=self.officer,
        )

    def sum_up_meeting(self, present: str, summary: str) -> None:
        """Write what was said at the last meeting that has been held."""
        held = DialogueMeeting.objects.filter(guests__case=self.the_case, starts_at__lte=clock.now())
        dialogue.sum_up(held.latest("starts_at"), present=present, summary=summary, version=None, by=self.officer)

    def revise_plan(self, note: str, text: str, goal: str = "", activities: str = "") -> None:
        """Write the plan anew: a text after the old one, and perhaps other activities for the goal of the name."""
        last = self.project.plan_versions.latest("number")
        goals = [row | ({"activities": activities} if row["text"] == goal else {}) for row in last.data["goals"]]
        plans.write(
            self.project,
            text=f"{last.data['text']}\n\n{text}",
            goals=goals,
            change_note=note,
            number=last.number,
            by=self.lead,
        )

    def approve_plan(self, note: str = "") -> None:
        plans.review(self.project.plan_versions.latest("number"), approve=True, note=note, by=self.officer)

    def tick_off(self, *, text: str, note: str = "") -> None:
        """Mark what begins with the text as done today in the list that it stands in."""
        row = self.project.phase_activities.get(text__startswith=text)
        phases.save(
            self.project,
            phase=PhaseKind(row.phase),
            activity=row,
            values={"done_on": clock.today(), "note": note},
            version=None,
            by=self.lead,
        )
