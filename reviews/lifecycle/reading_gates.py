"""The gate of the two readers: what both have found, and what they agree on, before a proposal goes to the head."""

from typing import Any

from applications.enums import OfficerRole
from applications.lifecycle.registry import Missing, gate
from applications.models import Assignment
from applications.models.criteria import criteria_of

from ..models import Assessment, JointAssessment, Memo

NOT_READ = "Medhandläggaren {name} har inte bedömt alla kriterier än."
NOT_AGREED = "Skriv den gemensamma bedömningen tillsammans med medhandläggaren {name}."


@gate("readers_agree", holds="Medhandläggaren har läst, och den gemensamma bedömningen är skriven")
def readers_agree(memo: Memo, by: Any) -> list[Missing]:
    """domain.md §3.8, "Gemensam bedömning". Nothing is asked when nobody is second reader any longer; what two
    have agreed on is not what one who came after them agrees to. `assessment_done` asks for the officer's own."""
    held = list(Assignment.objects.filter(case=memo.case_id, ended_at=None).select_related("user"))
    second = next((row for row in held if row.role == OfficerRole.CO_OFFICER), None)
    if second is None:
        return []
    rows = Assessment.objects.filter(case=memo.case_id).prefetch_related("scores")
    wanted = {row.key for row in criteria_of(memo.case.application.call_version)}
    done = {row.author_id for row in rows if wanted <= {score.criterion for score in row.scores.all()}}
    name = second.user.name
    if second.user_id not in done:
        return [Missing(NOT_READ.format(name=name), "bedomningar")]
    if memo.case.officer_id not in done:
        return []
    since = max(row.assigned_at for row in held)
    if not JointAssessment.objects.filter(case=memo.case_id, written_at__gte=since).exists():
        return [Missing(NOT_AGREED.format(name=name), "gemensam")]
    return []
