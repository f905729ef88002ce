"""A stored file: what it was called, what it is, its hash. What owns it (attachment, document) lives above."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal import clock
from portal.rows import UuidRow


class ScanState(models.TextChoices):
    NOT_SCANNED = "not_scanned", "Inte kontrollerad"  # no scanner is configured
    CLEAN = "clean", "Kontrollerad"
    INFECTED = "infected", "Stoppad"


class StoredFile(UuidRow):
    """Bytes under a key without names in it: draft|record/<yyyy>/<uuid>. Sharing moves a draft to record/."""

    key = models.CharField("nyckel", max_length=80, unique=True)
    original_name = models.CharField("filnamn", max_length=160)
    content_type = models.CharField("typ", max_length=120)
    size = models.PositiveBigIntegerField("storlek i byte")
    sha256 = models.CharField("SHA-256", max_length=64)
    scan_state = models.CharField(
        "viruskontroll", max_length=12, choices=ScanState.choices, default=ScanState.NOT_SCANNED
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="inlagd av"
    )
    created_at = models.DateTimeField("inlagd", default=clock.now)

    class Meta:
        verbose_name = "fil"
        verbose_name_plural = "filer"
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="storedfile_is_not_empty",
                violation_error_message="Filen är tom. Välj en annan fil.",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="storedfile_has_sha256",
                violation_error_message="Filen saknar kontrollsumma.",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name
