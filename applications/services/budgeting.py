"""Writing the budget: costs, those who pay, and the staff whose cost is computed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from portal.accounts.models import User

from ..budget import staff as counting
from ..models import Application, CostRow, Funder, FundingRow, StaffMonths, StaffRow
from ..models.staff import line_of
from .drafting import Unparsed, close_section, open_section, set_answers


@transaction.atomic
def save_budget(
    application: Application,
    *,
    costs: Mapping[tuple[str, int], Decimal],
    funders: Sequence[Mapping[str, Any]],
    unparsed: Unparsed,
    version: int | None,
    by: User,
    staff: Sequence[Mapping[str, Any]] = (),
    answers: Mapping[str, str] | None = None,
) -> Application:
    """Save costs per (category, year) and funders with amounts per year, kronor with öre. Need not balance yet.

    `staff` are rows with category, role, person, share and overhead (fractions), monthly_pay (kronor for full time)
    and months per year. The cells of a category whose rows come to something are computed from them and stored like
    all others, rounded to öre per row and year; what `costs` says of that category is left out. Where the call has
    decided the overhead, that holds. Raises as `open_section` does.
    """
    application = open_section(application, "budget", version, by)
    set_answers(application, "budget", answers)
    counted = _save_staff(application, staff)
    categories = {category for (category, _), amount in counted.items() if amount}
    computed = {cell: amount for cell, amount in counted.items() if cell[0] in categories}
    typed = {cell: amount for cell, amount in costs.items() if cell[0] not in categories}
    application.cost_rows.all().delete()
    CostRow.objects.bulk_create(
        CostRow(application=application, category=category, year=year, amount=amount)
        for (category, year), amount in (typed | computed).items()
    )
    application.funders.all().delete()
    _save_funders(application, funders)
    return close_section(application, "budget", unparsed, by)


def _save_staff(application: Application, staff: Sequence[Mapping[str, Any]]) -> dict[tuple[str, int], Decimal]:
    """The rows anew, and (category, year) → what they cost."""
    fixed = application.call_version.payroll_overhead
    application.staff_rows.all().delete()
    rows = []
    for order, given in enumerate(staff):
        columns = {name: value for name, value in given.items() if name != "months"}
        rows.append(StaffRow(application=application, order=order, **columns))
        if fixed is not None:
            rows[-1].overhead = fixed
    StaffRow.objects.bulk_create(rows)
    StaffMonths.objects.bulk_create(
        StaffMonths(staff_row=row, year=year, months=months)
        for row, given in zip(rows, staff, strict=True)
        for year, months in given["months"].items()
    )
    return counting.costs(line_of(row, given["months"]) for row, given in zip(rows, staff, strict=True))


def _save_funders(application: Application, funders: Sequence[Mapping[str, Any]]) -> None:
    rows = [
        Funder(application=application, order=order, **{key: told for key, told in given.items() if key != "amounts"})
        for order, given in enumerate(funders)
    ]
    Funder.objects.bulk_create(rows)
    FundingRow.objects.bulk_create(
        FundingRow(funder=row, year=year, amount=amount)
        for row, given in zip(rows, funders, strict=True)
        for year, amount in given["amounts"].items()
    )
