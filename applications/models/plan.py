"""The project's plan in versions, and what is to be done in its start and at its end (F-05, G-08, G-12)."""

from django.db import models
from django.db.models import Q

from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow, Versioned

from ..enums import PhaseKind
from .case import Case
from .project import Project
from .querysets import CaseRowQuerySet


class ProjectPlanVersion(UuidRow):
    """A projektplan, a living document: what it said, who changed what and why. Never changed (trigger) but for the
    officer's review.

    Version 1 is what the board saw; a changed plan is not a changed decision (F-05). `data` holds text, goals with
    activities and the effektkedja as they were written.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="plan_versions", verbose_name="ärende")
    project = models.ForeignKey(Project, models.PROTECT, related_name="plan_versions", verbose_name="projekt")
    number = models.PositiveSmallIntegerField("version")
    data = models.JSONField("innehåll")
    change_note = models.CharField("vad som ändrats och varför", max_length=600, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="skriven av")
    written_at = models.DateTimeField("skriven", default=clock.now)
    is_decided = models.BooleanField("den som beslutet bygger på", default=False)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="läst av")
    reviewed_at = models.DateTimeField("läst", null=True)
    is_approved = models.BooleanField("godkänd", null=True)
    review_note = models.TextField("vår återkoppling", max_length=2000, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "version av projektplanen"
        verbose_name_plural = "versioner av projektplanen"
        ordering = ["number"]
        indexes = [
            models.Index(
                fields=["case"], condition=Q(is_decided=False, reviewed_at=None), name="projectplanversion_to_read"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"],
                name="projectplanversion_number_is_unique",
                violation_error_message="Versionen finns redan.",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, is_approved=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, is_approved__isnull=False),
                name="projectplanversion_review_is_whole",
                violation_error_message="Den som läser planen säger också om den godkänns.",
            ),
            models.CheckConstraint(
                condition=Q(is_decided=True, number=1, written_by=None)
                | Q(is_decided=False, number__gt=1, written_by__isnull=False) & ~Q(change_note=""),
                name="projectplanversion_change_says_why",
                violation_error_message="Skriv vad som ändrats i planen och varför.",
            ),
        ]

    def __str__(self) -> str:
        return f"Projektplan, version {self.number}"


class PhaseActivity(UuidRow, Versioned):
    """Something to do in the start-up or at the end, planned to a day and ticked off on another (local dates)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="phase_activities", verbose_name="ärende")
    project = models.ForeignKey(Project, models.PROTECT, related_name="phase_activities", verbose_name="projekt")
    phase = models.CharField("fas", max_length=8, choices=PhaseKind.choices)
    order = models.PositiveSmallIntegerField("ordning", default=0)
    text = models.CharField("vad", max_length=200)
    planned_on = models.DateField("planerat", null=True, blank=True)
    done_on = models.DateField("klart", null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    note = models.CharField("anteckning", max_length=400, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "att göra i en fas"
        verbose_name_plural = "att göra i en fas"
        ordering = ["phase", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "phase", "text"],
                name="phaseactivity_stands_once",
                violation_error_message="Det står redan på listan.",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
                name="phaseactivity_done_by_somebody",
                violation_error_message="Det som är klart har en dag och någon som gjorde det.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
