"""The application's money: cost per category and year, funder per year. Kronor with öre (domain.md §1.3)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import models
from django.db.models import Q

from ..budget.lines import BudgetInput, CostLine, FundingLine
from ..enums import CostKind, FunderKind, FundingStatus
from .application import Application
from .project import budget_years


class CostRow(models.Model):
    """One cell of the cost table. Indirect costs are computed, never stored here."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="cost_rows")
    category = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "category", "year"],
                name="costrow_is_one_per_cell",
                violation_error_message="Kostnadsslaget har redan ett belopp för året.",
            )
        ]


class Funder(models.Model):
    """Who pays. The same organisation may stand twice with different money (O-21); with the same it is warned."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="funders")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField("namn", max_length=160)
    orgnr = models.CharField("organisationsnummer", max_length=11, blank=True)
    account = models.CharField("pengar eller konto", max_length=120, blank=True)
    kind = models.CharField("typ", max_length=10, choices=FunderKind.choices, default=FunderKind.PUBLIC)
    status = models.CharField("läge", max_length=10, choices=FundingStatus.choices, default=FundingStatus.INTENT)
    in_kind = models.BooleanField("i arbete eller saker", default=False)
    is_applied = models.BooleanField("det ni söker av oss", default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(is_applied=True),
                name="funder_one_applied_row",
                violation_error_message="Det ni söker av oss står på en rad.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.account}" if self.account else self.name


class FundingRow(models.Model):
    """One cell of the funding table."""

    funder = models.ForeignKey(Funder, models.CASCADE, related_name="rows")
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["funder", "year"],
                name="fundingrow_is_one_per_cell",
                violation_error_message="Finansiären har redan ett belopp för året.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="fundingrow_is_not_negative",
                violation_error_message="Ett bidrag till finansieringen kan inte vara negativt.",
            ),
        ]


def budget_input(application: Application) -> BudgetInput:
    """The application's money as `budget` reads it. Three queries, or none where they are prefetched."""
    amounts = {(row.category, row.year): row.amount for row in application.cost_rows.all()}
    is_read = "funders" in getattr(application, "_prefetched_objects_cache", {})
    funders = application.funders.all() if is_read else application.funders.prefetch_related("rows")
    funding = (
        funding_line(funder, f"funder-{funder.pk}", {row.year: row.amount for row in funder.rows.all()})
        for funder in funders
    )
    return input_of(application, amounts, funding)


def input_of(
    application: Application, amounts: Mapping[tuple[str, int], Decimal], funding: Iterable[FundingLine]
) -> BudgetInput:
    """Amounts per (category, year) and those who pay, under the application's rules: saved ones, or as now typed."""
    rules = application.call_version
    by_category: dict[str, dict[int, Decimal]] = {}
    for (category, year), amount in amounts.items():
        by_category.setdefault(category, {})[year] = amount
    costs = tuple(
        CostLine(
            category["key"],
            category["label"],
            category["kind"],
            by_category.get(category["key"], {}),
            eligible=category.get("eligible", True),
            usual_share=Decimal(str(category["usual_share"])) if category.get("usual_share") else None,
        )
        for category in rules.cost_categories
        if category["kind"] != CostKind.INDIRECT
    )
    return BudgetInput(tuple(budget_years(application)), costs, tuple(funding), rules.indirect_rate)


def funding_line(funder: Funder, key: str, by_year: Mapping[int, Decimal]) -> FundingLine:
    """One who pays, saved or as now typed, with kronor with öre per year."""
    return FundingLine(
        key=key,
        label=f"{funder}, i arbete eller saker" if funder.in_kind else str(funder),
        orgnr=funder.orgnr,
        group_label=funder.get_kind_display(),
        applied=funder.is_applied,
        by_year=by_year,
        account=funder.account,
        in_kind=funder.in_kind,
        is_promised=funder.status != FundingStatus.APPLIED,
    )
