"""What the figures say of applications that came in and were decided, and how often the page asks for them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import clock
from portal.demo.world import moment
from reviews.enums import Dimension
from reviews.models import StatisticsCell
from reviews.selectors import statistics
from reviews.services import counting
from tests import factories
from tests.factories.scenes import stage, take

__all__ = ["stage", "take"]


@pytest.fixture(scope="module")
def told(stage: None) -> None:
    """One that waits, one granted and one refused, all in the same month; and a draft that nobody counts."""
    factories.submitted_tale(title="Väntar")
    factories.granted_tale(title="Fick")
    factories.delegated_tale(kind="rejection", title="Fick inte")
    factories.filled_tale(title="Utkast")
    counting.count()


def test_what_came_in_and_what_was_decided_is_counted_once(told: None) -> None:
    found = statistics.figures(factories.staff("enhetschef"), year=factories.NOW.year, programme=None)
    assert (found.whole.received, found.whole.granted, found.decided) == (3, 1, 2)
    assert [(answer.label, answer.count) for answer in found.answers if answer.count] == [("Bifall", 1), ("Avslag", 1)]
    assert (found.speed.in_time, found.speed.late, found.speed.share) == (2, 0, 1)
    november = found.points[10]
    assert (november.label, november.received, november.decided) == ("nov", 3, 2)
    assert found.whole.given == Decimal(90_000)


def test_groups_hold_the_same_money_but_for_municipalities_that_overlap(told: None) -> None:
    found = statistics.figures(factories.staff("enhetschef"), year=None, programme=None)
    groups = dict(found.groups)
    for dimension in (Dimension.AREA, Dimension.ORGANISATION):
        assert sum(line.applied for line in groups[dimension]) == found.whole.applied
        assert sum(line.received for line in groups[dimension]) == 3
    places = groups[Dimension.MUNICIPALITY]
    assert len(places) > 1
    assert {line.received for line in places} == {3}, "each application works in all municipalities of the call"


def test_counting_again_puts_the_new_in_the_place_of_the_old(told: None) -> None:
    before = StatisticsCell.objects.count()
    with clock.at(moment(date(2026, 12, 1), 4)):
        assert counting.count() == before
    assert StatisticsCell.objects.count() == before
    chosen = statistics.choices(factories.staff("enhetschef"))
    assert chosen.counted_at == moment(date(2026, 12, 1), 4)
    assert chosen.years == (2026,)


def test_another_board_has_figures_of_its_own(told: None) -> None:
    assert statistics.choices(factories.other_officer()).counted_at is None
    assert statistics.figures(factories.other_officer(), year=None, programme=None).whole.received == 0


def test_the_page_shows_them_and_asks_as_often_whatever_there_is(told: None) -> None:
    browser = Client()
    browser.force_login(factories.staff("enhetschef"))
    address = reverse("admin:statistics")
    browser.get(address)
    with CaptureQueriesContext(connection) as many:
        page = browser.get(address, {"ar": "alla"}).content.decode()
    assert "Bifall" in page and "90\u00a0000" in page and "<svg" in page
    StatisticsCell.objects.exclude(dimension=Dimension.ALL).delete()
    with CaptureQueriesContext(connection) as few:
        browser.get(address, {"ar": "alla"})
    assert len(many) == len(few) <= 15


def test_the_file_opens_in_a_spreadsheet(told: None) -> None:
    browser = Client()
    browser.force_login(factories.staff("handlaggare"))
    answer = browser.get(reverse("admin:statistics_csv"), {"ar": "2026", "satsning": "finns-inte"})
    assert answer["Content-Disposition"] == 'attachment; filename="statistik-2026.csv"'
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Indelning;Grupp;Inkomna")
    assert lines[1].split(";")[2:4] == ["3", "1"]


def test_without_figures_the_page_says_when_they_come() -> None:
    browser = Client()
    browser.force_login(factories.staff("enhetschef"))
    StatisticsCell.objects.all().delete()
    assert "Inget är räknat än" in browser.get(reverse("admin:statistics")).content.decode()
