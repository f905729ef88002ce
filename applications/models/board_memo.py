"""The tjänsteutlåtande as it was when the head approved it: what the board decides from (domain.md §4.1)."""

from django.db import models

from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow

from .case import Case
from .querysets import CaseRowQuerySet
from .version import ApplicationVersion


class BoardMemo(UuidRow):
    """All that it prints, as JSON with the SHA-256 of its canonical form. Never changed (trigger): what is approved
    anew is a new row with the next number. It is written in `reviews`; here, since a handling is made of it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="board_memos", verbose_name="ärende")
    number = models.PositiveSmallIntegerField("version")
    application_version = models.ForeignKey(
        ApplicationVersion, models.PROTECT, related_name="+", verbose_name="version av ansökan"
    )
    frozen = models.JSONField("innehåll", editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="godkänt av")
    approved_at = models.DateTimeField("godkänt", default=clock.now)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "tjänsteutlåtande"
        verbose_name_plural = "tjänsteutlåtanden"
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"],
                name="boardmemo_number_is_unique_in_case",
                violation_error_message="Ärendet har redan ett tjänsteutlåtande med den versionen.",
            )
        ]

    def __str__(self) -> str:
        return f"Tjänsteutlåtande, version {self.number}"
