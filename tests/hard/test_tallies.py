"""Idékollen's tallies under parallel posts: no round is lost, none is counted twice, and nobody waits for ever."""

from datetime import date
from functools import partial

import pytest

from applications.enums import ChecklistAnswer
from applications.models import ChecklistTally
from applications.selectors.checklists import asked
from applications.services import checklists
from portal import clock
from tests import factories
from tests.hard.parallel import faults, together

pytestmark = [pytest.mark.hard, pytest.mark.django_db(transaction=True)]
MANY = 12


def test_rounds_at_the_same_moment_are_all_counted() -> None:
    with clock.at(factories.NOW):
        edition = factories.checklist()
        keys = [row.key for row in asked(edition)]
        given = [ChecklistAnswer.YES, ChecklistAnswer.NO, ChecklistAnswer.UNSURE]
        rounds = [
            partial(checklists.submit, edition, {key: given[(place + number) % 3] for place, key in enumerate(keys)})
            for number in range(MANY)
        ]
        assert not faults(together(rounds))
    for key in keys:
        counts = ChecklistTally.objects.filter(question__key=key).values_list("answer", "count")
        assert sorted(counts) == [("no", MANY // 3), ("unsure", MANY // 3), ("yes", MANY // 3)]
    assert set(ChecklistTally.objects.values_list("month", flat=True)) == {date(2026, 11, 1)}
