"""The demo's seed, with something in every queue, and how stories are told. What `play` prints: tests/journeys."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from applications.models import (
    Application,
    Call,
    Case,
    Claim,
    Decision,
    Document,
    Idea,
    Notice,
    Programme,
    Project,
    Reminder,
    Report,
    TransitionLog,
)
from portal import clock
from portal.accounts.models import User
from portal.demo.accounts import EVERYBODY
from portal.demo.stories import kraftsamling, others
from portal.demo.stories.telling import tell
from portal.demo.world import build, moment
from reviews.models import DelegatedDecision, Memo
from tests import factories
from tests.factories import scenes

pytestmark = pytest.mark.hard  # the whole seed is long
stage, take = scenes.stage, scenes.take


@pytest.fixture(scope="module")
def seeded(stage) -> str:
    """What the seed command prints; the demo's day is factories.NOW."""
    printed = StringIO()
    call_command("seed", stdout=printed)
    return printed.getvalue()


def states(kind) -> Counter[str]:
    return Counter(kind.objects.values_list("state", flat=True))


def case_of(title: str) -> Case:
    return Case.objects.get(title=title)


def test_the_seed_says_so_in_a_word(seeded):
    assert seeded == "Demon är fylld.\n"


def test_the_demo_shows_every_programme_and_what_can_be_applied_for_now(seeded):
    assert Programme.objects.count() == 6
    now_open = {call.programme.slug for call in Call.objects.open_at(factories.NOW).select_related("programme")}
    assert {"framtidsrusta-barn-och-unga", "rusta-barn-och-unga", "tidigt-och-nara"} <= now_open
    assert "sim-fyrbodal" not in now_open  # the track was ended


def test_there_is_a_case_at_every_point_of_the_life(seeded):
    assert Case.objects.count() == 1 + len(others.TALES)
    assert states(Idea) == {"draft": 1, "shared": 1, "converted": 1}
    assert states(Application) == {
        "draft": 1,
        "registered": 1,
        "formal_check": 1,
        "completion": 1,
        "preparation": 1,
        "proposed": 1,
        "decided": 4,
        "closed": 1,
    }
    assert states(Memo)["submitted"] == 1
    assert states(Decision) == {"made": 1, "dispatched": 3, "legally_final": 1}
    assert states(Project) == {"granted": 1, "implementation": 1, "settled": 1}


def test_every_queue_has_something_in_it(seeded):
    running = case_of("Läxhjälp på biblioteket")
    assert {row.number: row.state for row in Report.objects.filter(case=running)}[1] == "submitted"
    assert {row.number: row.state for row in Claim.objects.filter(case=running)}[1] == "submitted"
    assert case_of("Trygg på nätet").completions.filter(answered_at=None).exists()
    assert case_of("Gåbuss till skolan").obligations.get(kind="acceptance").is_open
    assert DelegatedDecision.objects.filter(reported_at=None).count() == 2
    assert case_of("Första året").decisions.get().funding_source.is_appealable


def test_an_avslag_on_the_boards_own_money_is_among_them(seeded):
    refused = case_of("Sommarläger").decisions.get()
    assert (refused.kind, refused.is_delegated, refused.state) == ("rejection", True, "dispatched")


def test_documents_and_mails_made_in_the_story_are_kept_and_the_rest_is_owed(seeded):
    assert Notice.objects.count() > 100
    assert not Document.objects.exclude(last_error="").exists()
    assert Document.objects.filter(decision__state="dispatched", file=None).count() == 0


def test_nothing_happened_after_the_demos_day(seeded):
    assert not TransitionLog.objects.filter(at__gt=factories.NOW).exists()
    assert not Notice.objects.filter(created_at__gt=factories.NOW).exists()


def test_everybody_who_can_sign_in_has_a_name_and_an_example_address(seeded):
    people = User.objects.all()
    assert people.count() == len(EVERYBODY)
    assert all(person.email.endswith("@example.se") and person.name and person.title for person in people)


def test_the_world_is_built_once(seeded):
    before = {model: model.objects.count() for model in (User, Case, Application)}
    build()
    assert {model: model.objects.count() for model in before} == before


def test_drafts_in_the_demo_are_the_applicants(seeded):
    officer = User.objects.get(email="handlaggare@example.se")
    for draft in (Idea.objects.get(state="draft"), Application.objects.get(state="draft")):
        assert not type(draft).objects.visible_to(officer).filter(pk=draft.pk).exists()
        assert not Case.objects.visible_to(officer).filter(pk=draft.case_id).exists()


def test_a_story_told_up_to_a_day_stops_there():
    tale = kraftsamling.story(build())
    tell([tale], until=moment(date(2024, 3, 12)), every=20, sweep=False)
    assert tale.application.state == "formal_check"
    assert tale.the_case.dnr.startswith("23RS1097")
    assert clock.now() == factories.NOW
    assert not Reminder.objects.filter(obligation__case=tale.the_case).exists()


def test_two_stories_told_together_are_told_in_the_order_of_time():
    home = build()
    first, second = kraftsamling.story(home), kraftsamling.story(home)
    tell([second, first], until=moment(date(2023, 11, 8)) + timedelta(hours=1), every=20, sweep=False)
    given = [int(tale.the_case.dnr.removeprefix("23RS")) for tale in (second, first)]
    assert given[1] == given[0] + 1
    assert (first.idea.state, second.idea.state) == ("shared", "shared")
