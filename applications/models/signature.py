"""Signatures: what was signed, by whom, how surely known, and the hash of it (domain.md §2.7)."""

from django.db import models
from django.db.models import F, Q

from portal import clock, signing
from portal.accounts.models import User
from portal.rows import UuidRow

from ..enums import SignaturePurpose
from .case import Case
from .querysets import CaseRowQuerySet


class Signature(UuidRow):
    """A person's signature on a text about something in a case. Never changed; cancelled when the content changes.

    `content_sha256` is the hash of what the text is about (application, decision, claim) as it was when signed.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="signatures", verbose_name="ärende")
    purpose = models.CharField("vad som skrivs under", max_length=12, choices=SignaturePurpose.choices)
    object_id = models.UUIDField("på vad")
    signer = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="undertecknare")
    text = models.TextField("text")
    content_sha256 = models.CharField("SHA-256", max_length=64)
    method = models.CharField("metod", max_length=40)
    loa = models.PositiveSmallIntegerField("tillitsnivå")
    reference = models.CharField("metodens kvitto", max_length=200, blank=True)
    signed_at = models.DateTimeField("undertecknat", default=clock.now)
    cancelled_at = models.DateTimeField("upphävt", null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "underskrift"
        verbose_name_plural = "underskrifter"
        ordering = ["signed_at", "id"]
        indexes = [models.Index(fields=["object_id"], name="signature_by_object")]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "object_id", "signer", "content_sha256"],
                condition=Q(cancelled_at=None),
                name="signature_is_given_once",
                violation_error_message="Du har redan skrivit under.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(cancelled_at__gte=F("signed_at")),
                name="signature_cancelled_after_signed",
                violation_error_message="En underskrift kan inte upphävas innan den har getts.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer}, {self.get_purpose_display().lower()}"

    @property
    def method_in_words(self) -> str:
        """How it was signed, after "med"."""
        return signing.in_words(self.method)

    @property
    def short_sha256(self) -> str:
        """Enough of the hash to compare by eye."""
        return self.content_sha256[:12]


class SigningOrder(UuidRow):
    """Somebody has been sent away to sign, and may come back once with an answer (domain.md §2.7).

    Bound to the person, the thing and the hash of its content. The token is known to whoever was sent away and to
    nobody else: the row keeps its SHA-256. `values` are what the act needs beside the signature.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="ärende")
    purpose = models.CharField("vad som skrivs under", max_length=12, choices=SignaturePurpose.choices)
    object_id = models.UUIDField("på vad")
    signer = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="undertecknare")
    text = models.TextField("text")
    content_sha256 = models.CharField("SHA-256", max_length=64)
    token_sha256 = models.CharField("engångskod, SHA-256", max_length=64, unique=True)
    values = models.JSONField("uppgifter till åtgärden", default=dict)
    asked_at = models.DateTimeField("påbörjad", default=clock.now)
    expires_at = models.DateTimeField("gäller till")
    ended_at = models.DateTimeField("avslutad", null=True, blank=True)
    failure = models.CharField("varför det inte blev undertecknat", max_length=400, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "påbörjad underskrift"
        verbose_name_plural = "påbörjade underskrifter"
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")),
                name="signingorder_expires_after_asked",
                violation_error_message="En påbörjad underskrift måste gälla en stund.",
            ),
            models.CheckConstraint(
                condition=Q(failure="") | Q(ended_at__isnull=False),
                name="signingorder_fails_when_it_ends",
                violation_error_message="En underskrift som misslyckades är avslutad.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer}, {self.get_purpose_display().lower()}"
