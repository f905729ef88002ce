"""Idékollen: what the answers say, how they are counted, and how one edition follows another."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from applications.enums import ChecklistAnswer
from applications.lifecycle.engine import MovedOn, NotYours
from applications.models import Checklist, ChecklistTally, Idea
from applications.selectors import checklists as reading
from applications.services import checklists, ideas
from portal import clock
from portal.demo.world import moment
from tests import factories

YES, NO, UNSURE, BLANK = ChecklistAnswer
ASKED = ["q1", "q1a", "q1b", "q2", "q3a", "q3b", "q4", "q5", "q6", "q7"]
HALF_AND_HALF = dict.fromkeys(ASKED[:5], YES) | dict.fromkeys(ASKED[5:], NO)


@pytest.fixture(scope="module")
def edition(stage: None) -> Checklist:
    return factories.checklist()


def counts(edition: Checklist, answers: Mapping[str, ChecklistAnswer]) -> tuple[int, int, int, int]:
    said = reading.outcome(edition, answers)
    return len(said.yes), len(said.no), len(said.unsure), len(said.blank)


def tallies() -> dict[tuple[str, date, str], int]:
    rows = ChecklistTally.objects.values_list("question__key", "month", "answer", "count")
    return {(key, month, answer): count for key, month, answer, count in rows if count}


def test_eleven_rows_of_which_the_stem_takes_no_answer(edition: Checklist) -> None:
    rows = reading.rows(edition)
    assert [row.label for row in rows] == ["1", "1 a", "1 b", "2", "3", "3 a", "3 b", "4", "5", "6", "7"]
    assert [row.key for row in reading.asked(edition)] == ASKED
    assert not rows[4].takes_answer and rows[5].above == rows[4]
    assert all(row.question.advice for row in rows if row.takes_answer)


def test_the_programme_may_let_the_stem_be_answered(edition: Checklist) -> None:
    edition.questions.filter(key="q3").update(is_stem=False)
    changed = Checklist.objects.get(pk=edition.pk)
    assert len(reading.asked(changed)) == 11
    assert counts(changed, {"q3": YES}) == (1, 0, 0, 10)


@pytest.mark.parametrize(
    ("answers", "expected", "says"),
    [
        (dict.fromkeys(ASKED, YES), (10, 0, 0, 0), (True, False)),
        (dict.fromkeys(ASKED, NO), (0, 10, 0, 0), (False, True)),
        (HALF_AND_HALF, (5, 5, 0, 0), (True, True)),
        ({}, (0, 0, 0, 10), (False, False)),
        (dict.fromkeys(ASKED, UNSURE), (0, 0, 10, 0), (False, False)),
        ({"q1": YES, "q2": NO, "q4": UNSURE}, (1, 1, 1, 7), (False, False)),
        ({"q1": YES, "q2": YES, "q4": NO, "q5": NO}, (2, 2, 0, 6), (True, True)),
    ],
    ids=["all yes", "all no", "five of each", "none", "all unsure", "one of each", "two of each"],
)
def test_the_four_answers_are_kept_apart_and_both_texts_can_hold(
    edition: Checklist,
    answers: dict[str, ChecklistAnswer],
    expected: tuple[int, int, int, int],
    says: tuple[bool, bool],
) -> None:
    said = reading.outcome(edition, answers)
    assert counts(edition, answers) == expected
    assert (said.says_yes, said.says_no) == says


def test_unanswered_is_no_nej(edition: Checklist) -> None:
    """Nine left blank and one nej: the text for several nej stays away."""
    assert not reading.outcome(edition, {"q1": NO}).says_no
    assert not reading.outcome(edition, {"q1": BLANK, "q2": BLANK, "q4": BLANK}).says_no


def test_a_round_is_counted_once_for_each_question_of_its_month(edition: Checklist) -> None:
    checklists.submit(edition, {"q1": YES, "q2": NO, "q4": UNSURE})
    checklists.submit(edition, {"q1": YES})
    month = date(2026, 11, 1)
    found = tallies()
    assert found["q1", month, "yes"] == 2
    assert (found["q2", month, "no"], found["q2", month, "blank"]) == (1, 1)
    assert (found["q4", month, "unsure"], found["q7", month, "blank"]) == (1, 2)
    assert sum(found.values()) == 2 * len(ASKED)
    checklists.submit(edition, {"q1": BLANK})
    assert tallies() == found, "a round without an answer is nobody's"
    with clock.at(moment(date(2026, 12, 1), 0, 5)):
        checklists.submit(edition, {"q1": NO})
    assert tallies()["q1", date(2026, 12, 1), "no"] == 1


def test_what_is_no_question_of_ours_is_not_counted(edition: Checklist) -> None:
    checklists.submit(edition, {"q3": YES, "finns-inte": NO})
    assert not tallies()
    checklists.submit(edition, {"q1": YES, "q3": YES, "finns-inte": NO})
    assert {key for key, _, _ in tallies()} == set(ASKED)


def test_the_same_number_of_queries_whatever_is_answered(
    edition: Checklist, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    edition = reading.editions().get(pk=edition.pk)
    with django_assert_max_num_queries(8):
        checklists.submit(edition, HALF_AND_HALF)


def test_a_new_edition_leaves_the_old_one_as_it_is(edition: Checklist) -> None:
    head = factories.staff("enhetschef")
    made = checklists.copy(edition, by=head)
    assert (made.number, made.published_at, made.questions.count()) == (edition.number + 1, None, 11)
    assert reading.edition(edition.programme.slug) == edition
    made.questions.filter(key="q7").delete()
    with clock.at(clock.now() + timedelta(days=1)):
        made = checklists.publish(made, by=head)
    assert reading.edition(edition.programme.slug) == made
    assert reading.edition(edition.programme.slug, edition.number) == edition
    assert edition.questions.count() == 11
    assert list(reading.current()) == [made]
    with pytest.raises(MovedOn):
        checklists.publish(made, by=head)
    with pytest.raises(MovedOn):
        checklists.publish(edition, by=head)


def test_only_who_keeps_the_programme_publishes(edition: Checklist) -> None:
    for other in (factories.staff("handlaggare"), factories.other_officer(), factories.applicant()):
        with pytest.raises(NotYours):
            checklists.copy(edition, by=other)
    draft = checklists.copy(edition, by=factories.staff("enhetschef"))
    with pytest.raises(NotYours):
        checklists.publish(draft, by=factories.staff("handlaggare"))
    with pytest.raises(MovedOn):
        checklists.submit(draft, {"q1": YES})
    assert reading.edition(edition.programme.slug, draft.number) is None


def test_what_would_make_no_sense_is_not_published(edition: Checklist) -> None:
    head = factories.staff("enhetschef")
    draft = checklists.copy(edition, by=head)
    draft.questions.filter(parent="q3").delete()
    draft.questions.filter(key="q1a").update(parent="q99")
    draft = Checklist.objects.get(pk=draft.pk)
    with pytest.raises(ValidationError) as refused:
        checklists.publish(draft, by=head)
    told = " ".join(refused.value.messages)
    assert "står inte under någon huvudfråga" in told and "har inga frågor under sig" in told
    draft.questions.all().delete()
    assert checklists.faults(Checklist.objects.get(pk=draft.pk)) == ["Lägg till minst en fråga som går att svara på."]


def test_an_idea_keeps_the_answers_of_its_edition(edition: Checklist) -> None:
    home, lead = factories.world(), factories.applicant()
    answers = checklists.carried(edition, {"q1": YES, "q3a": NO})
    idea = ideas.start(home.growth, organisation=home.region, title="Idé", by=lead, checklist=answers)
    newer = checklists.copy(edition, by=factories.staff("enhetschef"))
    newer.questions.filter(key="q1").update(text="En helt annan fråga?")
    checklists.publish(newer, by=None)
    told = reading.told(Idea.objects.get(pk=idea.pk).checklist)
    assert len(told["rows"]) == len(ASKED)
    assert told["rows"][0]["question"].startswith("1. Behöver ni i er organisation")
    assert [row["answer"] for row in told["rows"]].count("Obesvarad") == 8
    assert told["rows"][4] == {
        "question": "3 a. Är det här frågor som är strategiskt viktiga och pekas ut som områden att utveckla"
        " – hos er själva, i er organisation eller era verksamheter?",
        "answer": "Nej",
    }


def test_what_is_shared_holds_the_answers_in_words(edition: Checklist) -> None:
    home, lead = factories.world(), factories.applicant()
    answers = checklists.carried(edition, HALF_AND_HALF)
    idea = ideas.start(home.growth, organisation=home.region, title="Idé", by=lead, checklist=answers)
    idea = ideas.save(idea, values={"problem": "Efter skolan finns ingenstans att vara."}, version=None, by=lead)
    shared = ideas.share(idea, by=lead)
    assert shared.shared_content["checklist"]["name"] == str(edition)
    assert [row["answer"] for row in shared.shared_content["checklist"]["rows"]] == ["Ja"] * 5 + ["Nej"] * 5
