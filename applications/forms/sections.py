"""The faces of the sections that are plain columns; labels and help are the applicant's words (domain.md §3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.forms import BoundField

from portal.forms import mark_needed

from ..enums import VatAnswer, YesNo
from ..models import Attachment, CallVersion
from ..models.words import ASKED
from .draft import DraftForm
from .fields import BankgiroField, ChoiceField, EmailField, PhoneField, TextField, TickField, short


class ApplicantForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = (
        "contact_name",
        "contact_email",
        "contact_phone",
        "vat",
        "bankgiro",
        "owns_account",
    )

    contact_name = TextField(
        limit=120, label="Projektledare", help_text="Den som leder arbetet och som vi hör av oss till."
    )
    contact_email = EmailField(label="Projektledarens e-post")
    contact_phone = PhoneField(label="Projektledarens telefon")
    deputy_name = TextField(
        limit=120,
        label="Biträdande projektledare",
        help_text="Om ni har någon. Skriv då också hur vi når personen.",
    )
    deputy_email = EmailField(label="Biträdande projektledarens e-post")
    deputy_phone = PhoneField(label="Biträdande projektledarens telefon")
    workplace = TextField(limit=120, label="Förvaltning eller enhet", help_text="Där projektet hör hemma hos er.")
    vat = ChoiceField(
        choices=VatAnswer.choices,
        label="Drar ni av moms i projektet?",
        help_text="Svaret avgör om kostnaderna ska skrivas med eller utan moms.",
    )
    bankgiro = short(
        BankgiroField(
            required=False, label="Bankgiro", help_text="Dit vi betalar om ni får stöd, till exempel 5050-1055."
        )
    )
    owns_account = TickField(label=ASKED["owns_account"])

    def __init__(self, *args: Any, has_money: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_money:
            for name in ("vat", "bankgiro", "owns_account"):
                del self.fields[name]


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


class StateAidForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = ("economic_activity",)
    needed_after_yes: ClassVar[tuple[str, ...]] = ("economic_activity_note",)

    economic_activity = ChoiceField(
        choices=YesNo.choices,
        label=ASKED["economic_activity"],
        help_text="Stöd till ekonomisk verksamhet kan vara statligt stöd och har egna regler inom EU.",
    )
    economic_activity_note = TextField(
        limit=1500,
        rows=5,
        label=ASKED["economic_activity_note"],
        help_text="Vad säljer ni, till vem, och har ni fått annat stöd för den de senaste tre åren?",
    )


class OtherSupportForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = ("other_support",)
    needed_after_yes: ClassVar[tuple[str, ...]] = ("other_support_note",)

    other_support = ChoiceField(
        choices=YesNo.choices,
        label=ASKED["other_support"],
        help_text="Samma kostnad får inte betalas två gånger.",
    )
    other_support_note = TextField(
        limit=1500, rows=5, label=ASKED["other_support_note"], help_text="Från vem, hur mycket och för vilka kostnader?"
    )


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
        self.fields["terms_accepted"].help_text = f"Det gäller {rules.terms_version}."
