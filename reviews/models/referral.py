"""Remiss: one question about a case sent to several at once, and what each answers (förvaltningslagen 26 §)."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from applications.models import ApplicationVersion, Case
from applications.models.sides import applicants_side
from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow, Versioned

LONGEST_QUESTION = 4000
LONGEST_ANSWER = 10_000


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cases that the person reads at the desk: never the jävig, nor who works for the applicant."""
        cases: Any = Case.objects.at_desk(user).exclude(applicants_side(user, ""))
        return self.filter(case__in=cases.order_by().values("pk"))


class ReferralResponseQuerySet(models.QuerySet["ReferralResponse"]):
    def awaited(self) -> Self:
        """Neither answered nor given up."""
        return self.filter(answered_at=None, withdrawn_at=None)


class Referral(UuidRow):
    """The question as it was sent, never changed after that. `sections` are keys of what the version shows of itself.

    `remind_on` is the day when those who have not answered are reminded; none when the time is too short for it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals", verbose_name="ärende")
    application_version = models.ForeignKey(
        ApplicationVersion, models.PROTECT, related_name="+", verbose_name="version av ansökan"
    )
    sections = models.JSONField("delar av ansökan som visas", default=list, blank=True)
    question = models.TextField("fråga", max_length=LONGEST_QUESTION)
    due_on = models.DateField("svar senast")
    remind_on = models.DateField("påminnelse", null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skickad av")
    sent_at = models.DateTimeField("skickad", default=clock.now)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "remiss"
        verbose_name_plural = "remisser"
        ordering = ["sent_at", "id"]
        indexes = [models.Index(fields=["sent_at", "id"], name="referral_by_sending")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(question=""),
                name="referral_has_question",
                violation_error_message="Skriv vad ni vill ha svar på.",
            )
        ]

    def __str__(self) -> str:
        return f"Remiss {clock.local(self.sent_at).date()}"


class ReferralResponse(UuidRow, Versioned):
    """One who has been asked, and the answer once it is given: after that the row is never changed (a trigger).

    Reminders are moments here, so that a job that runs twice tells nothing twice.
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="responses", verbose_name="remiss")
    name = models.CharField("namn", max_length=120)
    email = models.EmailField("e-postadress")
    organisation = models.CharField("organisation", max_length=160)
    answer = models.TextField("yttrande", max_length=LONGEST_ANSWER, blank=True)
    is_declined = models.BooleanField("avstår från att yttra sig", default=False)
    answered_by = models.CharField("svarat av", max_length=120, blank=True)
    answered_at = models.DateTimeField("svarade", null=True, blank=True)
    reminded_at = models.DateTimeField("påmind", null=True, blank=True)
    overdue_told_at = models.DateTimeField("försening meddelad", null=True, blank=True)
    withdrawn_at = models.DateTimeField("väntan avslutad", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="väntan avslutad av"
    )
    withdrawal_reason = models.TextField("varför väntan avslutades", max_length=1000, blank=True)

    objects = ReferralResponseQuerySet.as_manager()

    class Meta:
        verbose_name = "yttrande"
        verbose_name_plural = "yttranden"
        ordering = ["organisation", "name", "id"]
        indexes = [
            models.Index(fields=["referral"], condition=Q(answered_at=None, withdrawn_at=None), name="response_awaited")
        ]
        constraints = [
            models.UniqueConstraint(
                F("referral"),
                Lower("email"),
                name="referralresponse_address_is_asked_once",
                violation_error_message="Adressen står redan i remissen.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="", answered_by="", is_declined=False)
                | Q(answered_at__isnull=False) & ~Q(answered_by="") & (Q(is_declined=True) | ~Q(answer="")),
                name="referralresponse_answer_is_whole",
                violation_error_message="Ett yttrande behöver text, eller att ni avstår, och vem som svarar.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal_reason=""),
                name="referralresponse_withdrawal_has_reason",
                violation_error_message="Skriv varför ni inte väntar längre.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(withdrawn_at=None),
                name="referralresponse_is_answered_or_withdrawn",
                violation_error_message="Den som har svarat väntar ni inte på.",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation

    @property
    def is_awaited(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None
