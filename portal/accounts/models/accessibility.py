"""What the accessibility statement rests on: known shortfalls, and what people have reported (lag 2018:1937)."""

from django.db import models
from django.db.models import Q

from portal import clock
from portal.rows import UuidRow, Versioned

from ..enums import AccessReportKind, ShortfallGround
from .user import User


class ShortfallQuerySet(models.QuerySet["AccessShortfall"]):
    def standing(self) -> "ShortfallQuerySet":
        """Those that are not mended."""
        return self.filter(mended_on=None)


class AccessShortfall(UuidRow, Versioned):
    """Something in the service that does not meet the demands: what, for whom, why, and until when."""

    title = models.CharField("vad som brister", max_length=160)
    where = models.CharField("var", max_length=200, help_text="Vilka sidor eller dokument det gäller.")
    effect = models.TextField(
        "vad det betyder", max_length=1500, help_text="För vem det blir ett hinder, och vad den kan göra i stället."
    )
    ground = models.CharField("varför det är så", max_length=20, choices=ShortfallGround.choices)
    reason = models.TextField(
        "skäl",
        max_length=1500,
        blank=True,
        help_text="Behövs när en åtgärd vore oskäligt betungande: vad den kostar och vad den skulle ge (12 §).",
    )
    found_on = models.DateField("upptäcktes", default=clock.today)
    mended_by = models.DateField("ska vara åtgärdat", null=True, blank=True)
    mended_on = models.DateField("åtgärdades", null=True, blank=True)

    objects = ShortfallQuerySet.as_manager()

    class Meta:
        verbose_name = "brist i tillgängligheten"
        verbose_name_plural = "brister i tillgängligheten"
        ordering = ["found_on", "title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(ground=ShortfallGround.BURDEN, reason=""),
                name="accessshortfall_burden_has_reason",
                violation_error_message="Skriv skälen till att en åtgärd vore oskäligt betungande.",
            ),
            models.CheckConstraint(
                condition=Q(mended_on=None) | Q(mended_on__gte=models.F("found_on")),
                name="accessshortfall_mended_after_found",
                violation_error_message="Bristen kan inte ha åtgärdats innan den upptäcktes.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AccessReportQuerySet(models.QuerySet["AccessReport"]):
    def waiting(self) -> "AccessReportQuerySet":
        """Those that nobody has answered yet."""
        return self.filter(answered_on=None)


class AccessReport(UuidRow, Versioned):
    """What somebody told us through the statement, signed in or not: a fault, or content wanted in another form."""

    at = models.DateTimeField("kom in", default=clock.now, editable=False)
    kind = models.CharField("vad det gäller", max_length=20, choices=AccessReportKind.choices)
    page = models.CharField("sida eller dokument", max_length=300, blank=True)
    message = models.TextField("meddelande", max_length=4000)
    email = models.EmailField("e-postadress", blank=True)
    answer = models.TextField(
        "vad vi svarade och gjorde",
        max_length=4000,
        blank=True,
        help_text="Säger vi nej till att göra något tillgängligt ska det vara ett skriftligt beslut med skäl (15 §).",
    )
    is_refused = models.BooleanField("vi sa nej", default=False)
    answered_on = models.DateField("besvarades", null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name="besvarades av"
    )

    objects = AccessReportQuerySet.as_manager()

    class Meta:
        verbose_name = "anmäld brist"
        verbose_name_plural = "anmälda brister"
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["at"], name="accessreport_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None, answered_by=None) | Q(answered_on__isnull=False) & ~Q(answer=""),
                name="accessreport_answered_has_answer",
                violation_error_message="Skriv vad vi svarade och gjorde.",
            ),
            models.CheckConstraint(
                condition=Q(is_refused=False) | ~Q(answer=""),
                name="accessreport_refused_has_reason",
                violation_error_message="Skriv beslutet och skälen för det.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {clock.local(self.at):%Y-%m-%d %H.%M}"

    @property
    def is_answered(self) -> bool:
        return self.answered_on is not None
