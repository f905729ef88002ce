"""The staff of a budget through its life: counted when saved, frozen, printed, taken back, carried, counted anew."""

from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string

from applications.budget import staff as counting
from applications.budget.calculation import calculate
from applications.documents import receipt
from applications.documents.contents import contents
from applications.models import Application, StaffMonths, StaffRow
from applications.models.budget_limits import budget_faults
from applications.models.budget_rows import budget_input
from applications.models.staff import line_of
from applications.services import budgeting, snapshots, staffing
from portal.demo.stories.script import Story
from portal.demo.stories.words import money_of, words_of
from tests import factories
from tests.factories import PERIOD, kraftsamling

D = Decimal
FIRST, LAST = PERIOD[0].year, PERIOD[1].year


def person(**more: Any) -> dict[str, Any]:
    """28 000 kr a month, all the first year and half the last."""
    row = {"category": "personal", "role": "Projektledare", "person": "Anna Berg", "share": D("0.5")}
    row |= {"monthly_pay": D(40_000), "overhead": D("0.4"), "months": {FIRST: D(12), LAST: D(6)}}
    return row | more


def save(tale: Story, *staff: dict[str, Any]) -> None:
    budgeting.save_budget(
        tale.application,
        costs={("personal", FIRST): D(1), ("resor", FIRST): D(2_000)},
        funders=[],
        staff=staff,
        unparsed={},
        version=None,
        by=tale.lead,
    )


def cells(application: Application) -> dict[tuple[str, int], Decimal]:
    return {(row.category, row.year): row.amount for row in application.cost_rows.all()}


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    tale = factories.filled_tale()
    save(tale, person())
    return tale


def test_the_cells_of_staff_are_what_the_rows_cost_and_others_as_typed(tale: Story) -> None:
    assert cells(tale.application) == {
        ("personal", FIRST): D(336_000),
        ("personal", LAST): D(168_000),
        ("resor", FIRST): D(2_000),
    }
    indirect = calculate(budget_input(tale.application)).costs[-1]
    assert indirect.by_year[FIRST] == D("71870.40")


def test_without_rows_the_cells_are_as_typed(tale: Story) -> None:
    save(tale)
    assert cells(tale.application)[("personal", FIRST)] == 1
    assert not StaffRow.objects.filter(application=tale.application).exists()


def test_too_much_of_one_person_is_a_warning(tale: Story) -> None:
    save(tale, person(share=D("0.7")), person(share=D("0.7"), role="Utvärderare"))
    found = [fault for fault in budget_faults(tale.application) if "heltid" in fault.text]
    assert [(fault.level, fault.place) for fault in found] == [("warning", "staff-0")]


def test_the_version_freezes_the_rows_and_the_receipt_prints_them(tale: Story) -> None:
    data = contents(tale.application)
    assert data["budget"]["staff"] == [
        {
            "category": "personal",
            "role": "Projektledare",
            "person": "Anna Berg",
            "share": "0.5",
            "monthly_pay": "40000.00",
            "overhead": "0.4",
            "months": {str(FIRST): "12", str(LAST): "6"},
            "amounts": {str(FIRST): "336000.00", str(LAST): "168000.00"},
        }
    ]
    [[label, figures, is_sum]] = data["budget"]["printed"]["staff"]
    assert label.replace("\u00a0", " ") == (
        "Projektledare, Anna Berg: 50 % av heltid, 40 000 kr i månaden, 40 % lönebikostnader, 12 mån 2027, 6 mån 2028"
    )
    assert [figure.replace("\u00a0", " ") for figure in figures] == ["336 000", "168 000", "504 000"]
    assert is_sum is False
    for template in ("pdf/budget.html", "applications/partials/budget_read.html"):
        assert "Anna Berg" in render_to_string(template, {"budget": data["budget"]["printed"]})
        old = {name: rows for name, rows in data["budget"]["printed"].items() if name != "staff"}
        assert "Personal, kronor" not in render_to_string(template, {"budget": old}), "older versions have no such rows"


def test_a_received_application_shows_its_staff_in_the_receipt(stage: None) -> None:
    tale = factories.filled_tale(title="Räknat på roller")
    spent = {FIRST: D("407870.40"), LAST: D("203935.20")}  # staff and 21,39 % of it
    funders = [
        {name: getattr(row, name) for name in ("name", "orgnr", "account", "kind", "status", "is_applied")}
        | {"amounts": {year: amount / 2 for year, amount in spent.items()}}
        for row in tale.application.funders.all()
    ]
    given: dict[str, Any] = {"unparsed": {}, "version": None, "by": tale.lead}
    budgeting.save_budget(tale.application, costs={}, funders=funders, staff=[person()], **given)
    tale.submit()
    view = receipt.view(tale.application.latest_version())
    assert view["budget"]["staff"][0][0].startswith("Projektledare, Anna Berg")


def test_edits_that_were_never_handed_in_are_taken_back(tale: Story) -> None:
    taken = snapshots.take(tale.application)
    save(tale, person(role="Någon annan"), person())
    snapshots.restore(Application.objects.get(pk=tale.application.pk), taken)
    [row] = tale.application.staff_rows.all()
    assert (row.role, row.by_year) == ("Projektledare", {FIRST: D(12), LAST: D(6)})
    assert StaffMonths.objects.filter(staff_row=row).count() == 2


def test_the_next_step_takes_the_roles_along_and_no_months(tale: Story) -> None:
    after = factories.draft_application()
    staffing.carry_staff(after, tale.application)
    staffing.carry_staff(after, tale.application)
    [row] = after.staff_rows.all()
    assert (row.role, row.share, row.monthly_pay, row.by_year) == ("Projektledare", D("0.5"), D(40_000), {})
    assert tale.application.staff_rows.count() == 1 and not after.cost_rows.exists()
    other = factories.draft_application(
        factories.call(cost_categories=[{"key": "lokal", "label": "Lokal", "kind": "direct"}], indirect_rate=None)
    )
    staffing.carry_staff(other, tale.application)
    assert not other.staff_rows.exists()


def test_the_call_s_overhead_holds_and_new_rules_count_anew(stage: None) -> None:
    in_call = factories.call(payroll_overhead=D("0.4"))
    tale = factories.filled_tale(in_call)
    save(tale, person(overhead=D("0.1")))
    assert cells(tale.application)[("personal", FIRST)] == 336_000
    factories.under_rules(tale.application, payroll_overhead=D("0.5"))
    staffing.recount(Application.objects.get(pk=tale.application.pk))
    assert cells(tale.application)[("personal", FIRST)] == 360_000
    assert cells(tale.application)[("resor", FIRST)] == 2_000


def test_the_demo_s_staff_costs_what_its_budget_says() -> None:
    words = words_of("vgr")
    money = money_of(words)
    assert len(money.staff) == 2
    lines = []
    for order, row in enumerate(money.staff):
        columns = {name: value for name, value in row.items() if name != "months"}
        lines.append(line_of(StaffRow(order=order, **columns), row["months"]))
    counted = counting.costs(lines)
    assert counted == {cell: amount for cell, amount in money.costs.items() if cell[0] == "personal"}
    assert kraftsamling.money().staff == []
