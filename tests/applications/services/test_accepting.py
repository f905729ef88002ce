"""Accepting a decision: by who may bind the organisation, to a real account; and what the project then owes, when."""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from applications.lifecycle.engine import MovedOn, NotYours
from applications.models import Claim, Notice, Obligation, Project, Report
from applications.services import accepting
from portal import clock
from portal.demo.world import moment
from tests import factories
from tests.factories.refusals import moves

FIXTURES = Path(__file__).parents[2] / "fixtures"
KRAFTSAMLING = (date(2024, 8, 1), date(2026, 8, 1))


def rows(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def span(text: str) -> tuple[date, date]:
    start, end = map(date.fromisoformat, text.split("/"))
    return start, end


@pytest.fixture(scope="module")
def tale(stage):
    """Granted on 1:1 money for 2027 and 2028; this programme reports once per calendar year."""
    return factories.granted_tale()


def accept(tale, bankgiro="5050-1055", by=None):
    return accepting.accept(tale.project, bankgiro=bankgiro, by=by or tale.signatory)


def in_period(tale, start, end, months):
    """The same project as if the decision had given it another period, in a call with another rule."""
    Project.objects.filter(pk=tale.project.pk).update(period_start=start, period_end=end)
    factories.under_rules(tale.application, months_per_report=months)
    return accept(tale)


def test_only_who_may_bind_the_organisation_accepts(tale):
    for person in (tale.lead, tale.staff("ekonom.sokande"), factories.outsider(), tale.officer):
        with pytest.raises(NotYours):
            accept(tale, by=person)
    accept(tale)
    project = tale.project
    assert (project.state, project.accepted_at, project.accepted_by) == ("accepted", factories.NOW, tale.signatory)
    with pytest.raises(MovedOn, match="Accepterad"):
        accept(tale)


@pytest.mark.parametrize(
    ("number", "is_valid"),
    [(row["value"], row["valid"] == "yes") for row in rows("numbers.csv") if row["kind"] == "bankgiro"],
)
def test_the_account_must_pass_its_check_digit(tale, number, is_valid):
    if is_valid:
        accept(tale, number.replace("-", " "))
        assert tale.project.bankgiro == number
    else:
        with pytest.raises(ValidationError, match="Bankgironumret stämmer inte") as refusal:
            accept(tale, number)
        assert refusal.value.code == "checksum"
        assert tale.project.state == "granted"


def test_without_an_account_nothing_is_accepted(tale):
    with pytest.raises(ValidationError, match="Skriv bankgironumret med sju eller åtta siffror"):
        accept(tale, "")
    assert tale.project.state == "granted"


def test_accepting_meets_the_obligation_and_tells_both_sides(tale):
    owed = tale.the_case.obligations.get(kind="acceptance")
    assert owed.reminders.filter(cancelled_at=None).exists()
    accept(tale)
    owed.refresh_from_db()
    assert owed.fulfilled_at == factories.NOW
    assert not owed.reminders.filter(cancelled_at=None).exists()
    told = Notice.objects.filter(case=tale.the_case, kind__in=("accepted", "accepted_to_officer"))
    assert sorted(told.values_list("kind", "recipient__email")) == [
        ("accepted", "ekonom.sokande@example.se"),
        ("accepted", "firmatecknare@example.se"),
        ("accepted", "sokande@example.se"),
        ("accepted_to_officer", "handlaggare@example.se"),
    ]
    assert moves(tale.the_case, "project") == ["accepted"]


def test_each_period_owes_a_report_and_a_claim_the_last_ones_final(tale):
    in_period(tale, *KRAFTSAMLING, 12)
    owed = Obligation.objects.filter(case=tale.the_case).exclude(kind="acceptance")
    assert list(
        owed.order_by("number", "-kind").values_list("number", "kind", "period_start", "period_end", "due_on")
    ) == [
        (1, "report", date(2024, 8, 1), date(2024, 12, 31), date(2025, 2, 28)),
        (1, "claim", date(2024, 8, 1), date(2024, 12, 31), date(2025, 2, 28)),
        (2, "report", date(2025, 1, 1), date(2025, 12, 31), date(2026, 3, 2)),
        (2, "claim", date(2025, 1, 1), date(2025, 12, 31), date(2026, 3, 2)),
        (3, "final_report", date(2026, 1, 1), date(2026, 8, 1), date(2026, 10, 1)),
        (3, "final_claim", date(2026, 1, 1), date(2026, 8, 1), date(2026, 10, 1)),
    ]
    for kind in (Report, Claim):
        planned = kind.objects.filter(project=tale.project)
        assert [(row.number, row.state, row.is_final) for row in planned] == [
            (1, "planned", False),
            (2, "planned", False),
            (3, "planned", True),
        ]


@pytest.mark.parametrize("row", rows("reporting_periods.csv"), ids=lambda row: f"{row['start']}-{row['end']}")
def test_the_default_is_a_report_per_half_year(tale, row):
    in_period(tale, date.fromisoformat(row["start"]), date.fromisoformat(row["end"]), 6)
    reports = tale.project.reports.order_by("number")
    assert [(report.period_start, report.period_end) for report in reports] == [
        span(text) for text in row["periods"].split()
    ]
    assert [report.is_final for report in reports] == [*[False] * (len(reports) - 1), True]
    assert tale.project.claims.count() == len(reports)


def test_what_is_owed_is_reminded_of_by_the_rules_of_the_call(tale):
    accept(tale)
    report = tale.report(1)
    assert report.obligation.due_on == date(2028, 2, 29)
    offsets = report.obligation.reminders.values_list("offset", "due_on")
    assert list(offsets)[:3] == [(-30, date(2028, 1, 28)), (-14, date(2028, 2, 15)), (-7, date(2028, 2, 22))]
    assert len(offsets) == 9


def test_a_late_acceptance_is_an_acceptance(tale):
    with clock.at(moment(date(2027, 3, 1))):
        assert accept(tale).state == "accepted"


def test_faulty_and_not_yours_writes_nothing(tale):
    with pytest.raises(NotYours):
        accept(tale, "901-9506", by=tale.lead)
    assert tale.project.bankgiro == "5050-1055"
