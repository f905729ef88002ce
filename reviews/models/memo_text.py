"""What the officer writes in the tjänsteutlåtande, beside the proposal and the assessment (domain.md §4.1)."""

from django.db import models

from applications.models import Case
from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow, Versioned

SUMMARY_WORDS = 120


class MemoText(UuidRow, Versioned):
    """A column per text. Until the officer has saved them the memo says what the application says
    (documents/memo_texts.py); a text that is saved empty is empty."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="memo_text", verbose_name="ärende")
    summary = models.TextField("sammanfattning", max_length=2000, blank=True)
    background = models.TextField("bakgrund", max_length=6000, blank=True)
    biggest_risk = models.TextField("största risken", max_length=600, blank=True)
    follow_up = models.TextField("uppföljning av beslutet", max_length=3000, blank=True)
    recipients = models.TextField("beslutet skickas till", max_length=2000, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skrivet av")
    written_at = models.DateTimeField("skrivet", default=clock.now)

    class Meta:
        verbose_name = "text i tjänsteutlåtandet"
        verbose_name_plural = "texter i tjänsteutlåtandet"
        ordering = ["-written_at", "id"]

    def __str__(self) -> str:
        return f"Texter i tjänsteutlåtandet, {self.case}"
