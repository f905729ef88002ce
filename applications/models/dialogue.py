"""Meetings between officer and projects as planned things: advice, kick-off, dialogue, gatherings (G-04, G-10)."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from portal import clock, dates
from portal.accounts.models import User
from portal.rows import UuidRow, Versioned

from ..enums import DialogueKind
from .case import Case
from .programme import Programme
from .querysets import CaseRowQuerySet


class DialogueMeeting(UuidRow, Versioned):
    """A meeting at an instant. A time for advice is offered without anybody in it and is booked by one case; the
    others are called with their guests, a gathering with several.

    `summary` is what was said and advised, written afterwards and read by those who were called.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="meetings", verbose_name="satsning")
    kind = models.CharField("slag", max_length=10, choices=DialogueKind.choices)
    officer = models.ForeignKey(User, models.PROTECT, related_name="dialogue_meetings", verbose_name="handläggare")
    starts_at = models.DateTimeField("börjar")
    minutes = models.PositiveSmallIntegerField("minuter", default=45)
    place = models.CharField("plats eller länk", max_length=200)
    topic = models.CharField("vad mötet gäller", max_length=200, blank=True)
    called_at = models.DateTimeField("kallat", default=clock.now, editable=False)
    cancelled_at = models.DateTimeField("inställt", null=True, blank=True, editable=False)
    cancel_reason = models.CharField("varför det ställs in", max_length=400, blank=True)
    present = models.CharField("vilka som var med", max_length=400, blank=True)
    summary = models.TextField("vad som sades", max_length=4000, blank=True)
    summed_up_at = models.DateTimeField("antecknat", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "dialogmöte"
        verbose_name_plural = "dialogmöten"
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "starts_at"],
                condition=Q(cancelled_at=None),
                name="dialoguemeeting_officer_is_in_one_place",
                violation_error_message="Handläggaren har redan ett möte då.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=600),
                name="dialoguemeeting_has_a_length",
                violation_error_message="Mötet är mellan 5 och 600 minuter.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancel_reason=""),
                name="dialoguemeeting_cancelled_says_why",
                violation_error_message="Skriv varför mötet ställs in.",
            ),
            models.CheckConstraint(
                condition=Q(summed_up_at=None) | ~Q(summary=""),
                name="dialoguemeeting_summed_up_is_written",
                violation_error_message="Skriv vad som sades på mötet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {clock.local(self.starts_at):%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def when(self) -> str:
        """Tisdag 4 oktober 2026 kl. 10.30–11.15 with a small first letter, local time."""
        weekday = dates.WEEKDAYS[clock.local(self.starts_at).weekday()]
        return f"{weekday} {dates.between(self.starts_at, self.ends_at)}"

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()

    @property
    def is_link(self) -> bool:
        """Held at an address in the browser."""
        return self.place.startswith("https://")

    @property
    def is_ahead(self) -> bool:
        return self.cancelled_at is None and self.ends_at > clock.now()


class DialogueGuest(UuidRow):
    """A case whose people are called to a meeting, or have booked it. A time for advice is one case's alone."""

    meeting = models.ForeignKey(DialogueMeeting, models.PROTECT, related_name="guests", verbose_name="möte")
    case = models.ForeignKey(Case, models.CASCADE, related_name="dialogue", verbose_name="ärende")
    takes_it_all = models.BooleanField("ensam om tiden", default=False, editable=False)
    booked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="bokat av")
    booked_at = models.DateTimeField("bokat", default=clock.now)
    wish = models.CharField("vad ni vill prata om", max_length=400, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "kallad till möte"
        verbose_name_plural = "kallade till möte"
        ordering = ["booked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "case"],
                name="dialogueguest_is_called_once",
                violation_error_message="Ärendet är redan kallat till mötet.",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(takes_it_all=True),
                name="dialogueguest_advice_is_booked_once",
                violation_error_message="Tiden är redan bokad. Välj en annan.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)
