"""What can be applied for: the money, the programme, and the tracks that a programme may have."""

from django.core.exceptions import ValidationError
from django.db import models

from portal.accounts.models import Board, Unit, User
from portal.rows import UuidRow, Versioned

from ..enums import LegalRegime


class FundingSource(UuidRow, Versioned):
    """Money with its own law: the regime and the texts about appeal belong here (domain.md §2.1)."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="funding_sources", verbose_name="nämnd")
    name = models.CharField("namn", max_length=120, help_text="Till exempel: 1:1-medel")
    legal_regime = models.CharField("hur beslut överklagas", max_length=24, choices=LegalRegime.choices)
    regime_is_confirmed = models.BooleanField("bekräftat av jurist", default=False)
    legal_basis = models.CharField("stöd i lag", max_length=240)
    appeal_text = models.TextField("text om hur man överklagar")
    pay_after_final = models.BooleanField("betala först när beslutet har fått laga kraft", default=True)

    class Meta:
        verbose_name = "finansieringskälla"
        verbose_name_plural = "finansieringskällor"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_appealable(self) -> bool:
        return self.legal_regime != LegalRegime.NOT_APPEALABLE


class Programme(UuidRow, Versioned):
    """A satsning: a purpose, a board that decides and a person to call."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="programmes", verbose_name="nämnd")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="enhet")
    funding_source = models.ForeignKey(FundingSource, models.PROTECT, related_name="+", verbose_name="pengar")
    contact = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ansvarig handläggare")
    name = models.CharField("namn", max_length=160)
    slug = models.SlugField("adress", max_length=60, unique=True)
    summary = models.TextField("kort beskrivning", max_length=600)
    purpose = models.TextField("syfte", max_length=2000, blank=True, help_text="Skrivs ut på utlysningens sida.")
    issuers = models.JSONField(
        "lyses ut av", default=list, blank=True, help_text="En lista med myndigheter, när det är fler än vi (N-01)."
    )
    who_may_apply = models.CharField("vem som kan söka", max_length=240)
    links = models.JSONField(
        "länkar", default=list, blank=True, help_text="Rader med label, url och note, till exempel en film med text."
    )
    forum_name = models.CharField(
        "forum före nämnden", max_length=60, blank=True, help_text="Till exempel: Projektforum. Tomt: inget forum."
    )

    class Meta:
        verbose_name = "satsning"
        verbose_name_plural = "satsningar"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A link has a name and an address that nobody on the way can change."""
        for row in self.links:
            if not isinstance(row, dict) or not row.get("label") or not str(row.get("url", "")).startswith("https://"):
                raise ValidationError({"links": "Varje länk ska ha label och en url som börjar med https."})


class Track(UuidRow, Versioned):
    """A spår: a part of a programme with a goal of its own, or a partnership whose efforts are applied for one by one.

    Calls of a track may be numbered steps; a step is applied for when the one before it is finished (V-04, F-01).
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="tracks", verbose_name="satsning")
    name = models.CharField("namn", max_length=160)
    slug = models.SlugField("adress", max_length=60, unique=True)
    purpose = models.TextField("syfte", max_length=2000, blank=True)
    is_partnership = models.BooleanField(
        "partnerskap", default=False, help_text="Varje insats i partnerskapet söks och beslutas för sig."
    )

    class Meta:
        verbose_name = "spår"
        verbose_name_plural = "spår"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class PolicyDecision(UuidRow, Versioned):
    """An inriktningsbeslut that proposals lean on: which board decided what, on which day and under which § (O-04)."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="policy_decisions", verbose_name="nämnd")
    title = models.CharField("vad beslutet gäller", max_length=200)
    decided_on = models.DateField("beslutsdag")
    paragraph = models.CharField("paragraf", max_length=40)
    appropriation = models.CharField("anslag", max_length=160, blank=True, help_text="Pengarna som beslutet gäller.")
    url = models.URLField("webbadress", blank=True)

    class Meta:
        verbose_name = "inriktningsbeslut"
        verbose_name_plural = "inriktningsbeslut"
        ordering = ["-decided_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "decided_on", "paragraph"],
                name="policydecision_paragraph_is_unique",
                violation_error_message="Beslutet finns redan.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.decided_on}, {self.paragraph})"


class LetterText(UuidRow, Versioned):
    """A paragraph of the programme's own in one kind of mail; plain text, never run as a template (domain.md §4.5)."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="letter_texts", verbose_name="satsning")
    kind = models.CharField("brev", max_length=60)
    text = models.TextField("egen text", max_length=1500)

    class Meta:
        verbose_name = "egen text i brev"
        verbose_name_plural = "egna texter i brev"
        ordering = ["programme", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind"],
                name="lettertext_is_one_per_kind",
                violation_error_message="Brevet har redan en egen text.",
            )
        ]

    def __str__(self) -> str:
        return f"Egen text: {self.text[:40]}"
