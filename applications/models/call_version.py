"""The rules of a call, numbered, and the questions that it adds to the form (architecture.md §6)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow

from ..budget.advance import AdvanceLimits
from ..enums import ComponentKind, CostKind, QuestionKind, RuleLevel, ShareBase, VatRule

# Pages that a section was divided into: a call that names the section has them all.
PART_OF = {"kontakter": "sokande", "malgrupp": "projekt", "genomforande": "projekt"}


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
    advance_max_share = models.DecimalField(
        "förskott, största andel av stödet", max_digits=9, decimal_places=6, null=True, blank=True
    )
    advance_max_amount = models.DecimalField(
        "förskott, högsta belopp", max_digits=14, decimal_places=2, null=True, blank=True
    )
    overrun_share = models.DecimalField(
        "så mycket får ett kostnadsslag gå över", max_digits=9, decimal_places=6, null=True, blank=True
    )
    overrun_floor = models.DecimalField(
        "belopp som alltid får gå över", max_digits=14, decimal_places=2, default=0, help_text="I kronor."
    )
    vat_rule = models.CharField("moms", max_length=12, choices=VatRule.choices, default=VatRule.BY_APPLICANT)
    payroll_overhead = models.DecimalField(
        "vanligt påslag på lön", max_digits=9, decimal_places=6, null=True, blank=True, help_text="0,4 är 40 procent."
    )
    min_risks = models.PositiveSmallIntegerField("minsta antal risker", default=3)
    procurement_limit = models.DecimalField(
        "inköpsplan krävs över", max_digits=14, decimal_places=2, null=True, blank=True, default=Decimal(100_000),
        help_text="Kronor för externa tjänster i hela projektet. Tomt: aldrig.",
    )  # fmt: skip
    minimis_limit = models.DecimalField(
        "gräns för försumbart stöd",
        max_digits=14,
        decimal_places=2,
        default=Decimal(300_000),
        help_text="Euro under tre år.",
    )
    euro_rate = models.DecimalField(
        "kronor per euro",
        max_digits=9,
        decimal_places=4,
        default=Decimal(11),
        help_text="Kursen som ansökan räknas om med.",
    )
    two_signatures = models.BooleanField("två behöriga skriver under tillsammans", default=False)
    loa = models.PositiveSmallIntegerField(
        "tillitsnivå för underskrift", default=3, help_text="Lägsta nivå på e-legitimationen: 2, 3 eller 4."
    )
    strategy_areas = models.JSONField("områden i den regionala utvecklingsstrategin", default=list, blank=True)
    start_activities = models.JSONField("att göra i uppstarten", default=list, blank=True)
    closing_activities = models.JSONField("att göra i avslutet", default=list, blank=True)
    hearing_days = models.PositiveSmallIntegerField("dagar att yttra sig", default=14)
    acceptance_days = models.PositiveSmallIntegerField("dagar att godkänna beslutet", default=28)
    completion_days = models.PositiveSmallIntegerField("dagar att komplettera", default=14)
    reminder_offsets = models.JSONField("påminn dagar före", default=list)
    overdue_offsets = models.JSONField("påminn dagar efter", default=list)
    attachment_kinds = models.JSONField(
        "bilagor", default=list, help_text="Lista med key, label, required, figure och published."
    )
    sections = models.JSONField(
        "delar i formuläret", default=list, blank=True, help_text="Tomt: alla delar. Skriv annars delarnas nycklar."
    )
    components = models.JSONField(
        "stöd att söka",
        default=list,
        blank=True,
        help_text="Tomt: bara pengar. Annars rader med key, label, kind (training, network, money, support) och unit.",
    )
    criteria = models.JSONField(
        "bedömningskriterier",
        default=list,
        blank=True,
        help_text="Tomt: de fyra vanliga. Annars rader med key, label, guide och weight.",
    )
    score_low = models.PositiveSmallIntegerField("lägsta poäng", default=1)
    score_high = models.PositiveSmallIntegerField("högsta poäng", default=5)
    reports_without_money = models.BooleanField(
        "projekt utan pengar lämnar rapporter", default=True, help_text="Projekt med pengar lämnar alltid rapporter."
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
            models.CheckConstraint(
                condition=Q(advance_max_share=None) | Q(advance_max_share__gt=0, advance_max_share__lte=1),
                name="callversion_advance_is_a_fraction",
                violation_error_message="Förskottet måste ligga mellan 0 och 100 procent av stödet.",
            ),
            models.CheckConstraint(
                condition=Q(overrun_share=None) | Q(overrun_share__gte=0, overrun_share__lte=1),
                name="callversion_overrun_is_a_fraction",
                violation_error_message="Så mycket får gå över: ett tal mellan 0 och 100 procent.",
            ),
            models.CheckConstraint(
                condition=Q(payroll_overhead=None) | Q(payroll_overhead__gte=0, payroll_overhead__lt=2),
                name="callversion_payroll_overhead_is_a_fraction",
                violation_error_message="Påslaget på lön måste ligga mellan 0 och 200 procent.",
            ),
            models.CheckConstraint(
                condition=Q(score_high__gt=F("score_low"), score_high__lte=100),
                name="callversion_scores_are_in_order",
                violation_error_message="Högsta poäng måste vara högre än lägsta, och högst 100.",
            ),
            models.CheckConstraint(
                condition=Q(minimis_limit__gt=0, euro_rate__gt=0),
                name="callversion_minimis_is_countable",
                violation_error_message="Gränsen för försumbart stöd och eurokursen måste vara mer än 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call}, version {self.number}"

    @property
    def may_give_money(self) -> bool:
        """Money can be applied for: the call lists no kinds of support, or one of them is money."""
        return not self.components or any(row["kind"] == ComponentKind.MONEY for row in self.components)

    @property
    def advance_limits(self) -> AdvanceLimits:
        """How much of a grant may be paid before any cost."""
        return AdvanceLimits(self.advance_max_share, self.advance_max_amount)

    @property
    def figure_kinds(self) -> frozenset[str]:
        """Keys of the attachments that are pictures to be shown in the application (O-06)."""
        return frozenset(row["key"] for row in self.attachment_kinds if row.get("figure"))

    @property
    def published_kinds(self) -> frozenset[str]:
        """Keys of the attachments that are to be published, so that all must be able to read them (domain.md §2.6)."""
        return frozenset(row["key"] for row in self.attachment_kinds if row.get("published"))

    def uses(self, section: str) -> bool:
        """Whether the call's form has the section; a call that names none uses them all.

        What was once a part of another section comes with it.
        """
        return not self.sections or PART_OF.get(section, section) in self.sections

    def clean(self) -> None:
        """The lists are typed as JSON in the admin: each must have the shape that the forms read."""
        faults = {
            "areas": _is_texts(self.areas, "Skriv en lista med texter."),
            "municipalities": _is_texts(self.municipalities, "Skriv en lista med kommuner."),
            "strategy_areas": _is_texts(self.strategy_areas, "Skriv en lista med områden."),
            "start_activities": _is_texts(self.start_activities, "Skriv en lista med det som ska göras."),
            "closing_activities": _is_texts(self.closing_activities, "Skriv en lista med det som ska göras."),
            "cost_categories": _is_rows(self.cost_categories, {"key", "label", "kind"}),
            "attachment_kinds": _is_rows(self.attachment_kinds, {"key", "label"}),
            "criteria": _is_rows(self.criteria, {"key", "label"}),
            "components": _is_rows(self.components, {"key", "label", "kind"}, ComponentKind.values),
            "reminder_offsets": _is_days(self.reminder_offsets),
            "overdue_offsets": _is_days(self.overdue_offsets),
            "sections": self._misplaced_questions(),
        }
        if found := {field: text for field, text in faults.items() if text}:
            raise ValidationError(found)

    def _misplaced_questions(self) -> str:
        """A question in a section that the call does not use is never asked."""
        if not self.sections or self._state.adding:
            return ""
        lost = [row.label for row in self.questions.all() if not self.uses(row.section)]
        return f"Flytta först frågan ”{lost[0]}”, som står i en del som ni tar bort." if lost else ""


def _is_texts(given: Any, otherwise: str) -> str:
    return "" if isinstance(given, list) and all(isinstance(text, str) and text for text in given) else otherwise


def _is_rows(given: Any, keys: set[str], kinds: Sequence[str] = tuple(CostKind.values)) -> str:
    if not isinstance(given, list) or not all(isinstance(row, dict) and keys <= row.keys() for row in given):
        return f"Skriv en lista där varje rad har {', '.join(sorted(keys))}."
    if "kind" in keys and not all(row["kind"] in kinds for row in given):
        return f"kind är något av {', '.join(kinds)}."
    return ""


def _is_days(given: Any) -> str:
    if isinstance(given, list) and all(type(day) is int and day >= 0 for day in given):
        return ""
    return "Skriv en lista med antal dagar, till exempel [30, 14, 7, 1, 0]."


# An answer that is a file is an attachment of this kind with the question's key after it.
ANSWER_FILES = "fraga:"
LONGEST_KEY = 40 - len(ANSWER_FILES)  # so that the kind fits in its column
LONGEST_CHOICE = 200


class CallQuestion(UuidRow):
    """A question of the call's own, shown in one of the form's sections and printed in the memo. Of one version only.

    `depends_on` is the key of a question before it in the same version; it is asked when the answer is `depends_value`.
    The answer is kept by the key: as text, as 2026-11-22, as 1234.5; a file as an attachment of a kind of its own.
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

    def clean(self) -> None:
        if self.call_version_id:
            others = [row for row in self.call_version.questions.all() if row.pk != self.pk]
            if found := self.faults(self.call_version, others):
                raise ValidationError(found)

    def faults(self, rules: CallVersion, others: Sequence["CallQuestion"]) -> dict[str, str]:
        """What the form could not show, by field: no choices, a limit of what is no text, a condition on nothing."""
        told = {
            "key": f"Nyckeln får vara högst {LONGEST_KEY} tecken." if len(self.key) > LONGEST_KEY else "",
            "choices": self._choices_fault(),
            "limit": self._limit_fault(),
            "section": "" if rules.uses(self.section) else "Utlysningen använder inte den delen. Välj en annan.",
            "depends_on": self._condition_fault(others),
        }
        return {field: text for field, text in told.items() if text}

    def _choices_fault(self) -> str:
        if self.kind != QuestionKind.CHOICE:
            return "Bara frågor av typen Val har svar att välja bland. Ta bort dem." if self.choices else ""
        if _is_texts(self.choices, "no") or any(len(text) > LONGEST_CHOICE for text in self.choices):
            return f"Skriv svaren att välja bland, högst {LONGEST_CHOICE} tecken per svar."
        if len(self.choices) < 2:
            return "Skriv minst två svar att välja bland."
        return "" if len(set(self.choices)) == len(self.choices) else "Samma svar står två gånger. Ta bort det ena."

    def _limit_fault(self) -> str:
        if self.limit is None:
            return ""
        if self.kind != QuestionKind.TEXT:
            return "Bara svar som är text har ett högsta antal tecken. Ta bort talet."
        return "" if self.limit else "Skriv ett tal som är 1 eller mer."

    def _condition_fault(self, others: Sequence["CallQuestion"]) -> str:
        """The condition's own question comes first and can be answered so; those that hang on this one still can."""
        if self.depends_on:
            asked = next((row for row in others if row.key == self.depends_on and row.place < self.place), None)
            if asked is None or asked.kind != QuestionKind.CHOICE:
                return "Frågan kan bara bero på en valfråga som står före den."
            if self.depends_value not in asked.choices:
                return f"”{self.depends_value}” finns inte bland svaren på frågan ”{asked.label}”."
        hanging = [row for row in others if row.depends_on == self.key and self.key]
        lost = [row for row in hanging if row.place <= self.place or row.depends_value not in self._answers]
        if lost:
            return f"Frågan ”{lost[0].label}” ställs bara vid ett visst svar här. Ändra den frågan först."
        return ""

    @property
    def place(self) -> tuple[int, str]:
        """Where it stands among the questions of its version."""
        return (self.order or 0, self.key)

    @property
    def _answers(self) -> list[str]:
        return self.choices if self.kind == QuestionKind.CHOICE and isinstance(self.choices, list) else []
