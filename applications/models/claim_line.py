"""What a claim asks for, cost category by cost category."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from .project import Claim


class ClaimLine(models.Model):
    """Booked cost of a category in the period, in kronor with öre, and what was approved of it."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="lines")
    category = models.CharField(max_length=30)
    amount = models.DecimalField("bokfört", max_digits=14, decimal_places=2)
    approved = models.DecimalField("godkänt", max_digits=14, decimal_places=2, null=True, blank=True)
    deduction_reason = models.CharField("skäl till avdrag", max_length=400, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "category"],
                name="claimline_is_one_per_category",
                violation_error_message="Kostnadsslaget står redan i rekvisitionen.",
            ),
            models.CheckConstraint(
                condition=Q(approved=None) | Q(approved=F("amount")) | ~Q(deduction_reason=""),
                name="claimline_deduction_has_reason",
                violation_error_message="Skriv varför ni inte godkänner hela beloppet.",
            ),
        ]

    @property
    def deducted(self) -> Decimal:
        return self.amount - (self.amount if self.approved is None else self.approved)
