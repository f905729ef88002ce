"""Idékollen: the questions that help somebody see whether an idea can be a social investment (domain.md §1.5)."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.rows import UuidRow, Versioned

from ..enums import ChecklistAnswer
from .programme import Programme


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def published(self) -> "ChecklistQuerySet":
        return self.filter(published_at__isnull=False)

    def current(self) -> "ChecklistQuerySet":
        """The edition of each programme that people meet now: the highest number that is published."""
        later = self.model._default_manager.filter(
            programme=OuterRef("programme"), number__gt=OuterRef("number"), published_at__isnull=False
        )
        return self.published().filter(~Exists(later))


class Checklist(UuidRow, Versioned):
    """One edition of the questions of a programme, with the texts of the result. Advice, never a gate (G-28).

    At least `yes_needed` yes show `yes_text`, at least `no_needed` no show `no_text`; both can show at once.
    A published edition is never changed: ideas and tallies point at its questions. What is new is a new edition.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="checklists", verbose_name="satsning")
    number = models.PositiveSmallIntegerField("utgåva")
    name = models.CharField("namn", max_length=120)
    intro = models.TextField("inledning", max_length=1500)
    yes_needed = models.PositiveSmallIntegerField("så många ja", default=2)
    yes_text = models.TextField("text vid flera ja", max_length=600)
    no_needed = models.PositiveSmallIntegerField("så många nej", default=2)
    no_text = models.TextField("text vid flera nej", max_length=600)
    support_text = models.CharField(
        "om stödmaterialet", max_length=240, blank=True, help_text="En mening om vad länken leder till."
    )
    support_url = models.URLField("länk till stödmaterial", blank=True)
    published_at = models.DateTimeField("publicerad", null=True, blank=True, editable=False)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = "utgåva av Idékollen"
        verbose_name_plural = "utgåvor av Idékollen"
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"],
                name="checklist_number_is_unique",
                violation_error_message="Satsningen har redan en utgåva med det numret.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (utgåva {self.number})"


class ChecklistQuestion(models.Model):
    """A question, or a stem that only introduces those under it and takes no answer (`is_stem`, a choice of ours)."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="questions", verbose_name="utgåva")
    order = models.PositiveSmallIntegerField("ordning")
    key = models.SlugField("nyckel", max_length=20)
    parent = models.SlugField("under frågan", max_length=20, blank=True, help_text="Nyckeln för frågan ovanför.")
    is_stem = models.BooleanField("bara en inledning", default=False, help_text="Har inget eget svar.")
    text = models.CharField("fråga", max_length=400)
    advice = models.TextField("råd vid nej och vet inte", max_length=800, blank=True)

    class Meta:
        verbose_name = "fråga"
        verbose_name_plural = "frågor"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "key"],
                name="checklistquestion_key_is_unique",
                violation_error_message="Det finns redan en fråga med den nyckeln.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ChecklistTally(models.Model):
    """How many gave an answer in a month. Nothing about who: no session, no address, no time of day."""

    question = models.ForeignKey(ChecklistQuestion, models.CASCADE, related_name="tallies", verbose_name="fråga")
    month = models.DateField("månad", help_text="Den första i månaden.")
    answer = models.CharField("svar", max_length=10, choices=ChecklistAnswer.choices)
    count = models.PositiveIntegerField("antal", default=0)

    class Meta:
        verbose_name = "svar på Idékollen"
        verbose_name_plural = "svar på Idékollen"
        ordering = ["month", "question", "answer"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "month", "answer"],
                name="checklisttally_is_one_per_month",
                violation_error_message="Månaden har redan en rad för svaret.",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=ChecklistAnswer.values),
                name="checklisttally_answer_is_known",
                violation_error_message="Svaret är ja, nej, vet inte eller obesvarat.",
            ),
        ]
