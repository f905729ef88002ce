"""Kommunicering: what a proposal against the applicant rests on is sent to them first (FL 25 §, B-08)."""

from django.db import models
from django.db.models import Q

from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow

from ..enums import HearingExceptionGround
from .case import Case
from .querysets import CaseRowQuerySet

LONGEST_ANSWER = 6000


class PartyHearing(UuidRow):
    """The material as it was sent to the applicant, and the last day to comment on it. Never changed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="hearings", verbose_name="ärende")
    number = models.PositiveSmallIntegerField("nummer")
    material = models.TextField("underlag", max_length=10000)
    due_on = models.DateField("senast")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skickat av")
    sent_at = models.DateTimeField("skickat", default=clock.now)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "kommunicering"
        verbose_name_plural = "kommuniceringar"
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"],
                name="partyhearing_number_is_unique_in_case",
                violation_error_message="Ärendet har redan en kommunicering med det numret.",
            ),
            models.CheckConstraint(
                condition=~Q(material=""),
                name="partyhearing_has_material",
                violation_error_message="Skriv vad förslaget kommer att vila på.",
            ),
        ]

    def __str__(self) -> str:
        return f"Underlag {self.number}"


class HearingAnswer(UuidRow):
    """What the applicant says of the material; several may come, also late. Never changed."""

    hearing = models.ForeignKey(PartyHearing, models.PROTECT, related_name="answers", verbose_name="kommunicering")
    has_comments = models.BooleanField("har synpunkter")
    text = models.TextField("synpunkter", max_length=LONGEST_ANSWER, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="svarade")
    answered_at = models.DateTimeField("besvarat", default=clock.now)

    class Meta:
        verbose_name = "svar på kommunicering"
        verbose_name_plural = "svar på kommunicering"
        ordering = ["answered_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_comments=False, text="") | Q(has_comments=True) & ~Q(text=""),
                name="hearinganswer_comments_are_written",
                violation_error_message="Skriv era synpunkter, eller välj att ni inte har några.",
            )
        ]

    def __str__(self) -> str:
        return "Synpunkter" if self.has_comments else "Inga synpunkter"

    @property
    def is_late(self) -> bool:
        """After the last day (Swedish time). Received and read all the same."""
        return clock.local(self.answered_at).date() > self.hearing.due_on


class HearingException(UuidRow):
    """Why the applicant need not be heard in this case (förvaltningslagen 25 § first and second paragraph)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="hearing_exceptions", verbose_name="ärende")
    ground = models.CharField("grund", max_length=14, choices=HearingExceptionGround.choices)
    reasons = models.TextField("skäl", max_length=1000)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="av")
    made_at = models.DateTimeField("när", default=clock.now)

    class Meta:
        verbose_name = "undantag från kommunicering"
        verbose_name_plural = "undantag från kommunicering"
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=HearingExceptionGround.values) & ~Q(reasons=""),
                name="hearingexception_has_ground_and_reasons",
                violation_error_message="Välj grund och skriv skälen.",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_ground_display())
