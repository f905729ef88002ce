"""What the economist says about a case, and whether the support is state aid (domain.md §3.8)."""

from django.db import models
from django.db.models import Q

from applications.models import Case
from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow, Versioned

from ..enums import StateAid


class EconomyReview(UuidRow, Versioned):
    """The economist's own part ("Ekonomisk granskning"): whether she supports that money is given, and why."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="economy_review", verbose_name="ärende")
    supports = models.BooleanField("tillstyrker")
    opinion = models.TextField("yttrande", max_length=4000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skrivet av")
    written_at = models.DateTimeField("skrivet", default=clock.now)

    class Meta:
        verbose_name = "ekonomisk granskning"
        verbose_name_plural = "ekonomiska granskningar"
        ordering = ["-written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(opinion=""),
                name="economyreview_says_why",
                violation_error_message="Skriv varför.",
            )
        ]

    def __str__(self) -> str:
        return f"Ekonomisk granskning {self.case}"


class StateAidReview(UuidRow, Versioned):
    """Whether the support is state aid, of which kind, and why ("Statsstödsbedömning")."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="state_aid_review", verbose_name="ärende")
    kind = models.CharField("bedömning", max_length=10, choices=StateAid.choices)
    reason = models.TextField("skäl", max_length=4000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="bedömt av")
    written_at = models.DateTimeField("bedömt", default=clock.now)

    class Meta:
        verbose_name = "statsstödsbedömning"
        verbose_name_plural = "statsstödsbedömningar"
        ordering = ["-written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=StateAid.values),
                name="stateaidreview_kind_is_known",
                violation_error_message="Välj vilket slags stöd det är.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="stateaidreview_says_why",
                violation_error_message="Skriv varför.",
            ),
        ]

    def __str__(self) -> str:
        return f"Statsstödsbedömning {self.case}"
