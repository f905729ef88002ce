"""The rows of staff of a draft when the rules change, and when an application goes on to the next step."""

from ..budget import staff as counting
from ..models import Application, CostRow, StaffRow
from ..models.staff import staff_categories, staff_lines


def recount(application: Application) -> None:
    """Count the staff anew where the call's rules have another overhead than the rows were saved with."""
    fixed = application.call_version.payroll_overhead
    if fixed is None or not application.staff_rows.exclude(overhead=fixed).exists():
        return
    application.staff_rows.update(overhead=fixed)
    counted = counting.costs(staff_lines(application))
    application.cost_rows.filter(category__in={category for category, _ in counted}).delete()
    CostRow.objects.bulk_create(
        CostRow(application=application, category=category, year=year, amount=amount)
        for (category, year), amount in counted.items()
    )


def carry_staff(application: Application, source: Application) -> None:
    """Take the roles with pay and part of full time along to an application that has none; the months are written anew.

    Only categories that the new rules have for staff, with their overhead where they have decided it.
    """
    rules = application.call_version
    known = {category["key"] for category in staff_categories(rules)}
    rows = [row for row in source.staff_rows.all() if row.category in known]
    if not rows or application.staff_rows.exists():
        return
    for row in rows:
        row.pk, row.application = None, application
        row.overhead = row.overhead if rules.payroll_overhead is None else rules.payroll_overhead
        row._state.adding = True
    StaffRow.objects.bulk_create(rows)
