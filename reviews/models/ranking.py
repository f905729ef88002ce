"""The order that people put the applications of a call in, with why (domain.md §3.8)."""

from django.db import models
from django.db.models import Q

from applications.models import Call, Case
from portal import clock
from portal.accounts.models import User
from portal.rows import Versioned


class RankOrder(Versioned):
    """A case's place in its call when somebody has put it elsewhere than the weighted mean does. 1 is first."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="+", verbose_name="utlysning")
    case = models.OneToOneField(Case, models.CASCADE, related_name="rank_order", verbose_name="ärende")
    position = models.PositiveSmallIntegerField("plats")
    reason = models.CharField("skäl", max_length=400)
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="placerat av")
    placed_at = models.DateTimeField("placerat", default=clock.now)

    class Meta:
        verbose_name = "plats i rangordningen"
        verbose_name_plural = "platser i rangordningen"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(position__gte=1),
                name="rankorder_begins_at_one",
                violation_error_message="Platsen är 1 eller mer.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="rankorder_says_why",
                violation_error_message="Skriv varför.",
            ),
            models.UniqueConstraint(
                fields=["call", "position"],
                name="rankorder_position_is_taken_once",
                violation_error_message="Ett annat ärende har redan den platsen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.case}"
