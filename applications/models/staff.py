"""Who works in the project and what they cost, row by row: the cells of the staff category are computed from them."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import models
from django.db.models import Q

from ..budget.staff import StaffLine
from ..enums import CostKind
from .application import Application
from .call_version import CallVersion


class StaffRow(models.Model):
    """A role in the budget: how much of full time, at which pay and overhead. The months stand year by year."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="staff_rows")
    order = models.PositiveSmallIntegerField(default=0)
    category = models.CharField("kostnadsslag", max_length=30)
    role = models.CharField("roll", max_length=120)
    person = models.CharField("vem", max_length=120, blank=True)
    share = models.DecimalField("del av heltid", max_digits=9, decimal_places=6, default=0)
    monthly_pay = models.DecimalField("månadslön", max_digits=14, decimal_places=2, default=0)
    overhead = models.DecimalField("påslag på lön", max_digits=9, decimal_places=6, default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=1),
                name="staffrow_share_is_of_full_time",
                violation_error_message="Omfattningen är 0–100 procent av en heltid.",
            ),
            models.CheckConstraint(
                condition=Q(monthly_pay__gte=0),
                name="staffrow_pay_is_not_negative",
                violation_error_message="Månadslönen kan inte vara negativ.",
            ),
            models.CheckConstraint(
                condition=Q(overhead__gte=0, overhead__lt=2),
                name="staffrow_overhead_is_a_fraction",
                violation_error_message="Påslaget på lön måste ligga mellan 0 och 200 procent.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}, {self.person}" if self.person else self.role

    @property
    def by_year(self) -> dict[int, Decimal]:
        """Year → months."""
        return {one.year: one.months for one in self.months.all()}


class StaffMonths(models.Model):
    """How many months of a year a row is for."""

    staff_row = models.ForeignKey(StaffRow, models.CASCADE, related_name="months")
    year = models.PositiveSmallIntegerField()
    months = models.DecimalField(max_digits=4, decimal_places=2)

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff_row", "year"],
                name="staffmonths_are_told_once_a_year",
                violation_error_message="Rollen har redan månader för året.",
            ),
            models.CheckConstraint(
                condition=Q(months__gte=0, months__lte=12),
                name="staffmonths_fit_in_a_year",
                violation_error_message="Ett år har 12 månader.",
            ),
        ]


def staff_categories(rules: CallVersion) -> list[dict[str, str]]:
    """The call's cost categories for staff, in its order."""
    return [category for category in rules.cost_categories if category["kind"] == CostKind.STAFF]


def staff_lines(application: Application) -> tuple[StaffLine, ...]:
    """The application's staff as `budget` reads it. Two queries, or none where the rows are prefetched."""
    is_read = "staff_rows" in getattr(application, "_prefetched_objects_cache", {})
    rows = application.staff_rows.all() if is_read else application.staff_rows.prefetch_related("months")
    return tuple(line_of(row, row.by_year) for row in rows)


def line_of(row: StaffRow, months: Mapping[int, Decimal]) -> StaffLine:
    """One row, saved or as now typed."""
    return StaffLine(
        key=f"staff-{row.order}",
        category=row.category,
        role=row.role,
        person=row.person,
        share=row.share,
        monthly_pay=row.monthly_pay,
        overhead=row.overhead,
        months=months,
    )
