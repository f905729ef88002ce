"""Who reads a case, what each has found so far, and what the other may see of it (domain.md §3.8).

The officer and a second reader assess each for themselves. Neither sees the other's before both have scored every
criterion; whoever does not assess reads what there is. What both found is weighed by the call's criteria.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from applications.enums import ApplicationState, OfficerRole
from applications.models import Assignment, Case
from applications.models.criteria import Measure
from portal.accounts.models import User

from ..models import Assessment

# While a case is read; then the proposal stands and everything is open.
READ_IN = (ApplicationState.FORMAL_CHECK, ApplicationState.COMPLETION, ApplicationState.PREPARATION)
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Weighed:
    """The mean of the readers' weighted means, and how far apart they are. `readers` have scored every criterion."""

    mean: Decimal
    spread: Decimal
    readers: int


def second_reader(case: Case) -> Any:
    """The id of the second reader (medhandläggare) today, or None."""
    rows = Assignment.objects.filter(case=case, role=OfficerRole.CO_OFFICER, ended_at=None)
    return rows.values_list("user", flat=True).first()


def is_whole(assessment: Assessment, criteria: Iterable[Measure]) -> bool:
    """Every criterion is scored; reads `scores.all()`, so lists prefetch them."""
    return {row.key for row in criteria} <= {score.criterion for score in assessment.scores.all()}


def both_are_done(case: Case, second: Any, rows: Iterable[Assessment], criteria: Sequence[Measure]) -> bool:
    """There are two readers, and each has scored every criterion."""
    done = {row.author_id for row in rows if is_whole(row, criteria)}
    return second is not None and {case.officer_id, second} <= done


def seen(
    case: Case, second: Any, rows: Sequence[Assessment], criteria: Sequence[Measure], user: User
) -> list[Assessment]:
    """Those of the assessments that the person may read now. `case` with its application; asks nothing."""
    readers = {case.officer_id, second}
    is_open = case.application.state not in READ_IN or second is None
    if user.pk not in readers or is_open or both_are_done(case, second, rows, criteria):
        return list(rows)
    return [row for row in rows if row.author_id == user.pk]


def weighted_mean(scores: Mapping[str, int], criteria: Sequence[Measure]) -> Decimal | None:
    """The weighted mean on the scale of the call, with two decimals; None until every criterion is scored."""
    if not criteria or not {row.key for row in criteria} <= scores.keys():
        return None
    total = Decimal(sum(scores[row.key] * row.weight for row in criteria))
    return (total / sum(row.weight for row in criteria)).quantize(HUNDREDTH, ROUND_HALF_UP)


def mean_of(row: Assessment, criteria: Sequence[Measure]) -> Decimal | None:
    """The weighted mean of one assessment; reads `scores.all()`, so lists prefetch them."""
    return weighted_mean({one.criterion: one.score for one in row.scores.all()}, criteria)


def weighed(rows: Iterable[Assessment], criteria: Sequence[Measure]) -> Weighed | None:
    """What the readers found together; None while nobody has scored every criterion."""
    told = [mean_of(row, criteria) for row in rows]
    means = [mean for mean in told if mean is not None]
    if not means:
        return None
    mean = (sum(means, Decimal(0)) / len(means)).quantize(HUNDREDTH, ROUND_HALF_UP)
    return Weighed(mean, max(means) - min(means), len(means))
