"""Who takes part in a project, and its sub-goals (domain.md §3.2 steps 2 and 3)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from portal.rows import Versioned

from ..enums import PartyRole, Sector
from .application import Application

if TYPE_CHECKING:
    from .party_part import PartyConfirmation


class Party(Versioned):
    """A medsökande, samverkanspart or medfinansiär. Its row stays as long as the party does: people and promises hang
    on it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="parties")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField("namn", max_length=160)
    orgnr = models.CharField("organisationsnummer", max_length=11, blank=True)
    sector = models.CharField("sektor", max_length=20, choices=Sector.choices)
    role = models.CharField("roll", max_length=20, choices=PartyRole.choices)
    does = models.TextField("vad parten gör", max_length=600, blank=True)
    contributes = models.TextField("vad parten bidrar med", max_length=600, blank=True)
    contact_name = models.CharField("kontaktperson hos parten", max_length=120, blank=True)
    contact_email = models.EmailField("kontaktpersonens e-post", blank=True)
    # The avsiktsförklaring: who at the party stands behind it, and the day it was written (F-06).
    intent_by = models.CharField("vem som lovar för parten", max_length=160, blank=True)
    intent_on = models.DateField("avsiktsförklaring skriven", null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "orgnr", "role"],
                condition=~Q(orgnr=""),
                name="party_has_a_role_once",
                violation_error_message="Samma organisation står två gånger i samma roll. Ta bort den ena.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_intent(self) -> bool:
        """Somebody has promised for the party: in a letter of a day, or here."""
        return bool(self.intent_by and self.intent_on) or self.confirmation is not None

    @property
    def confirmation(self) -> PartyConfirmation | None:
        """The confirmation that stands."""
        return next((row for row in self.confirmations.all() if row.cancelled_at is None), None)

    @property
    def own_cost(self) -> Decimal:
        """All that the party's own share costs it."""
        return sum((row.amount for row in self.costs.all()), Decimal(0))

    def contribution(self, *, in_kind: bool | None = None) -> Decimal:
        """What the party puts in; with `in_kind` only the one sort."""
        rows = [row.amount for row in self.funding.all() if in_kind in (None, row.in_kind)]
        return sum(rows, Decimal(0))


class SubGoal(models.Model):
    """A delmål: its activities, who answers for it, when, and how one sees that it has been reached (O-07)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="sub_goals")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField("delmål", max_length=300)
    activities = models.TextField("aktiviteter", max_length=2000, blank=True)
    indicator = models.CharField("så ser vi att målet är nått", max_length=300, blank=True)
    baseline = models.CharField("nuläge", max_length=120, blank=True)
    target = models.CharField("mål", max_length=120, blank=True)
    source = models.CharField("källa", max_length=160, blank=True)
    responsible = models.CharField("ansvarig part", max_length=160, blank=True)
    starts_on = models.DateField("start", null=True, blank=True)
    ends_on = models.DateField("slut", null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="subgoal_time_is_in_order",
                violation_error_message="Delmålet kan inte sluta innan det börjar.",
            )
        ]

    def __str__(self) -> str:
        return self.text


class ProjectRole(models.Model):
    """A role in the project's organisation: its share of full time (a fraction) and who pays for it (O-14)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="project_roles")
    order = models.PositiveSmallIntegerField(default=0)
    role = models.CharField("roll", max_length=120)
    workplace = models.CharField("var", max_length=160, blank=True)
    share = models.DecimalField("andel av heltid", max_digits=5, decimal_places=4, null=True, blank=True)
    paid_by = models.CharField("vem som betalar", max_length=160, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gt=0, share__lte=1),
                name="projectrole_share_is_a_fraction",
                violation_error_message="Andelen av heltid måste vara mellan 0 och 100 procent.",
            )
        ]

    def __str__(self) -> str:
        return self.role
