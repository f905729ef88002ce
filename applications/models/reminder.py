"""Reminders that are owed and notices that have been written (architecture.md §7, domain.md §6.3)."""

from django.db import models
from django.db.models import Q
from post_office.models import Email

from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow

from .case import Case
from .project import Obligation
from .querysets import CaseRowQuerySet


class Reminder(models.Model):
    """Due on a date, once per (obligation, offset, version of the due date). offset: days before (−) or after (+)."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="reminders")
    offset = models.SmallIntegerField()
    due_version = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(sent_at=None, cancelled_at=None), name="reminder_unsent_by_due")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "offset", "due_version"],
                name="reminder_is_given_once",
                violation_error_message="Påminnelsen finns redan.",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(cancelled_at=None),
                name="reminder_is_sent_or_cancelled",
                violation_error_message="En påminnelse är antingen skickad eller struken.",
            ),
        ]


class Notice(UuidRow):
    """A mail about something in a case: unique per event and recipient, so nothing is told twice.

    `event` names what happened, e.g. "decision:<id>:dispatched" or "reminders:2026-02-14".
    """

    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="notices", verbose_name="ärende")
    kind = models.CharField("slag", max_length=40)
    event = models.CharField("händelse", max_length=120)
    recipient = models.ForeignKey(User, models.PROTECT, related_name="notices", verbose_name="mottagare")
    subject = models.CharField("ämne", max_length=200)
    email = models.OneToOneField(Email, models.PROTECT, related_name="notice", verbose_name="mejl")
    created_at = models.DateTimeField("skriven", default=clock.now)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "avisering"
        verbose_name_plural = "aviseringar"
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient"],
                name="notice_is_unique_per_event_and_recipient",
                violation_error_message="Personen har redan fått besked om händelsen.",
            )
        ]

    def __str__(self) -> str:
        return self.subject
