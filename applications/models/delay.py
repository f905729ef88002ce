"""Underrättelse om försening: what the applicant has been told of when there will be a decision (FL 11 §, B-07)."""

from django.db import models
from django.db.models import Q

from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow

from .case import Case
from .querysets import CaseRowQuerySet

LONGEST_REASON = 2000


class DelayNotice(UuidRow):
    """Why the case takes longer, and by which day (local date) a decision is expected. Never changed; a new one is
    sent when that day does not hold either."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="delays", verbose_name="ärende")
    reason = models.TextField("varför det dröjer", max_length=LONGEST_REASON)
    expected_on = models.DateField("beslut väntas senast")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skickad av")
    sent_at = models.DateTimeField("skickad", default=clock.now)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "underrättelse om försening"
        verbose_name_plural = "underrättelser om försening"
        ordering = ["sent_at", "id"]
        indexes = [models.Index(fields=["case", "-sent_at"], name="delaynotice_latest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="delaynotice_has_a_reason",
                violation_error_message="Skriv varför det dröjer.",
            )
        ]

    def __str__(self) -> str:
        return f"Beslut väntas senast {self.expected_on}"
