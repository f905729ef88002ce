"""The gate of what the applicant has completed with: nobody proposes, or approves, on what was there before."""

from typing import Any

from applications.lifecycle.registry import Missing, gate
from applications.models import CompletionRequest
from portal import clock, dates

from ..models import Memo

NOT_READ = "Kompletteringen kom {day}{late}, efter att förslaget sparades. Läs den och spara förslaget på nytt."


@gate("completion_is_read", holds="Förslaget är sparat efter den senaste kompletteringen")
def completion_is_read(memo: Memo, by: Any) -> list[Missing]:
    """Also one that came too late is part of what is decided on (förvaltningslagen 23 §, domain.md §9 case 36)."""
    answered = CompletionRequest.objects.filter(case=memo.case_id, answered_by__isnull=False)
    latest = answered.filter(answered_at__gt=memo.saved_at).order_by("answered_at").last()
    if latest is None or latest.answered_at is None:
        return []
    day = dates.long(clock.local(latest.answered_at).date())
    return [Missing(NOT_READ.format(day=day, late=" (efter sista dagen)" if latest.is_late else ""), "forslag")]
