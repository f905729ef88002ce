"""Assessing a case by the four criteria (G-24) and the child's best interest (lag 2018:1197)."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.enums import ApplicationState
from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotReady, NotYours, StaleVersion
from applications.lifecycle.gates.grant import conflict_answered
from applications.models import Case
from portal import clock
from portal.accounts.models import User

from ..enums import Criterion
from ..models import Assessment, CriterionScore

# What the proposal rests on stands as it was when the proposal was approved.
OPEN = (ApplicationState.FORMAL_CHECK, ApplicationState.COMPLETION, ApplicationState.PREPARATION)


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
    """Save one's own assessment: 1–5 with a reason for each criterion given. Nobody writes in another's.

    Raises NotYours, NotReady while the jäv question is open, MovedOn when the proposal has been approved, StaleVersion,
    ValidationError.
    """
    case = engine.lock(case)
    if not by.has_perm("reviews.assess", case):
        raise NotYours(f"{by} does not assess {case}")
    if missing := conflict_answered(case.application, by):
        raise NotReady(list(missing))
    if case.application.state not in OPEN:
        raise MovedOn(case.application.get_state_display(), "Spara bedömningen")
    faults = {key: "Skriv varför." for key, (_, reason) in scores.items() if not reason.strip()}
    faults |= {key: "Välj en poäng från 1 till 5." for key, (score, _) in scores.items() if not 1 <= score <= 5}
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
        CriterionScore(assessment=assessment, criterion=Criterion(key), score=score, reason=reason)
        for key, (score, reason) in scores.items()
    )
    return assessment
