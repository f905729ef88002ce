"""Who may decide for the board, up to which amount, and the decisions made so (kommunallagen 6:37, 7:5)."""

from django.db import models
from django.db.models import F, Q

from applications.enums import DecisionKind
from applications.models import Decision
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import Board
from portal.accounts.models.validity import ValidPeriod
from portal.rows import UuidRow, Versioned

from .meeting import Meeting


class DelegationRule(UuidRow, Versioned, ValidPeriod):
    """A point of the delegation order: this role may make this kind of decision up to this amount, in kronor.

    Above `own_limit` the one who decides must be another than the one who proposed (domain.md §5.1).
    """

    board = models.ForeignKey(Board, models.PROTECT, related_name="delegation_rules", verbose_name="nämnd")
    point = models.CharField("punkt", max_length=20)
    role = models.CharField("roll", max_length=30, choices=StaffRoleName.choices)
    kind = models.CharField("beslut", max_length=20, choices=DecisionKind.choices)
    amount_limit = models.DecimalField("högst, kronor", max_digits=14, decimal_places=2)
    own_limit = models.DecimalField("får besluta om eget förslag till och med, kronor", max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = "punkt i delegationsordningen"
        verbose_name_plural = "punkter i delegationsordningen"
        ordering = ["board", "point", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(own_limit__gte=0, own_limit__lte=F("amount_limit")),
                name="delegationrule_own_limit_is_within",
                violation_error_message="Gränsen för eget förslag kan inte vara högre än beloppsgränsen.",
            )
        ]

    def __str__(self) -> str:
        return f"Punkt {self.point}"


class DelegatedDecision(UuidRow):
    """A decision made on delegation, numbered per board and year, to be reported at the board's next meeting."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="delegated", verbose_name="beslut")
    rule = models.ForeignKey(DelegationRule, models.PROTECT, related_name="+", verbose_name="stöd")
    board = models.ForeignKey(Board, models.PROTECT, related_name="+", verbose_name="nämnd")
    year = models.PositiveSmallIntegerField("år")
    number = models.PositiveIntegerField("nummer")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    reported_at = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="reported", verbose_name="anmält vid"
    )

    class Meta:
        verbose_name = "delegationsbeslut"
        verbose_name_plural = "delegationsbeslut"
        ordering = ["-year", "-number"]
        indexes = [models.Index(fields=["created_at", "id"], condition=Q(reported_at=None), name="delegated_to_report")]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "year", "number"],
                name="delegateddecision_number_is_unique",
                violation_error_message="Numret är upptaget.",
            )
        ]

    def __str__(self) -> str:
        return f"Delegationsbeslut {self.number}/{self.year}"
