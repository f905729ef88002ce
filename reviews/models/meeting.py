"""Meetings of a board and the matters on their agenda (domain.md §7.9)."""

from django.db import models
from django.db.models import Q

from applications.models import Case, Decision, EarlyClose
from portal.accounts.models import Board
from portal.rows import UuidRow, Versioned

from ..enums import MeetingState


class Meeting(UuidRow, Versioned):
    """A sammanträde. `held_on` is the local date on which the board sits."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="meetings", verbose_name="nämnd")
    held_on = models.DateField("dag")
    place = models.CharField("plats", max_length=120, blank=True)
    state = models.CharField(
        "läge", max_length=20, choices=MeetingState.choices, default=MeetingState.PLANNED, editable=False
    )

    class Meta:
        verbose_name = "sammanträde"
        verbose_name_plural = "sammanträden"
        ordering = ["-held_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "held_on"],
                name="meeting_is_one_per_day",
                violation_error_message="Nämnden har redan ett sammanträde den dagen.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values),
                name="meeting_state_is_known",
                violation_error_message="Sammanträdet har ett okänt läge.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board.name}, {self.held_on}"


class AgendaItem(UuidRow):
    """A matter on the agenda. The decision that the board made in it is pointed at, once."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items", verbose_name="sammanträde")
    case = models.ForeignKey(Case, models.PROTECT, related_name="agenda_items", verbose_name="ärende")
    number = models.PositiveSmallIntegerField("nummer")
    early_close = models.ForeignKey(
        EarlyClose, models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name="avslut i förtid"
    )
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="agenda_item", verbose_name="beslut"
    )

    class Meta:
        verbose_name = "punkt på föredragningslistan"
        verbose_name_plural = "punkter på föredragningslistan"
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="agendaitem_number_is_unique",
                violation_error_message="Numret är upptaget på föredragningslistan.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "case"],
                name="agendaitem_case_stands_once",
                violation_error_message="Ärendet står redan på föredragningslistan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.case}"
