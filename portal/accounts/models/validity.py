"""Roles that hold from one day to another."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from portal import clock


class ValidityQuerySet(models.QuerySet[models.Model]):
    def valid_on(self, day: date) -> Self:
        """Rows that hold on `day` (a local date), both ends counted."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class ValidPeriod(models.Model):
    """valid_from and valid_to are local dates; both days count. No end means until further notice."""

    valid_from = models.DateField("gäller från", default=clock.today)
    valid_to = models.DateField("gäller till och med", null=True, blank=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        abstract = True


def ends_after_it_begins(model: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
        name=f"{model}_ends_after_it_begins",
        violation_error_message="Sista dagen kan inte ligga före första dagen.",
    )
