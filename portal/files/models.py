"""A stored file: what it was called, what it is, its hash. What owns it (attachment, document) lives above."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal import clock
from portal.rows import UuidRow


class ScanState(models.TextChoices):
    NOT_SCANNED = "not_scanned", "Inte kontrollerad"  # no scanner is configured
    PENDING = "pending", "Kontrolleras"  # owed: the task or the sweep scans it (portal/files/scanning.py)
    CLEAN = "clean", "Kontrollerad"
    INFECTED = "infected", "Stoppad"


class StoredFile(UuidRow):
    """Bytes under a key without names in it: draft|record/<yyyy>/<uuid>. Sharing moves a draft to record/.

    `found` is the scanner's name of what it stopped the file for.
    """

    key = models.CharField("nyckel", max_length=80, unique=True)
    original_name = models.CharField("filnamn", max_length=160)
    content_type = models.CharField("typ", max_length=120)
    size = models.PositiveBigIntegerField("storlek i byte")
    sha256 = models.CharField("SHA-256", max_length=64)
    scan_state = models.CharField(
        "viruskontroll", max_length=12, choices=ScanState.choices, default=ScanState.NOT_SCANNED
    )
    scanned_at = models.DateTimeField("kontrollerad", null=True, blank=True)
    found = models.CharField("skadlig kod", max_length=120, blank=True)
    # What the browser named the choice of the file, so that a file sent twice is kept once.
    upload_key = models.UUIDField(null=True, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="inlagd av"
    )
    created_at = models.DateTimeField("inlagd", default=clock.now)

    class Meta:
        verbose_name = "fil"
        verbose_name_plural = "filer"
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(scan_state=ScanState.PENDING), name="storedfile_owes_a_scan"
            ),
        ]
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
            models.UniqueConstraint(
                fields=["uploaded_by", "upload_key"],
                name="storedfile_is_sent_once",
                violation_error_message="Filen är redan inlagd.",
            ),
            models.CheckConstraint(
                condition=Q(scan_state__in=[ScanState.NOT_SCANNED, ScanState.PENDING], scanned_at=None)
                | Q(scan_state__in=[ScanState.CLEAN, ScanState.INFECTED], scanned_at__isnull=False),
                name="storedfile_says_when_it_was_scanned",
                violation_error_message="En kontrollerad fil har en tid, en fil som väntar har ingen.",
            ),
            models.CheckConstraint(
                condition=Q(found="") ^ Q(scan_state=ScanState.INFECTED),
                name="storedfile_stopped_says_for_what",
                violation_error_message="En stoppad fil säger vad som hittades i den.",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_waiting(self) -> bool:
        """Not opened by others than who put it in until it has been scanned."""
        return self.scan_state == ScanState.PENDING

    @property
    def is_stopped(self) -> bool:
        """Opened by nobody."""
        return self.scan_state == ScanState.INFECTED
