"""Formal check, and assessment by the criteria of the call (domain.md §3.8)."""

from django.db import models
from django.db.models import Q

from applications.models import Case
from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow, Versioned


class FormalCheck(UuidRow, Versioned):
    """In time, eligible, signed, complete: each yes, no, or not looked at yet (D-05)."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="formal_check", verbose_name="ärende")
    in_time = models.BooleanField("kom in i tid", null=True)
    eligible = models.BooleanField("får söka", null=True)
    signed = models.BooleanField("inskickad av behörig", null=True)
    complete = models.BooleanField("komplett", null=True)
    note = models.TextField("anteckning", max_length=2000, blank=True)
    # What the machine found when the officer answered (selectors/machine_check.py).
    found = models.JSONField("vad portalen fann", default=dict, blank=True, editable=False)
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="kontrollerad av")
    checked_at = models.DateTimeField("kontrollerad", default=clock.now)

    class Meta:
        verbose_name = "formell kontroll"
        verbose_name_plural = "formella kontroller"
        ordering = ["-checked_at", "id"]

    def __str__(self) -> str:
        return f"Formell kontroll {self.case}"

    @property
    def is_done(self) -> bool:
        return None not in (self.in_time, self.eligible, self.signed, self.complete)


class Assessment(UuidRow, Versioned):
    """One reader's assessment of a case, with a summary; done when every criterion has score and reason."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="assessments", verbose_name="ärende")
    author = models.ForeignKey(User, models.PROTECT, related_name="assessments", verbose_name="bedömd av")
    child_best_interest = models.TextField("barnets bästa", max_length=3000, blank=True)
    summary = models.TextField("samlad bedömning", max_length=3000, blank=True)
    saved_at = models.DateTimeField("sparad", default=clock.now)

    class Meta:
        verbose_name = "bedömning"
        verbose_name_plural = "bedömningar"
        ordering = ["saved_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "author"],
                name="assessment_is_one_per_reader",
                violation_error_message="Du har redan en bedömning i ärendet.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.author}s bedömning"


class JointAssessment(UuidRow, Versioned):
    """What the two readers of a case agree on, written when both have saved their own ("Gemensam bedömning")."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="joint_assessment", verbose_name="ärende")
    text = models.TextField("gemensam bedömning", max_length=4000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skriven av")
    written_at = models.DateTimeField("skriven", default=clock.now)

    class Meta:
        verbose_name = "gemensam bedömning"
        verbose_name_plural = "gemensamma bedömningar"
        ordering = ["-written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="jointassessment_says_something",
                violation_error_message="Skriv vad ni har kommit fram till.",
            )
        ]

    def __str__(self) -> str:
        return f"Gemensam bedömning {self.case}"


class CriterionScore(models.Model):
    """From weak to strong on the scale of the call's version, always with a reason; `criterion` is the key there."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scores")
    criterion = models.CharField("kriterium", max_length=40)
    score = models.PositiveSmallIntegerField("poäng")
    reason = models.TextField("motivering", max_length=2000)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"],
                name="criterionscore_is_one_per_criterion",
                violation_error_message="Kriteriet är redan bedömt.",
            ),
            models.CheckConstraint(
                condition=Q(score__lte=100),
                name="criterionscore_is_within_a_hundred",
                violation_error_message="Välj en poäng på skalan.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="criterionscore_has_reason",
                violation_error_message="Skriv varför.",
            ),
        ]
