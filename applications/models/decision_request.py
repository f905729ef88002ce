"""Begäran om att ärendet avgörs: asked for once, after six months, and answered within four weeks (FL 12 §, D-10)."""

from django.db import models
from django.db.models import Q

from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow

from .case import Case
from .querysets import CaseRowQuerySet

LONGEST_TEXT = 2000
LONGEST_REASONS = 4000


class DecisionRequest(UuidRow):
    """Once per case. What was asked is never changed (trigger). A decision in the case answers it by itself; else it is
    refused, and the refusal with all that its letter prints is written once."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="decision_request", verbose_name="ärende")
    text = models.TextField("vad sökanden vill säga", max_length=LONGEST_TEXT, blank=True)
    due_on = models.DateField("svar senast")
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="begärt av")
    requested_at = models.DateTimeField("begärt", default=clock.now)
    reasons = models.TextField("skäl för avslag", max_length=LONGEST_REASONS, blank=True)
    refused_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="avslagen av"
    )
    refused_at = models.DateTimeField("avslagen", null=True, blank=True)
    frozen = models.JSONField(null=True, editable=False)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "begäran om avgörande"
        verbose_name_plural = "begäranden om avgörande"
        ordering = ["requested_at", "id"]
        indexes = [
            models.Index(fields=["requested_at", "id"], condition=Q(refused_at=None), name="decisionrequest_waiting")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(refused_at=None, refused_by=None, reasons="", frozen__isnull=True)
                | Q(refused_at__isnull=False, refused_by__isnull=False, frozen__isnull=False) & ~Q(reasons=""),
                name="decisionrequest_refusal_is_whole",
                violation_error_message="Ett avslag har skäl, en person som har beslutat, en tid och ett låst brev.",
            )
        ]

    def __str__(self) -> str:
        return f"Begäran om avgörande, {self.case}"

    @property
    def is_refused(self) -> bool:
        return self.refused_at is not None
