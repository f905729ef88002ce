"""The diary's numbers under concurrency: unique, without gaps, whoever comes first and whoever fails on the way."""

from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from applications.models import Case, DnrCounter, Idea
from applications.services import ideas, submitting
from applications.services.registering import register
from portal import clock
from portal.demo.world import moment
from tests import factories
from tests.hard.parallel import faults, together

pytestmark = [pytest.mark.hard, pytest.mark.django_db(transaction=True)]
MANY = 12


@pytest.fixture(autouse=True)
def now():
    with clock.at(factories.NOW):
        yield


def numbers(programme: str) -> list[str]:
    cases = Case.objects.filter(programme__slug=programme, dnr__isnull=False)
    return sorted(cases.values_list("dnr", flat=True))


def draft_ideas(count: int, programme: str = "growth") -> list[Idea]:
    drafts = []
    for number in range(count):
        tale = factories.story()
        wished = ("Barn mår bra.", "Vi arbetar ihop.", "Fler klarar skolan.")
        tale.begin_idea(getattr(tale.world, programme), f"Idé {number}", "Hjälpen kommer sent.", wished)
        drafts.append(tale.idea)
    return drafts


def test_ideas_shared_at_once_get_consecutive_numbers():
    by = factories.applicant()
    shared = together(partial(ideas.share, idea, by=by) for idea in draft_ideas(MANY))
    assert not faults(shared)
    assert numbers("rusta-barn-och-unga") == [f"26RS{number:05d}" for number in range(1, MANY + 1)]


def test_the_first_number_of_a_series_is_given_once():
    """The counter's row does not exist yet, so all of them try to make it."""
    by = factories.applicant()
    drafts = draft_ideas(MANY, "early")
    assert not DnrCounter.objects.exists()
    assert not faults(together(partial(ideas.share, idea, by=by) for idea in drafts))
    assert numbers("tidigt-och-nara") == [f"FHN 2026-{number:05d}" for number in range(1, MANY + 1)]


def test_ideas_and_applications_draw_from_one_series():
    applications = [factories.filled_application(factories.call()) for _ in range(4)]
    lead, signatory = factories.applicant(), factories.applicant("firmatecknare")
    outcomes = together(
        [partial(ideas.share, idea, by=lead) for idea in draft_ideas(4)]
        + [partial(submitting.submit, application, by=signatory) for application in applications]
    )
    assert not faults(outcomes)
    assert numbers("rusta-barn-och-unga") == [f"26RS{number:05d}" for number in range(1, 9)]


def test_two_boards_count_for_themselves():
    by = factories.applicant()
    growth, early = draft_ideas(4), draft_ideas(4, "early")
    assert not faults(together(partial(ideas.share, idea, by=by) for idea in (*growth, *early)))
    assert numbers("rusta-barn-och-unga") == [f"26RS{number:05d}" for number in range(1, 5)]
    assert numbers("tidigt-och-nara") == [f"FHN 2026-{number:05d}" for number in range(1, 5)]


def test_a_transaction_that_fails_takes_its_number_back():
    by = factories.applicant()
    drafts = draft_ideas(MANY)

    def share_and_fail(idea):
        with transaction.atomic():
            ideas.share(idea, by=by)
            raise IntegrityError("the disk is full, say")

    calls = [
        partial(share_and_fail if number % 3 == 1 else partial(ideas.share, by=by), idea)
        for number, idea in enumerate(drafts)
    ]
    failed = faults(together(calls))
    assert [str(fault) for fault in failed] == ["the disk is full, say"] * 4
    assert numbers("rusta-barn-och-unga") == [f"26RS{number:05d}" for number in range(1, MANY - 3)]


def test_each_year_begins_anew():
    drafts = draft_ideas(4)

    def at(day, idea):
        with transaction.atomic():
            return register(Case.objects.select_for_update().get(pk=idea.case_id), at=day)

    eve, new_year = moment(date(2026, 12, 31), 23, 59), moment(date(2027, 1, 1), 0, 0)
    outcomes = together(partial(at, eve if number < 2 else new_year, idea) for number, idea in enumerate(drafts))
    assert not faults(outcomes)
    assert sorted(outcomes) == ["26RS00001", "26RS00002", "27RS00001", "27RS00002"]


def test_the_same_case_registered_twice_keeps_its_number():
    idea = draft_ideas(1)[0]

    def once_more():
        with transaction.atomic():
            return register(Case.objects.select_for_update().get(pk=idea.case_id), at=clock.now())

    assert together([once_more] * 6) == ["26RS00001"] * 6
    assert DnrCounter.objects.get().last == 1
