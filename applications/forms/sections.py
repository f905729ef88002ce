"""The faces of the sections that are plain columns; labels and help are the applicant's words (domain.md §3.2)."""

from __future__ import annotations

from typing import Any, ClassVar

from ..enums import VatAnswer, YesNo
from ..models import CallVersion
from .draft import DraftForm
from .fields import BankgiroField, ChoiceField, EmailField, TextField, TickField, short


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
    bankgiro = short(
        BankgiroField(
            required=False, label="Bankgiro", help_text="Dit vi betalar om ni får stöd, till exempel 5050-1055."
        )
    )
    owns_account = TickField(label="Bankgirot tillhör vår organisation")

    def __init__(self, *args: Any, has_money: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_money:
            for name in ("vat", "bankgiro", "owns_account"):
                del self.fields[name]


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

    def __init__(self, *args: Any, rules: CallVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["terms_accepted"].help_text = f"Det gäller {rules.terms_version}."
