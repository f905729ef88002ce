"""Girls and boys: told in applications and reports, added up by area, and left out where they are few."""

import csv
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Report
from portal import clock
from portal.demo.stories.script import Story
from portal.demo.world import moment
from reviews.enums import Dimension, Measure
from reviews.models import StatisticsCell
from reviews.selectors import statistics
from reviews.selectors.people import REACHED, People
from reviews.services import counting
from tests import factories
from tests.factories import grants
from tests.factories.scenes import stage, take

__all__ = ["stage", "take"]
NONE = "Ingen ansökan som har beviljats och ingen godkänd rapport anger hur många"


def figures(year: int | None = None) -> dict[Measure, People]:
    found = statistics.figures(factories.staff("enhetschef"), year=year, programme=None)
    return {row.measure: row for row in found.people}


def reached(tale: Story, area: str, *numbers: int) -> None:
    """Count one report's children in an area, and in all."""
    measure, parts = REACHED
    told = zip((measure, *parts), (1, *numbers), strict=True)
    for kind, number in told:
        for dimension, key in ((Dimension.AREA, area), (Dimension.ALL, "")):
            if not number:
                continue
            cell, is_new = StatisticsCell.objects.get_or_create(
                board=tale.the_case.board,
                programme=tale.the_case.programme,
                month=date(2027, 12, 1),
                measure=kind,
                dimension=dimension,
                key=key,
                defaults={"count": number, "counted_at": factories.NOW},
            )
            if not is_new:
                cell.count += number
                cell.save()


def page(**asked: str) -> str:
    browser = Client()
    browser.force_login(factories.staff("enhetschef"))
    return browser.get(reverse("admin:statistics"), {"ar": "alla"} | asked).content.decode()


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    """Granted, with 31 girls and 24 boys of 60; the only report is approved. Another application waits."""
    tale = grants.running_tale(factories.call(closes_in=None))
    factories.submitted_tale(title="Väntar")
    with clock.at(moment(date(2028, 1, 10))):
        grants.examine_claim(tale, 1, {"personal": Decimal(50_000)})
    return tale


def test_what_granted_projects_are_to_reach(tale: Story) -> None:
    counting.count()
    found = figures()
    assert list(found) == [Measure.EXPECTED], "the report says nothing of it"
    assert (found[Measure.EXPECTED].sources, found[Measure.EXPECTED].whole.numbers) == (1, (31, 24, 5, 60))
    assert "En ansökan anger kön." in page()


def test_reports_are_counted_in_the_year_of_their_period(tale: Story) -> None:
    Report.objects.filter(project=tale.project).update(reached=45, reached_girls=22, reached_boys=18)
    counting.count()
    assert figures()[Measure.REACHED].whole.numbers == (22, 18, 5, 45)
    assert list(figures(2026)) == [Measure.EXPECTED]
    assert list(figures(2027)) == [Measure.REACHED]


def test_few_are_left_out_with_what_they_could_be_counted_from(tale: Story) -> None:
    counting.count()
    reached(tale, "Psykisk hälsa", 3, 20, 0)
    reached(tale, "Trygg skola", 12, 30, 0)
    told = {group.label: group.numbers for group in figures()[Measure.REACHED].groups}
    assert told == {"Psykisk hälsa": (None, None, 0, 23), "Trygg skola": (None, None, 0, 42), "Alla": (15, 50, 0, 65)}
    shown = page()
    assert "Där det står en punkt är det färre än 5 barn" in shown and shown.count("Visas inte") == 4


def test_the_file_holds_what_the_page_shows(tale: Story) -> None:
    counting.count()
    reached(tale, "Psykisk hälsa", 3, 20, 0)
    reached(tale, "Trygg skola", 12, 30, 0)
    browser = Client()
    browser.force_login(factories.staff("enhetschef"))
    text = browser.get(reverse("admin:statistics_csv"), {"ar": "alla"}).content.decode("utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    left_out = "Under 5 eller utelämnat"
    assert ["Har nåtts", "", "Flickor", "Pojkar", "Annat eller okänt", "Alla"] in rows
    assert ["", "Psykisk hälsa", left_out, left_out, "0", "23"] in rows
    assert ["", "Alla", "15", "50", "0", "65"] in rows


def test_nobody_has_said_anything(tale: Story) -> None:
    counting.count()
    StatisticsCell.objects.filter(measure__in=[measure for measure in Measure if "expected" in measure]).delete()
    assert NONE in page()


def test_thirty_areas_cost_as_much_as_one(tale: Story) -> None:
    counting.count()
    page()
    with CaptureQueriesContext(connection) as one:
        page()
    for number in range(30):
        reached(tale, f"Område {number}", 10, 10, 10)
    with CaptureQueriesContext(connection) as thirty:
        assert "Område 29" in page()
    assert len(thirty) == len(one)
