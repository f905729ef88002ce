"""Money that a project gives on: what its budget sets aside per year, what is given, and what is left (O-19)."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from ..models import Project, SubGrant

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year in kronor with öre, and the pilots that it pays for."""

    year: int
    set_aside: Decimal
    pilots: tuple[SubGrant, ...]

    @property
    def given(self) -> Decimal:
        return sum((pilot.amount for pilot in self.pilots), ZERO)

    @property
    def left(self) -> Decimal:
        return self.set_aside - self.given


def set_aside(project: Project) -> dict[int, Decimal]:
    """What the budget has for pilots per year: the cost categories that the call's rules mark with `sub_grants`."""
    application = project.case.application
    keys = [row["key"] for row in application.call_version.cost_categories if row.get("sub_grants")]
    if not keys:
        return {}
    rows = application.cost_rows.filter(category__in=keys, amount__gt=0).order_by("year")
    return {year: total for year, total in rows.values_list("year").annotate(total=Sum("amount"))}


def years(project: Project) -> list[Year]:
    """Year by year; empty for a project whose budget sets nothing aside."""
    budget = set_aside(project)
    if not budget:
        return []
    pilots = list(SubGrant.objects.filter(project=project).select_related("entered_by"))
    return [
        Year(year, amount, tuple(pilot for pilot in pilots if pilot.year == year)) for year, amount in budget.items()
    ]
