"""The faces of the sections that are plain columns; labels and help are the applicant's words (domain.md §3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.forms import BoundField

from portal import clock, dates
from portal.forms import mark_needed

from ..models import Attachment, CallVersion
from ..models.words import ASKED
from .draft import DraftForm
from .fields import TextField, TickField


class GoalsForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = ("overall_goal", "project_goal", "follow_up")

    vision = TextField(
        limit=1000,
        rows=3,
        label="Vision",
        help_text="Så ser det ut när allt har blivit som ni önskar. Överst av målen.",
    )
    overall_goal = TextField(
        limit=2000,
        rows=5,
        label="Övergripande mål",
        help_text="Vägen mot visionen: det ni vill bidra till på lång sikt, också efter projektet. Kallas ibland "
        "strategiska mål.",
    )
    project_goal = TextField(
        limit=2000,
        rows=5,
        label="Projektmål",
        help_text="Ert steg mot det övergripande målet: det som ska vara uppnått när projektet slutar. Kallas ibland "
        "operativa mål.",
    )
    methods = TextField(
        limit=2000,
        rows=5,
        label="Metoder och arbetssätt",
        help_text="Så arbetar ni för att nå projektmålet, och vad i det som är nytt.",
    )
    follow_up = TextField(
        limit=2000,
        rows=6,
        label="Uppföljning",
        help_text="Vilka indikatorer ni följer, hur ni lär er under tiden (formativ utvärdering), vad ni utvärderar "
        "efter varje etapp, och hur effekterna följs upp på lång sikt.",
    )
    societal_benefit = TextField(
        limit=1500,
        rows=4,
        label="Samhällsekonomisk nytta på sikt",
        help_text="Effekterna när målen är nådda: vad blir bättre eller billigare för samhället, för vem, och när?",
    )
    dissemination = TextField(
        limit=2000,
        rows=4,
        label="Resultatspridning",
        help_text="Vilka som får veta vad ni lär er, och hur, redan under projektet.",
    )

    @property
    def goals(self) -> list[BoundField]:
        """The goals that stand above the sub-goals."""
        return [self[name] for name in ("vision", "overall_goal", "project_goal")]

    @property
    def ways(self) -> list[BoundField]:
        """How they are reached, and what comes of it."""
        above = {field.name for field in self.goals}
        return [self[name] for name in self.fields if name not in above]


class AttachmentsForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = ("attachments_done",)

    attachments_done = TickField(label="Alla bilagor är inlagda")

    def __init__(self, *args: Any, pictures: Iterable[Attachment] = (), **kwargs: Any) -> None:
        """`pictures` are described each by two texts of its own."""
        self.pictures = {row.pk: (f"bildtext-{row.pk}", f"beskrivning-{row.pk}") for row in pictures}
        super().__init__(*args, **kwargs)
        for row in pictures:
            caption, alt_text = self.pictures[row.pk]
            name = row.file.original_name
            self.fields[caption] = TextField(
                limit=200, label=f"Bildtext till {name}", help_text="Kort. Står under bilden, efter Figur och nummer."
            )
            self.fields[alt_text] = TextField(
                limit=600,
                rows=3,
                label=f"Beskrivning av {name} för den som inte ser bilden",
                help_text="Berätta det som bilden visar och som behövs för att förstå ansökan. Läses upp i stället för "
                "bilden.",
            )
        mark_needed(self, *(name for names in self.pictures.values() for name in names))

    @property
    def columns(self) -> dict[str, Any]:
        """What the section saves of its own."""
        return {name: value for name, value in self.values.items() if name in self.base_fields}

    @property
    def described(self) -> dict[UUID, tuple[str, str]]:
        """Caption and description of each picture; the empty text where it does not parse."""
        values = self.values
        return {pk: (values[caption], values[alt_text]) for pk, (caption, alt_text) in self.pictures.items()}

    def controls_of(self, attachment: Attachment) -> list[BoundField]:
        """The two controls of a picture; none for other files."""
        return [self[name] for name in self.pictures.get(attachment.pk, ())]


class TermsForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = ("privacy_read", "terms_accepted")

    privacy_read = TickField(label=ASKED["privacy_read"])
    terms_accepted = TickField(label=ASKED["terms_accepted"])

    def __init__(self, *args: Any, rules: CallVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        since = dates.long(clock.local(rules.published_at).date())
        self.fields["terms_accepted"].help_text = f"Det gäller {rules.terms_version}, i kraft {since}."
