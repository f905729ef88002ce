"""What can be applied for: programme, the money behind it, call, and the version of the call's rules."""

from datetime import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from portal import clock
from portal.accounts.models import Board, Unit, User
from portal.rows import UuidRow, Versioned

from ..enums import CostKind, LegalRegime


class FundingSource(UuidRow, Versioned):
    """Money with its own law: the regime and the texts about appeal belong here (domain.md §2.1)."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="funding_sources", verbose_name="nämnd")
    name = models.CharField("namn", max_length=120, help_text="Till exempel: 1:1-medel")
    legal_regime = models.CharField("hur beslut överklagas", max_length=24, choices=LegalRegime.choices)
    regime_is_confirmed = models.BooleanField("bekräftat av jurist", default=False)
    legal_basis = models.CharField("stöd i lag", max_length=240)
    appeal_text = models.TextField("text om hur man överklagar")
    pay_after_final = models.BooleanField("betala först när beslutet har fått laga kraft", default=True)

    class Meta:
        verbose_name = "pengar (finansieringskälla)"
        verbose_name_plural = "pengar (finansieringskällor)"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_appealable(self) -> bool:
        return self.legal_regime != LegalRegime.NOT_APPEALABLE


class Programme(UuidRow, Versioned):
    """A satsning: a purpose, a board that decides and a person to call."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="programmes", verbose_name="nämnd")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="enhet")
    funding_source = models.ForeignKey(FundingSource, models.PROTECT, related_name="+", verbose_name="pengar")
    contact = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ansvarig handläggare")
    name = models.CharField("namn", max_length=160)
    slug = models.SlugField("adress", max_length=60, unique=True)
    summary = models.TextField("kort beskrivning", max_length=600)
    who_may_apply = models.CharField("vem som kan söka", max_length=240)

    class Meta:
        verbose_name = "satsning"
        verbose_name_plural = "satsningar"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class CallQuerySet(models.QuerySet["Call"]):
    def open_at(self, moment: datetime) -> Self:
        """Calls that take applications at `moment` (an instant)."""
        has_rules = Exists(CallVersion.objects.filter(call=OuterRef("pk")))
        return self.filter(has_rules, opens_at__lte=moment).filter(Q(closes_at=None) | Q(closes_at__gt=moment))


