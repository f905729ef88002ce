"""Assessments: each reader's own, every score with its reason, closed once the proposal is approved."""

from decimal import Decimal

import pytest

from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotYours, StaleVersion
from applications.models.criteria import Criterion, criteria_of
from applications.services import handling
from reviews.models import Assessment
from reviews.selectors import readers
from reviews.services import assessing, proposing
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


def appoint(tale):
    """A second reader."""
    second, head = tale.staff("medhandlaggare"), tale.staff("enhetschef")
    handling.assign(tale.application, officer=tale.officer, co_officer=second, by=head)


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
    with pytest.raises(NotYours):  # nobody has asked the other officers of the board
        save(tale, by="medhandlaggare")
    appoint(tale)
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


OWN = [
    {"key": "behov", "label": "Behov", "weight": 3, "guide": "Är behovet visat?"},
    {"key": "kraft", "label": "Kraft", "weight": 1, "guide": ""},
]


def test_the_calls_own_criteria_and_scale_are_what_is_assessed():
    tale = factories.prepared_tale(factories.call(criteria=OWN, score_low=0, score_high=10))
    told = faults(lambda: save(tale, {"behov": (11, "Allt."), "relevance": (3, "Bra.")}))
    assert told == {
        "behov": ["Välj en poäng från 0 till 10."],
        "relevance": ["Utlysningen har inget sådant kriterium."],
    }
    save(tale, {"behov": (8, "Tydligt."), "kraft": (0, "Saknas.")})
    assessment, criteria = Assessment.objects.get(), criteria_of(tale.application.call_version)
    assert readers.mean_of(assessment, criteria) == Decimal("6.00")
    memo = proposing.save(tale.the_case, values={"kind": "rejection", "reasons": "Nej."}, version=None, by=tale.officer)
    assert not [row for row in engine.missing_for(memo, "submit", by=tale.officer) if row.text.startswith("Bedöm")]


def test_what_two_found_is_weighed_and_how_far_apart_they_are(tale):
    appoint(tale)
    tale.not_conflicted("medhandlaggare")
    for by, score in (("handlaggare", 5), ("medhandlaggare", 2)):
        save(tale, {row.value: (score, "Skäl.") for row in Criterion}, by=by)
    rows = list(Assessment.objects.prefetch_related("scores"))
    found = readers.weighed(rows, criteria_of(tale.application.call_version))
    assert found == readers.Weighed(Decimal("3.50"), Decimal("3.00"), 2)
    assert readers.weighed([], criteria_of(tale.application.call_version)) is None


def test_two_agree_when_both_have_scored_everything(tale):
    save(tale, {row.value: (3, "Skäl.") for row in Criterion})
    text = {"text": "Vi är ense.", "version": None}
    told = ["Handläggaren och medhandläggaren ska först ha bedömt alla kriterier var för sig."]
    assert missing(lambda: assessing.agree(tale.the_case, by=tale.officer, **text)) == told
    appoint(tale)
    tale.not_conflicted("medhandlaggare")
    second = tale.staff("medhandlaggare")
    save(tale, GIVEN, by="medhandlaggare")
    assert missing(lambda: assessing.agree(tale.the_case, by=second, **text)) == told
    save(tale, {row.value: (3, "Skäl.") for row in Criterion}, by="medhandlaggare")
    assert faults(lambda: assessing.agree(tale.the_case, by=second, version=None, text=" ")) == {
        "text": ["Skriv vad ni har kommit fram till."]
    }
    first = assessing.agree(tale.the_case, by=second, **text)
    assert (first.text, first.written_by, first.version) == ("Vi är ense.", second, 1)
    again = assessing.agree(tale.the_case, by=tale.officer, text="Vi är mer ense.", version=1)
    assert (again.pk, again.version) == (first.pk, 2)
    with pytest.raises(StaleVersion):
        assessing.agree(tale.the_case, by=second, text="Nej.", version=1)
    with pytest.raises(NotYours):
        assessing.agree(tale.the_case, by=tale.staff("enhetschef"), **text)
