"""A question of jäv that somebody has raised, and what was ruled (kommunallagen 6:28–30 and 7:4, domain.md §2.5)."""

from django.db import models
from django.db.models import F, Q

from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow

from ..enums import ConflictOutcome
from .case import Case


class ConflictRuling(UuidRow):
    """One question about one person in one case, raised by that person or by a colleague, and ruled by a head of unit.

    Open until `outcome` is set; meanwhile nothing in the case is decided. What holds is the person's
    `ConflictDeclaration`, which a ruling changes; the rulings are what the file and the minutes tell of it.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="conflict_rulings", verbose_name="ärende")
    user = models.ForeignKey(User, models.PROTECT, related_name="conflict_rulings", verbose_name="person")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="väckt av")
    asked_at = models.DateTimeField("väckt", default=clock.now)
    why = models.TextField("varför", max_length=1000, blank=True)
    outcome = models.CharField("avgörande", max_length=14, choices=ConflictOutcome.choices, blank=True)
    reasons = models.TextField("skäl", max_length=1000, blank=True)
    ruled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="av")
    ruled_at = models.DateTimeField("avgjort", null=True, blank=True)

    class Meta:
        verbose_name = "fråga om jäv"
        verbose_name_plural = "frågor om jäv"
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(outcome=""),
                name="conflictruling_one_open_question_per_person",
                violation_error_message="Frågan om jäv är redan väckt för personen.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ruled_by=None, ruled_at=None)
                | ~Q(outcome="") & Q(ruled_by__isnull=False, ruled_at__isnull=False) & ~Q(reasons=""),
                name="conflictruling_ruled_has_who_when_and_why",
                violation_error_message="Ett avgörande om jäv behöver skäl och vem som avgjorde.",
            ),
            models.CheckConstraint(
                condition=Q(ruled_by=None) | ~Q(ruled_by=F("user")),
                name="conflictruling_nobody_rules_on_oneself",
                violation_error_message="Ingen avgör frågan om sitt eget jäv.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_outcome_display() if self.outcome else 'fråga om jäv'}"
