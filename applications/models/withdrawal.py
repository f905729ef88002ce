"""An application that is taken back: why, by whom, when, and the letter where it came by other ways (B-10)."""

from django.db import models
from django.db.models import F, Q

from portal import clock
from portal.accounts.models import User
from portal.files.models import StoredFile
from portal.rows import UuidRow

from ..enums import CaseSource
from .case import Case
from .querysets import CaseRowQuerySet


class Withdrawal(UuidRow):
    """Asked for by the first who signs; done when those needed have. What its document prints is frozen then."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="withdrawal", verbose_name="ärende")
    reason = models.TextField("varför", max_length=1000, blank=True)
    source = models.CharField("hur det kom in", max_length=8, choices=CaseSource.choices, default=CaseSource.PORTAL)
    file = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="det som kom in"
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="påbörjat av")
    asked_at = models.DateTimeField("påbörjat", default=clock.now)
    done_at = models.DateTimeField("återtaget", null=True, blank=True)
    frozen = models.JSONField(null=True, editable=False)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "återtagande"
        verbose_name_plural = "återtaganden"
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, frozen=None) | Q(done_at__gte=F("asked_at"), frozen__isnull=False),
                name="withdrawal_is_frozen_when_done",
                violation_error_message="Ett återtagande som är klart har en tid och låst innehåll.",
            ),
            models.CheckConstraint(
                condition=Q(source=CaseSource.PORTAL, file=None) | ~Q(source=CaseSource.PORTAL) & ~Q(file=None),
                name="withdrawal_by_letter_has_the_letter",
                violation_error_message="Lägg in det som kom in som fil.",
            ),
        ]

    def __str__(self) -> str:
        return f"Återtagande, {self.case}"
