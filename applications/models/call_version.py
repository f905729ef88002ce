"""The rules of a call, numbered, and the questions that it adds to the form (architecture.md §6)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow

from ..enums import CostKind, QuestionKind, RuleLevel, ShareBase


class CallVersion(UuidRow):
    """The rules of a call, numbered. A received application keeps the version it was made under (architecture.md §6).

    Shares and rates are fractions (0.276 is 27,6 %); amounts are kronor with öre; spans are in months, years or days.
    """

    call = models.ForeignKey("Call", models.PROTECT, related_name="versions", verbose_name="utlysning")
    number = models.PositiveSmallIntegerField("nummer")
    published_at = models.DateTimeField("gäller från", default=clock.now)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name="ändrad av"
    )
    change_note = models.CharField(
        "vad som ändrades", max_length=400, blank=True, help_text="Syns för handläggare och för den som söker."
    )
    eligible_types = models.JSONField(
        "vilka som kan söka", default=list, blank=True, help_text="Tomt: alla typer av organisationer."
    )
    age_from = models.PositiveSmallIntegerField("yngsta ålder", default=0)
    age_to = models.PositiveSmallIntegerField("äldsta ålder", default=18)
    allows_adults = models.BooleanField("får även vända sig till vuxna, om barnen har nytta av det", default=True)
    areas = models.JSONField("utvecklingsområden", default=list, blank=True)
    municipalities = models.JSONField("kommuner att välja bland", default=list, blank=True)
    min_municipalities = models.PositiveSmallIntegerField("minsta antal kommuner", default=1)
    municipalities_level = models.CharField(
        "för få kommuner är", max_length=8, choices=RuleLevel.choices, default=RuleLevel.ERROR
    )
    min_sectors = models.PositiveSmallIntegerField("minsta antal sektorer", default=1)
    sectors_level = models.CharField(
        "för få sektorer är", max_length=8, choices=RuleLevel.choices, default=RuleLevel.WARNING
    )
    cost_categories = models.JSONField(
        "kostnadsslag", help_text="Lista med key, label och kind (staff, direct, indirect, income)."
    )
    indirect_rate = models.DecimalField(
        "påslag för indirekta kostnader", max_digits=9, decimal_places=6, null=True, blank=True
    )
    max_share = models.DecimalField("största andel", max_digits=9, decimal_places=6, null=True, blank=True)
    share_base = models.CharField(
        "andelen räknas på", max_length=16, choices=ShareBase.choices, default=ShareBase.TOTAL_COST
    )
    requires_other_funder = models.BooleanField(
        "kräver pengar från någon annan än oss", default=False, help_text="Räknas per organisationsnummer."
    )
    min_amount = models.DecimalField("minsta belopp", max_digits=14, decimal_places=2, null=True, blank=True)
    min_amount_level = models.CharField(
        "för litet belopp är", max_length=8, choices=RuleLevel.choices, default=RuleLevel.ERROR
    )
    max_amount = models.DecimalField("högsta belopp", max_digits=14, decimal_places=2, null=True, blank=True)
    max_years = models.PositiveSmallIntegerField("längsta period i år", default=3)
    may_exceed_period = models.BooleanField(
        "nämnden får besluta om längre tid", default=False, help_text="Annars avslås en begäran om längre tid."
    )
    earliest_start = models.DateField("projekt får börja tidigast", null=True, blank=True)
    months_per_report = models.PositiveSmallIntegerField("månader per rapport", default=6)
    min_period_days = models.PositiveSmallIntegerField("kortaste rapportperiod i dagar", default=60)
    report_due_months = models.PositiveSmallIntegerField("månader till rapporten", default=2)
    final_due_months = models.PositiveSmallIntegerField("månader till slutrapporten", default=2)
    one_open_claim = models.BooleanField("bara en obetald rekvisition i taget", default=False)
    retention = models.DecimalField(
        "andel som hålls inne till slutet", max_digits=9, decimal_places=6, default=0, help_text="0,1 är 10 procent."
    )
    acceptance_days = models.PositiveSmallIntegerField("dagar att godkänna beslutet", default=28)
    completion_days = models.PositiveSmallIntegerField("dagar att komplettera", default=14)
    reminder_offsets = models.JSONField("påminn dagar före", default=list)
    overdue_offsets = models.JSONField("påminn dagar efter", default=list)
    attachment_kinds = models.JSONField("bilagor", default=list, help_text="Lista med key, label och required.")
    sections = models.JSONField(
        "delar i formuläret", default=list, blank=True, help_text="Tomt: alla delar. Skriv annars delarnas nycklar."
    )
    components = models.JSONField(
        "stöd att söka",
        default=list,
        blank=True,
        help_text="Tomt: bara pengar. Annars rader med key, label, kind (training, network, money, support) och unit.",
    )
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
            models.CheckConstraint(
                condition=Q(min_amount=None) | Q(max_amount=None) | Q(max_amount__gte=F("min_amount")),
                name="callversion_amounts_are_in_order",
                violation_error_message="Högsta belopp kan inte vara lägre än minsta.",
            ),
            models.CheckConstraint(
                condition=Q(retention__gte=0, retention__lt=1),
                name="callversion_retention_is_a_fraction",
                violation_error_message="Andelen som hålls inne måste ligga mellan 0 och 100 procent.",
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


class CallQuestion(UuidRow):
    """A question of the call's own, shown in one of the form's sections and printed in the memo. Of one version only.

    `depends_on` is the key of a question before it in the same version; it is asked when the answer is `depends_value`.
    """

    call_version = models.ForeignKey(CallVersion, models.CASCADE, related_name="questions", verbose_name="regler")
    order = models.PositiveSmallIntegerField("ordning", default=0)
    section = models.CharField("del av ansökan", max_length=20)
    key = models.SlugField("nyckel", max_length=40)
    kind = models.CharField("typ", max_length=8, choices=QuestionKind.choices)
    label = models.CharField("fråga", max_length=200)
    help = models.CharField("hjälp", max_length=400, blank=True)
    choices = models.JSONField("val", default=list, blank=True)
    limit = models.PositiveIntegerField("högst antal tecken", null=True, blank=True)
    required = models.BooleanField("måste besvaras", default=True)
    depends_on = models.SlugField("frågas bara när", max_length=40, blank=True)
    depends_value = models.CharField("har svaret", max_length=200, blank=True)

    class Meta:
        verbose_name = "egen fråga"
        verbose_name_plural = "egna frågor"
        ordering = ["order", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["call_version", "key"],
                name="callquestion_key_is_unique",
                violation_error_message="Det finns redan en fråga med den nyckeln.",
            ),
            models.CheckConstraint(
                condition=Q(depends_on="", depends_value="") | ~Q(depends_on="") & ~Q(depends_value=""),
                name="callquestion_condition_is_whole",
                violation_error_message="Skriv både vilken fråga och vilket svar som gör att den här frågan visas.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