class Call(UuidRow, Versioned):
    """A utlysning with one window. opens_at and closes_at are instants; no end means rolling intake."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="calls", verbose_name="satsning")
    name = models.CharField("namn", max_length=160)
    slug = models.SlugField("adress", max_length=60, unique=True)
    opens_at = models.DateTimeField("öppnar")
    closes_at = models.DateTimeField("stänger", null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "utlysning"
        verbose_name_plural = "utlysningar"
        ordering = ["closes_at", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_it_opens",
                violation_error_message="Utlysningen måste stänga efter att den har öppnat.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        now = clock.now()
        return self.opens_at <= now and (self.closes_at is None or now < self.closes_at)

    def current_version(self) -> "CallVersion":
        """The rules that a new application is made under. Raises CallVersion.DoesNotExist before the first."""
        return self.versions.latest("number")


class CallVersion(UuidRow):
    """The rules of a call, numbered. A received application keeps the version it was made under (architecture.md §6).

    Shares and rates are fractions (0.276 is 27,6 %); amounts are kronor with öre; spans are in months, years or days.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="versions", verbose_name="utlysning")
    number = models.PositiveSmallIntegerField("nummer")
    published_at = models.DateTimeField("gäller från", default=clock.now)
    age_from = models.PositiveSmallIntegerField("yngsta ålder", default=0)
    age_to = models.PositiveSmallIntegerField("äldsta ålder", default=18)
    areas = models.JSONField("utvecklingsområden", default=list)
    municipalities = models.JSONField("kommuner att välja bland", default=list)
    cost_categories = models.JSONField(
        "kostnadsslag", help_text="Lista med key, label och kind (staff, direct, indirect, income)."
    )
    indirect_rate = models.DecimalField("påslag för indirekta kostnader", max_digits=9, decimal_places=6, null=True)
    max_share = models.DecimalField("största andel", max_digits=9, decimal_places=6, null=True)
    max_amount = models.DecimalField("högsta belopp", max_digits=14, decimal_places=2, null=True)
    max_years = models.PositiveSmallIntegerField("längsta period i år", default=3)
    months_per_report = models.PositiveSmallIntegerField("månader per rapport", default=6)
    min_period_days = models.PositiveSmallIntegerField("kortaste rapportperiod i dagar", default=60)
    report_due_months = models.PositiveSmallIntegerField("månader till rapporten", default=2)
    final_due_months = models.PositiveSmallIntegerField("månader till slutrapporten", default=2)
    acceptance_days = models.PositiveSmallIntegerField("dagar att godkänna beslutet", default=28)
    completion_days = models.PositiveSmallIntegerField("dagar att komplettera", default=14)
    reminder_offsets = models.JSONField("påminn dagar före", default=list)
    overdue_offsets = models.JSONField("påminn dagar efter", default=list)
    attachment_kinds = models.JSONField("bilagor", default=list, help_text="Lista med key, label och required.")
    terms_version = models.CharField("villkorens version", max_length=40)
    terms_text = models.TextField("allmänna villkor")

    class Meta:
        verbose_name = "utlysningens regler"
        verbose_name_plural = "utlysningens regler"
        ordering = ["call", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "number"],
                name="callversion_number_is_unique",
                violation_error_message="Utlysningen har redan en version med det numret.",
            ),
            models.CheckConstraint(
                condition=Q(age_to__gte=F("age_from")),
                name="callversion_ages_are_in_order",
                violation_error_message="Äldsta ålder kan inte vara lägre än yngsta.",
            ),
            models.CheckConstraint(
                condition=Q(max_share=None) | Q(max_share__gt=0, max_share__lte=1),
                name="callversion_share_is_a_fraction",
                violation_error_message="Största andel måste ligga mellan 0 och 100 procent.",
            ),
            models.CheckConstraint(
                condition=Q(months_per_report__in=[6, 12]),
                name="callversion_reports_per_half_or_whole_year",
                violation_error_message="Rapport lämnas per halvår eller per år.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call}, version {self.number}"

    def clean(self) -> None:
        """The lists are typed as JSON in the admin: each must have the shape that the forms read."""
        faults = {
            "areas": _is_texts(self.areas, "Skriv en lista med texter."),
            "municipalities": _is_texts(self.municipalities, "Skriv en lista med kommuner."),
            "cost_categories": _is_rows(self.cost_categories, {"key", "label", "kind"}),
            "attachment_kinds": _is_rows(self.attachment_kinds, {"key", "label"}),
            "reminder_offsets": _is_days(self.reminder_offsets),
            "overdue_offsets": _is_days(self.overdue_offsets),
        }
        if found := {field: text for field, text in faults.items() if text}:
            raise ValidationError(found)


def _is_texts(given: Any, otherwise: str) -> str:
    return "" if isinstance(given, list) and all(isinstance(text, str) and text for text in given) else otherwise


def _is_rows(given: Any, keys: set[str]) -> str:
    if not isinstance(given, list) or not all(isinstance(row, dict) and keys <= row.keys() for row in given):
        return f"Skriv en lista där varje rad har {', '.join(sorted(keys))}."
    if "kind" in keys and not all(row["kind"] in CostKind.values for row in given):
        return f"kind är något av {', '.join(CostKind.values)}."
    return ""


def _is_days(given: Any) -> str:
    if isinstance(given, list) and all(type(day) is int and day >= 0 for day in given):
        return ""
    return "Skriv en lista med antal dagar, till exempel [30, 14, 7, 1, 0]."
