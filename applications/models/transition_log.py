"""The log of every move: append-only by trigger; private rows go away with their draft (architecture.md §4)."""

from typing import Self

from django.db import models
from django.db.models import Q

from portal import clock
from portal.accounts.models import User

from ..enums import ActorKind
from .case import Case
from .sides import applicants_side


class TransitionLogQuerySet(models.QuerySet["TransitionLog"]):
    def visible_to(self, user: User) -> Self:
        """The applicant sees all rows of the own case, the desk those that are not private."""
        own = applicants_side(user)
        desk = Q(private=False, case__in=Case.objects.at_desk(user).values("pk"))
        return self.filter(own | desk)


class TransitionLog(models.Model):
    """Who moved what from where to where, when, and why. `case` is null for meetings."""

    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="log")
    machine = models.CharField(max_length=20)
    object_id = models.UUIDField()
    move = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    private = models.BooleanField(default=False)

    objects = TransitionLogQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["case", "at"], name="transitionlog_by_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor_kind=ActorKind.PERSON, actor__isnull=False)
                | Q(actor_kind=ActorKind.SYSTEM, actor=None),
                name="transitionlog_actor_matches_kind",
                violation_error_message="Loggen måste säga vem som gjorde vad.",
            )
        ]
