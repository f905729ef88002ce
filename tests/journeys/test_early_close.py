"""A project that did not give what was meant: warned, heard, ended, reported, shown openly, settled (§9 case 30).

Its earmarked money comes back in two steps: later years when it ends, the rest when the final claim has been paid.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from applications import jobs
from applications.models import Fund, Notice
from portal import clock
from portal.demo.stories import ending
from portal.demo.stories.script import Story
from portal.demo.world import moment
from tests import factories
from tests.applications.services.test_settling import COSTS, REPORT, pay
from tests.applications.views.pages import text
from tests.factories import endings
from tests.factories.funds import call_of, fund
from tests.factories.refusals import moves

D = Decimal


def left(money: Fund) -> dict[int, Decimal]:
    """What can be decided anew, per year."""
    return {year: row.left for year, row in money.entries.sheet().years.items()}


def told(tale: Story, kind: str) -> int:
    return Notice.objects.filter(case=tale.the_case, kind=kind).count()


@pytest.mark.django_db
def test_premature_close_from_warning_to_settled(client: Client) -> None:
    with clock.at(factories.NOW):
        money = fund({2027: 100_000, 2028: 100_000})
        tale = endings.running_tale(call_of(money, months_per_report=6))
    assert left(money) == {2027: D(55_000), 2028: D(55_000)}
    page = reverse("applications:project_public", args=[tale.project.pk])

    with clock.at(moment(endings.THOUGHT)):
        ending.write(tale, endings.PLAN)
        ending.warn(tale, endings.ANSWER_BY)
        assert told(tale, "early_close_warned")
        ending.answer(tale, "Vi hinner nog ändå.")
    with clock.at(moment(date(2027, 9, 22))):
        ending.propose(tale)
        ending.put_on_agenda(tale, endings.BOARD)
    with clock.at(moment(endings.BOARD, 16)):
        ending.decide_in_board(tale, "61")
        assert client.get(page).status_code == 404
        assert left(money)[2028] == D(55_000)
        ending.approve_minutes(tale)
        ending.announce(tale)
        jobs.run_sweep()
        assert ending.decision_of(tale).document.file is not None  # the letter is made like any other
        ending.dispatch(tale)

    assert told(tale, "closed_early")
    assert left(money) == {2027: D(55_000), 2028: D(100_000)}
    with clock.at(moment(date(2027, 10, 6))):
        shown = text(client.get(page))
        assert "Projektet är avslutat i förtid" in shown and endings.PLAN.public_text in shown
        assert tale.officer.name not in shown and "Slutrapporten kommer hit" in shown

    # The first half-year was never reported; it is owed as before, and the final report comes after it.
    with clock.at(moment(date(2027, 11, 3), 8, 5)):
        jobs.run_morning()
        for number in (1, 4):
            tale.hand_in_report(number, REPORT)
            tale.hand_in_claim(number, COSTS)
            tale.approve_report(number)
            pay(tale, number)
        assert "Läs slutrapporten" in text(client.get(page))
        assert "Frukt hjälper." in text(
            client.get(reverse("applications:project_public_report", args=[tale.project.pk]))
        )
        tale.finish_project()
        tale.settle()
        tale.close_case()
        assert client.get(page).status_code == 200

    paid = sum(tale.claim(number).payout.amount for number in (1, 4))
    assert paid > 0
    assert left(money) == {2027: D(100_000) - paid, 2028: D(100_000)}
    assert moves(tale.the_case, "project") == [
        "accepted",
        "start_up",
        "implementation",
        "closed_early",
        "final_reported",
        "settled",
    ]
    assert moves(tale.the_case, "early_close") == ["warned", "submitted", "approved", "on_agenda", "decided"]
