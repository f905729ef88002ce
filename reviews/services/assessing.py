"""Assessing a case by the criteria of its call (G-24) and the child's best interest (lag 2018:1197)."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotReady, NotYours, StaleVersion
from applications.lifecycle.gates.grant import conflict_answered
from applications.lifecycle.registry import Missing
from applications.models import Case
from applications.models.criteria import criteria_of
from portal import clock
from portal.accounts.models import User

from ..models import Assessment, CriterionScore, JointAssessment
from ..selectors import readers


@transaction.atomic
def save(
    case: Case,
    *,
    scores: Mapping[str, tuple[int, str]],
    child_best_interest: str,
    summary: str,
    version: int | None,
    by: User,
) -> Assessment:
    """Save one's own assessment: a score on the call's scale, with a reason, for each criterion given.

    Nobody writes in another's, and the officer and the second reader alone assess. Raises NotYours, NotReady while the
    jäv question is open, MovedOn when the proposal has been approved, StaleVersion, ValidationError.
    """
    case = _open(case, "Spara bedömningen", by)
    rules = case.application.call_version
    low, high = rules.score_low, rules.score_high
    faults = {key: "Skriv varför." for key, (_, reason) in scores.items() if not reason.strip()}
    outside = f"Välj en poäng från {low} till {high}."
    faults |= {key: outside for key, (score, _) in scores.items() if not low <= score <= high}
    unknown = scores.keys() - {row.key for row in criteria_of(rules)}
    faults |= {key: "Utlysningen har inget sådant kriterium." for key in unknown}
    if faults:
        raise ValidationError(faults)
    mine = Assessment.objects.select_for_update().filter(case=case, author=by).first()
    assessment = mine or Assessment(case=case, author=by, version=0)
    if version is not None and assessment.version and assessment.version != version:
        raise StaleVersion
    assessment.child_best_interest = child_best_interest
    assessment.summary = summary
    assessment.saved_at = clock.now()
    assessment.version += 1
    assessment.save()
    assessment.scores.all().delete()
    CriterionScore.objects.bulk_create(
        CriterionScore(assessment=assessment, criterion=key, score=score, reason=reason)
        for key, (score, reason) in scores.items()
    )
    return assessment


@transaction.atomic
def agree(case: Case, *, text: str, version: int | None, by: User) -> JointAssessment:
    """Keep what the two readers of the case agree on (domain.md §3.8, "Gemensam bedömning").

    Either of them writes it, when both have scored every criterion; each one's own stands as it was given.
    Raises NotYours, NotReady while one of them is not done, MovedOn when the proposal has been approved, StaleVersion,
    or ValidationError without a text.
    """
    case = _open(case, "Spara den gemensamma bedömningen", by)
    second = readers.second_reader(case)
    rows = list(Assessment.objects.filter(case=case).prefetch_related("scores"))
    if not readers.both_are_done(case, second, rows, criteria_of(case.application.call_version)):
        raise NotReady([Missing(NOT_BOTH, "bedomning")])
    if not text.strip():
        raise ValidationError({"text": "Skriv vad ni har kommit fram till."})
    joint = JointAssessment.objects.select_for_update().filter(case=case).first() or JointAssessment(
        case=case, version=0
    )
    if version is not None and joint.version and joint.version != version:
        raise StaleVersion
    joint.text, joint.written_by, joint.written_at = text.strip(), by, clock.now()
    joint.version += 1
    joint.save()
    return joint


NOT_BOTH = "Handläggaren och medhandläggaren ska först ha bedömt alla kriterier var för sig."


def _open(case: Case, act: str, by: User) -> Case:
    """The case, locked, while it is read and by one who reads it. Raises NotYours, NotReady or MovedOn."""
    case = engine.lock(case)
    if not by.has_perm("reviews.assess", case):
        raise NotYours(f"{by} does not assess {case}")
    if missing := conflict_answered(case.application, by):
        raise NotReady(list(missing))
    if case.application.state not in readers.READ_IN:  # what the proposal rests on stands as it was when approved
        raise MovedOn(case.application.get_state_display(), act)
    return case
