"""The faces of the sections that are plain columns; labels and help are the applicant's words (domain.md §3.2)."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from portal.forms import DateField

from ..enums import VatAnswer, YesNo
from ..models import CallVersion
from .draft import DraftForm
from .fields import AgeField, BankgiroField, ChoiceField, EmailField, ManyField, TextField, TickField


def choices(rows: list[Any]) -> list[tuple[str, str]]:
    """A list of a call's version as choices: plain words, or rows with key and label."""
    return [(row["key"], row["label"]) if isinstance(row, dict) else (str(row), str(row)) for row in rows]


def _short(field: forms.Field, css: str = "input-short") -> forms.Field:
    field.widget.attrs["class"] = css
    return field


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
    contact_phone = TextField(limit=40, label="Projektledarens telefon")
    workplace = TextField(limit=120, label="Förvaltning eller enhet", help_text="Där projektet hör hemma hos er.")
    vat = ChoiceField(
        choices=VatAnswer.choices,
        label="Drar ni av moms i projektet?",
        help_text="Svaret avgör om kostnaderna ska skrivas med eller utan moms.",
    )
    bankgiro = _short(
        BankgiroField(
            required=False, label="Bankgiro", help_text="Dit vi betalar om ni får stöd, till exempel 5050-1055."
        )
    )
    owns_account = TickField(label="Bankgirot tillhör vår organisation")


class ProjectForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = (
        "title", "summary", "period_start", "period_end", "problem", "target_group", "age_from", "age_to",
        "municipalities", "cooperation", "delimitation", "longevity",
    )  # fmt: skip

    title = TextField(limit=120, label="Projektets namn", help_text="Högst 120 tecken.")
    summary = TextField(
        limit=1000,
        rows=6,
        label="Sammanfattning",
        help_text="Skriv så att den som inte kan ämnet förstår. Får ni stöd blir texten offentlig. Högst 1 000 tecken.",
    )
    period_start = _short(
        DateField(required=False, label="Projektet börjar", help_text="Till exempel 2026-11-22."), "input-date"
    )
    period_end = _short(DateField(required=False, label="Projektet slutar"), "input-date")
    problem = TextField(
        limit=3000,
        rows=10,
        label="Problemet",
        help_text="Vad är det som inte fungerar i dag, för vem, och hur vet ni det? Skriv inte om enskilda barn så att "
        "de går att känna igen. Högst 3 000 tecken.",
    )
    target_group = TextField(
        limit=2000, rows=6, label="Målgruppen", help_text="Vilka barn och unga projektet är till för, och hur många."
    )
    age_from = _short(AgeField(required=False, label="Yngsta ålder"), "input-date")
    age_to = _short(AgeField(required=False, label="Äldsta ålder"), "input-date")
    areas = ManyField(label="Utvecklingsområden", help_text="Välj ett eller flera.")
    municipalities = ManyField(label="Kommuner", help_text="Där ni ska arbeta.")
    child_participation = TextField(
        limit=2000, rows=6, label="Barns och ungas delaktighet", help_text="Hur de som det gäller är med och påverkar."
    )
    cooperation = TextField(
        limit=2000, rows=6, label="Samverkan", help_text="Vem gör vad, och vad blir möjligt när ni gör det ihop?"
    )
    delimitation = TextField(
        limit=2000,
        rows=6,
        label="Skillnaden mot det ni gör annars",
        help_text="Vi betalar inte för ordinarie verksamhet. Vad är nytt?",
    )
    longevity = TextField(
        limit=2000, rows=6, label="Efter projektet", help_text="Vem tar vid, när bestämmer ni det och vem betalar då?"
    )

    def __init__(self, *args: Any, rules: CallVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipalities"].choices = choices(rules.municipalities)  # type: ignore[attr-defined]
        self.fields["period_end"].help_text = f"Högst {rules.max_years} år efter starten."
        self.fields["age_from"].help_text = f"Satsningen gäller {rules.age_from}–{rules.age_to} år."
        if rules.areas:
            self.fields["areas"].choices = choices(rules.areas)  # type: ignore[attr-defined]
            self.fields["areas"].needed = True  # type: ignore[attr-defined]
        else:
            del self.fields["areas"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("period_start"), cleaned.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", "Projektet kan inte sluta innan det börjar. Kontrollera de två dagarna.")
        youngest, oldest = cleaned.get("age_from"), cleaned.get("age_to")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error("age_to", "Äldsta ålder kan inte vara lägre än yngsta. Kontrollera de två åldrarna.")
        return cleaned


class GoalsForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = ("overall_goal", "project_goal", "follow_up")

    overall_goal = TextField(
        limit=2000,
        rows=5,
        label="Övergripande mål",
        help_text="Det ni vill bidra till på lång sikt, också efter projektet.",
    )
    project_goal = TextField(
        limit=2000, rows=5, label="Projektmål", help_text="Det som ska vara uppnått när projektet slutar."
    )
    follow_up = TextField(
        limit=2000, rows=6, label="Uppföljning", help_text="Hur ni får veta om det fungerar, vad ni mäter och när."
    )


class StateAidForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = ("economic_activity",)

    economic_activity = ChoiceField(
        choices=YesNo.choices,
        label="Säljer ni något eller konkurrerar på en marknad i projektet?",
        help_text="Stöd till ekonomisk verksamhet kan vara statligt stöd och har egna regler inom EU.",
    )
    economic_activity_note = TextField(
        limit=1500,
        rows=5,
        label="Om ja: beskriv verksamheten",
        help_text="Vad säljer ni, till vem, och har ni fått annat stöd för den de senaste tre åren?",
    )


class OtherSupportForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = ("other_support",)

    other_support = ChoiceField(
        choices=YesNo.choices,
        label="Har ni fått eller sökt annat offentligt stöd för samma kostnader?",
        help_text="Samma kostnad får inte betalas två gånger.",
    )
    other_support_note = TextField(
        limit=1500, rows=5, label="Om ja: beskriv stödet", help_text="Från vem, hur mycket och för vilka kostnader?"
    )


class AttachmentsForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = ("attachments_done",)

    attachments_done = TickField(label="Alla bilagor är inlagda")


class TermsForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = ("privacy_read", "terms_accepted")

    privacy_read = TickField(label="Vi har läst hur ni använder personuppgifter")
    terms_accepted = TickField(label="Vi godkänner de allmänna villkoren")
