"""What a decision needs on its way from made to legally final; and the jäv question."""

from typing import Any

from django.db.models import Exists, OuterRef

from portal import clock, dates

from ...enums import ProjectState
from ...models import Application, ConflictDeclaration, ConflictRuling, Decision
from ..engine import SYSTEM
from ..registry import Missing, gate

IS_CONFLICTED = "Du är jävig i ärendet. Någon annan måste ta det."


def _case_id(obj: Any) -> Any:
    """The case's id, of a case itself too, without fetching the case."""
    return getattr(obj, "case_id", None) or obj.pk


@gate("conflict_answered", holds="Du har svarat på frågan om jäv")
def conflict_answered(obj: Any, by: Any) -> list[Missing]:
    """Whoever acts in a case answers first (kommunallagen 7:4 with 6:28, D-04); a jävig person may not act."""
    if by is SYSTEM:
        return []
    questions = ConflictRuling.objects.filter(case=OuterRef("case"), user=OuterRef("user"), outcome="")
    answers = ConflictDeclaration.objects.filter(case_id=_case_id(obj), user=by)
    answer = answers.annotate(is_questioned=Exists(questions)).first()
    if answer is None:
        return [Missing("Svara först på om du är jävig i ärendet.", "jav")]
    if answer.is_conflicted:
        return [Missing(IS_CONFLICTED, "jav")]
    if answer.is_questioned:
        return [Missing("En kollega har väckt frågan om du är jävig. En chef avgör den först.", "jav")]
    return []


@gate("conflicts_settled", holds="Ingen fråga om jäv är öppen")
def conflicts_settled(obj: Any, by: Any) -> list[Missing]:
    """Nothing is decided while a question of jäv is open (kommunallagen 6:30 with 7:4)."""
    case = obj.case
    if not hasattr(case, "open_questions"):  # asked for once, since a page puts the case to several gates
        case.open_questions = list(ConflictRuling.objects.filter(case=case, outcome="").select_related("user"))
    return [
        Missing(f"Frågan om {row.user.name} är jävig är inte avgjord. En chef avgör den.", "javsfragor")
        for row in case.open_questions
    ]


@gate("not_conflicted", holds="Du är inte jävig")
def not_conflicted(obj: Any, by: Any) -> list[Missing]:
    """For moves that carry out what others decided: nobody needs to have answered, but a jävig person keeps away."""
    if (
        by is SYSTEM
        or not ConflictDeclaration.objects.filter(case_id=obj.case_id, user=by, is_conflicted=True).exists()
    ):
        return []
    return [Missing(IS_CONFLICTED, "jav")]


@gate("decided_by_board", holds="Beslutet är fattat av nämnden")
def decided_by_board(decision: Decision, by: Any) -> list[Missing]:
    return [Missing("Beslutet är fattat på delegation och justeras inte.")] if decision.is_delegated else []


@gate("decided_on_delegation", holds="Beslutet är fattat på delegation")
def decided_on_delegation(decision: Decision, by: Any) -> list[Missing]:
    return [] if decision.is_delegated else [Missing("Nämndens beslut ska först justeras och anslås.")]


@gate("not_announced", holds="Anslaget är inte registrerat")
def not_announced(decision: Decision, by: Any) -> list[Missing]:
    if decision.announced_on is None:
        return []
    return [Missing(f"Anslaget är redan registrerat: {dates.long(decision.announced_on)}.")]


@gate("decision_document_made", holds="Beslutet finns som PDF")
def decision_document_made(decision: Decision, by: Any) -> list[Missing]:
    document = getattr(decision, "document", None)
    if document is not None and document.file_id is not None:
        return []
    if decision.frozen is None:
        return [Missing("Protokollet ska först justeras. Då gör vi i ordning beslutet som PDF.")]
    return [Missing("Vi gör i ordning beslutet som PDF. Det brukar ta mindre än en minut.", "handlingar")]


@gate("decision_is_appealable", holds="Beslutet kan överklagas")
def decision_is_appealable(decision: Decision, by: Any) -> list[Missing]:
    if decision.funding_source.is_appealable:
        return []
    return [Missing("Beslutet får inte överklagas, så det har ingen tid att vänta ut.")]


@gate("appeal_time_is_over", holds="Tiden för överklagande är slut")
def appeal_time_is_over(decision: Decision, by: Any) -> list[Missing]:
    """Three weeks from the announcement (kommunallagen 13:5); a person asks the court before marking (§7.3)."""
    last = decision.last_day_to_appeal
    if last is None:
        return [Missing("Justeringen ska först anslås på anslagstavlan.")]
    if clock.today() > last:
        return []
    return [Missing(f"Beslutet kan överklagas till och med {dates.weekday_long(last)}.")]


@gate("nothing_left_in_case", holds="Inget återstår i ärendet")
def nothing_left_in_case(application: Application, by: Any) -> list[Missing]:
    """A rejection rests until its appeal time is over; a granted case until the project is settled (§7.2)."""
    project = getattr(application.case, "project", None)
    if project is not None:
        if project.state == ProjectState.SETTLED:
            return []
        return [Missing("Projektet är inte slutreglerat.", "projekt")]
    missing = []
    for decision in application.case.decisions.select_related("funding_source"):
        if decision.dispatched_at is None:
            missing.append(Missing("Beslutet är inte expedierat.", "beslut"))
        elif decision.grants:
            missing.append(Missing("Projektet är inte slutreglerat.", "projekt"))
        elif decision.funding_source.is_appealable:
            missing += appeal_time_is_over(decision, by)
    return missing
