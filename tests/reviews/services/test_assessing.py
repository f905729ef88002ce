"""Assessments: each reader's own, every score with its reason, closed once the proposal is approved."""

import pytest

from applications.lifecycle.engine import MovedOn, NotYours, StaleVersion
from reviews.models import Assessment
from reviews.services import assessing
from tests import factories
from tests.factories.refusals import faults, missing

GIVEN = {"relevance": (4, "Tydligt behov."), "potential": (3, "Tunt om spridning.")}


@pytest.fixture(scope="module")
def tale(stage):
    """In preparation, with nothing assessed."""
    return factories.prepared_tale()


def save(tale, scores=GIVEN, by="handlaggare", version=None, child="Barnen är med."):
    return assessing.save(
        tale.the_case,
        scores=scores,
        child_best_interest=child,
        summary="Bra.",
        version=version,
        by=tale.staff(by),
    )


def test_a_score_is_one_to_five_and_has_a_reason(tale):
    told = faults(lambda: save(tale, {"relevance": (4, " "), "potential": (6, "Mycket"), "actors": (0, "Ingen")}))
    assert told == {
        "relevance": ["Skriv varför."],
        "potential": ["Välj en poäng från 1 till 5."],
        "actors": ["Välj en poäng från 1 till 5."],
    }
    assert not Assessment.objects.exists()
    save(tale)
    scores = Assessment.objects.get().scores.values_list("criterion", "score", "reason")
    assert {criterion: (score, reason) for criterion, score, reason in scores} == GIVEN


def test_a_second_save_goes_on_with_ones_own(tale):
    first = save(tale)
    second = save(tale, GIVEN | {"actors": (5, "Alla är med.")}, version=first.version)
    assert (first.pk, second.scores.count(), second.version) == (second.pk, 3, 2)
    with pytest.raises(StaleVersion):
        save(tale, {}, version=first.version)
    assert Assessment.objects.get().scores.count() == 3


def test_each_reader_has_an_assessment_of_their_own(tale):
    save(tale)
    assert missing(lambda: save(tale, by="medhandlaggare")) == ["Svara först på om du är jävig i ärendet."]
    tale.not_conflicted("medhandlaggare")
    save(tale, {"relevance": (1, "Jag ser det annorlunda.")}, by="medhandlaggare")
    assert Assessment.objects.filter(case=tale.the_case).count() == 2
    assert Assessment.objects.get(author=tale.officer).scores.get(criterion="relevance").score == 4


def test_only_officers_of_the_board_assess(tale):
    for person in ("enhetschef", "ekonom", "ledamot", "sokande", "admin"):
        with pytest.raises(NotYours):
            save(tale, by=person)
    with pytest.raises(NotYours):
        assessing.save(
            tale.the_case,
            scores=GIVEN,
            child_best_interest="",
            summary="",
            version=None,
            by=factories.other_officer(),
        )


def test_what_an_approved_proposal_rests_on_is_not_changed():
    tale = factories.proposed_tale()
    with pytest.raises(MovedOn, match="Förslag klart"):
        save(tale)
    assert Assessment.objects.get(case=tale.the_case).scores.count() == 4
