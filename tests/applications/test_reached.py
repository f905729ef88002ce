"""Girls and boys are never more than all, in the application and in the report."""

import pytest

from applications import findings, jobs
from applications.enums import RuleLevel
from applications.findings.reached import others, too_many
from applications.forms.reporting import ReportForm
from applications.models import Application
from applications.services import drafting, reporting
from portal import clock
from portal.demo.world import moment
from tests import factories
from tests.factories import endings
from tests.factories.refusals import missing
from tests.factories.scenes import stage, take

__all__ = ["stage", "take"]


@pytest.mark.parametrize(
    ("children", "girls", "boys", "is_wrong"),
    [
        (60, 30, 30, False),
        (60, 30, None, False),
        (60, None, None, False),
        (None, None, None, False),
        (0, 0, 0, False),
        (60, 31, 30, True),
        (60, 61, None, True),
        (None, 30, None, True),
    ],
)
def test_they_add_up_or_it_is_told_how_to_mend_it(
    children: int | None, girls: int | None, boys: int | None, is_wrong: bool
) -> None:
    assert bool(too_many(children, girls, boys)) == is_wrong


def test_the_rest_is_neither_or_not_known() -> None:
    assert (others(60, 30, 20), others(60, None, 20), others(10, 20, 0)) == (10, 40, 0)


def test_an_application_with_more_girls_and_boys_than_children_is_not_sent() -> None:
    tale = factories.filled_tale()

    def save(**values: int | None) -> Application:
        given = {"reach_direct": 60, "reach_girls": None, "reach_boys": None} | values
        drafting.save_section(
            tale.application, section="malgrupp", values=given, unparsed={}, version=None, by=tale.lead
        )
        return tale.application

    told = [
        row
        for row in findings.of_section(save(reach_girls=40, reach_boys=30), "malgrupp")
        if row.level == RuleLevel.ERROR
    ]
    assert [row.text for row in told] == [
        "Flickor och pojkar är 70\u00a0barn tillsammans, fler än alla 60. Ändra något av antalen."
    ]
    assert not [
        row
        for row in findings.of_section(save(reach_girls=30, reach_boys=30), "malgrupp")
        if row.level == RuleLevel.ERROR
    ]


def test_a_report_is_not_handed_in_before_it_adds_up() -> None:
    tale = endings.running_tale()
    report = tale.report(1)
    with clock.at(moment(report.period_end, 12)):
        jobs.run_morning()
        values = {"reached": 10, "reached_girls": 8, "reached_boys": 3}
        report = reporting.save(tale.report(1), values=values, version=None, by=tale.lead)
        form = ReportForm({name: str(value) for name, value in values.items()}, is_final=False)
        assert "Flickor och pojkar är elva barn" in form.errors["reached_boys"][0]
        assert any("fler än alla 10" in line for line in missing(lambda: reporting.submit(report, by=tale.lead)))
