"""Who takes part in a project, and its sub-goals (domain.md §3.2 steps 2 and 3)."""

from django.db import models
from django.db.models import Q

from ..enums import PartyRole, Sector
from .application import Application


class Party(models.Model):
    """A medsökande, samverkanspart or medfinansiär."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="parties")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField("namn", max_length=160)
    orgnr = models.CharField("organisationsnummer", max_length=11, blank=True)
    sector = models.CharField("sektor", max_length=20, choices=Sector.choices)
    role = models.CharField("roll", max_length=20, choices=PartyRole.choices)
    does = models.TextField("vad parten gör", max_length=600, blank=True)

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


class SubGoal(models.Model):
    """A delmål with its activities and how one sees that it has been reached (O-07)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="sub_goals")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField("delmål", max_length=300)
    activities = models.TextField("aktiviteter", max_length=2000, blank=True)
    indicator = models.CharField("så ser vi att målet är nått", max_length=300, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text
