"""Messages between the applicant and whoever handles the case, with files; never changed once they are sent."""

from typing import Any

from django.db import models
from django.db.models import Q

from portal import clock
from portal.accounts.models import User
from portal.files.models import StoredFile
from portal.rows import UuidRow

from .case import Case
from .querysets import CaseRowQuerySet

LONGEST_MESSAGE = 4000


class CaseMessage(UuidRow):
    """A message that came in or went out: a handling of the case, numbered in order (tryckfrihetsförordningen 2 kap.).

    `key` is what the page with the form was given, so that a second click sends nothing more. `read_at` is when the
    first person on the other side opened it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="messages", verbose_name="ärende")
    number = models.PositiveSmallIntegerField("nummer")
    from_applicant = models.BooleanField("från sökanden")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skrivet av")
    text = models.TextField("meddelande", max_length=LONGEST_MESSAGE)
    key = models.UUIDField(editable=False)
    sent_at = models.DateTimeField("skickat", default=clock.now)
    read_at = models.DateTimeField("läst", null=True, blank=True, editable=False)
    read_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name="läst av"
    )

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "meddelande"
        verbose_name_plural = "meddelanden"
        ordering = ["sent_at", "id"]
        indexes = [
            models.Index(fields=["case"], condition=Q(read_at=None), name="casemessage_unread"),
            models.Index(
                fields=["sent_at", "id"], condition=Q(read_at=None, from_applicant=True), name="casemessage_to_read"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"],
                name="casemessage_number_is_unique_in_case",
                violation_error_message="Ärendet har redan ett meddelande med det numret.",
            ),
            models.UniqueConstraint(
                fields=["author", "key"],
                name="casemessage_is_sent_once",
                violation_error_message="Meddelandet är redan skickat.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="casemessage_says_something",
                violation_error_message="Skriv ett meddelande.",
            ),
            models.CheckConstraint(
                condition=Q(read_at=None, read_by=None) | Q(read_at__isnull=False, read_by__isnull=False),
                name="casemessage_is_read_by_somebody",
                violation_error_message="Ett läst meddelande har en tid och en läsare.",
            ),
        ]

    def __str__(self) -> str:
        return f"Meddelande {self.number}"


class MessageFileQuerySet(models.QuerySet["MessageFile"]):
    def visible_to(self, user: User) -> "models.QuerySet[MessageFile, Any]":
        """Those of the cases that the person sees."""
        return self.filter(message__case__in=Case.objects.visible_to(user).values("pk"))


class MessageFile(UuidRow):
    """A file that was sent with a message."""

    message = models.ForeignKey(CaseMessage, models.PROTECT, related_name="files", verbose_name="meddelande")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name="fil")

    objects = MessageFileQuerySet.as_manager()

    class Meta:
        verbose_name = "fil till ett meddelande"
        verbose_name_plural = "filer till meddelanden"
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.file)
