"""Where a case stands, from the desk's side: one sentence, a state mark and the stages of the rail (design.md §8).

Asks only what is loaded: the case with idea, application, project, memo and officer selected, decisions prefetched.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from applications.enums import ENDS, DecisionKind, IdeaState, ProjectState
from applications.enums import ApplicationState as A
from applications.enums import DecisionState as D
from applications.models import Application, Case, Decision, Idea, Project
from applications.selectors.case_story import BEING_CHECKED
from portal import dates
from portal.look.stages import Stage, five

from ..enums import MemoState
from ..models import Memo
from . import clocks

RELATED = ("idea", "application", "project", "memo", "officer", "organisation", "programme")


@dataclass(frozen=True)
class Mark:
    """The key of a state mark: machine and state, with the machine's own word."""

    machine: str
    state: str
    word: str


def _reverse(case: Case, name: str) -> Any:
    return getattr(case, name, None)


def idea_of(case: Case) -> Idea | None:
    """The idea, when it has been shared."""
    idea: Idea | None = _reverse(case, "idea")
    return idea if idea is not None and idea.shared_at is not None else None


def application_of(case: Case) -> Application | None:
    """The application, when it has been handed in: a draft is the applicant's alone (eget utrymme)."""
    application: Application | None = _reverse(case, "application")
    return application if application is not None and application.shared_at is not None else None


def memo_of(case: Case) -> Memo | None:
    memo: Memo | None = _reverse(case, "memo")
    return memo


def project_of(case: Case) -> Project | None:
    project: Project | None = _reverse(case, "project")
    return project


def is_decided(case: Case) -> bool:
    application = application_of(case)
    return application is not None and application.state in (A.DECIDED, A.CLOSED)


def is_over(case: Case) -> bool:
    """Nobody waits for anything in it any more: the case is closed, or its idea went no further."""
    application, idea = application_of(case), idea_of(case)
    if application is not None:
        return application.state == A.CLOSED
    return idea is not None and idea.state == IdeaState.CLOSED


def is_withdrawn(case: Case) -> bool:
    """Taken back before the board decided: also when the case has then been struck off."""
    application = application_of(case)
    if application is None:
        return False
    answer = decision_of(case)
    return application.state == A.WITHDRAWN or (answer is not None and answer.kind == DecisionKind.DISCONTINUED)


def decision_of(case: Case) -> Decision | None:
    """The latest decision on the application. Asks nothing for a case that is not decided."""
    if not is_decided(case):
        return None
    return next((row for row in case.decisions.all() if row.kind != DecisionKind.EARLY_CLOSE), None)


def sentence(case: Case) -> str:
    """What has happened and whose turn it is."""
    application = application_of(case)
    if application is None:
        return _idea_sentence(case)
    if application.state == A.DECIDED:
        project = project_of(case)
        return project_sentence(project) if project is not None else _decision_sentence(decision_of(case))
    return _application_sentence(case, application)


def _idea_sentence(case: Case) -> str:
    idea = idea_of(case)
    who = case.organisation.name
    if idea is None:
        return f"{who} har inte delat något än."
    return {
        IdeaState.SHARED: f"{who} har delat en idé. Ingen har tagit upp dialogen.",
        IdeaState.IN_DIALOGUE: f"{officer_name(case)} talar med {who} om idén.",
        IdeaState.RECOMMENDED: f"Vi har rekommenderat {who} att söka.",
        IdeaState.ADVISED_AGAINST: f"Vi har avrått {who} från att söka.",
        IdeaState.CLOSED: f"{who} går inte vidare med idén.",
        IdeaState.CONVERTED: f"{who} har gått vidare med idén. Vi har inte fått någon ansökan.",
    }[IdeaState(idea.state)]


def officer_name(case: Case) -> str:
    return case.officer.name if case.officer else "Ingen"


def _application_sentence(case: Case, application: Application) -> str:
    who = case.organisation.name
    if case.officer is None and application.state in (A.FORMAL_CHECK, A.PREPARATION, A.COMPLETION):
        return f"Ansökan från {who} har ingen handläggare."
    memo = memo_of(case)
    prepared = f"{officer_name(case)} bereder ansökan från {who}."
    if memo is not None and memo.state == MemoState.SUBMITTED:
        prepared = "Förslaget är lämnat och väntar på chefens godkännande."
    return {
        A.SUBMITTED: f"{who} har skickat in en ansökan.",
        A.REGISTERED: f"{who} har skickat in en ansökan. Den ska få en handläggare.",
        A.FORMAL_CHECK: f"{officer_name(case)} kontrollerar ansökan från {who}.",
        A.COMPLETION: f"{who} har fått en begäran om komplettering och ska svara.",
        A.PREPARATION: prepared,
        A.PROPOSED: "Förslaget är godkänt. Nu ska det beslutas.",
        A.ON_AGENDA: "Ärendet står på föredragningslistan.",
        A.WITHDRAWN: f"{who} har återtagit ansökan. Ärendet ska avskrivas.",
        A.CLOSED: "Ärendet är avslutat.",
    }[A(application.state)]


def _decision_sentence(decision: Decision | None) -> str:
    if decision is None:
        return "Ärendet är beslutat."
    what = decision.get_kind_display().lower()
    if decision.is_delegated and decision.state == D.MADE:
        return f"Beslutet om {what} är fattat på delegation. Nu ska det expedieras."
    return {
        D.DRAFT: "Beslutet registreras.",
        D.MADE: f"Nämnden har beslutat om {what}. Protokollet ska justeras.",
        D.APPROVED: f"Beslutet om {what} är justerat. Nu ska justeringen anslås.",
        D.ANNOUNCED: f"Beslutet om {what} är anslaget. Nu ska det expedieras.",
        D.DISPATCHED: f"Beslutet om {what} är expedierat.",
        D.LEGALLY_FINAL: f"Beslutet om {what} har fått laga kraft.",
    }[D(decision.state)]


def _granted_sentence(project: Project) -> str:
    """Where less was granted than was applied for, a new budget comes first (domain.md §9 case 15)."""
    if not project.needs_new_budget or project.new_budget_approved_at is not None:
        return "Beslutet är expedierat. Sökanden ska godkänna det."
    if project.new_budget_id is not None:
        return "Sökanden har lämnat en ny budget. Läs och godkänn den."
    return "Beslutet är expedierat. Sökanden ska lämna en ny budget och sedan godkänna beslutet."


def project_sentence(project: Project) -> str:
    """What the project waits for or does."""
    return {
        ProjectState.GRANTED: _granted_sentence(project),
        ProjectState.ACCEPTED: f"Sökanden har godkänt beslutet. Projektet börjar {dates.long(project.period_start)}.",
        ProjectState.START_UP: "Projektet är i uppstart.",
        ProjectState.IMPLEMENTATION: f"Projektet pågår till och med {dates.long(project.period_end)}.",
        ProjectState.CLOSING: f"Projektet avslutas. Sista dag är {dates.long(project.period_end)}.",
        ProjectState.CLOSED_EARLY: "Projektet är avslutat i förtid. Slutrapport och slutrekvisition återstår.",
        ProjectState.FINAL_REPORTED: "Projektet är slutrapporterat. Nu ska det slutregleras.",
        ProjectState.SETTLED: "Projektet är slutreglerat. Ärendet kan avslutas.",
    }[ProjectState(project.state)]


def mark(case: Case) -> Mark:
    """The state that says most about the case now."""
    application, idea = application_of(case), idea_of(case)
    project, decision = project_of(case), decision_of(case)
    if application is not None and application.state == A.DECIDED:
        if project is not None:
            return Mark("project", project.state, project.get_state_display())
        if decision is not None:
            return Mark("decision", decision.state, decision.get_state_display())
    row = application or idea
    if row is None:
        return Mark("idea", IdeaState.DRAFT, "")
    return Mark("application" if application else "idea", row.state, row.get_state_display())


def stages(case: Case) -> list[Stage]:
    """The five stages with the day each was done, or two words on what goes on."""
    application, idea, project = application_of(case), idea_of(case), project_of(case)
    decision = decision_of(case)
    now, halt = _stage(case)
    when = [
        _on("delad", idea.shared_at if idea else None),
        _on("kom in", application.shared_at if application else None),
        f"beslut {clocks.words(decision.made_on)}" if decision else "",
        f"från {dates.long(project.period_start)}" if project else "",
        f"slut {dates.long(project.closed_early_on or project.period_end)}" if project else "",
    ]
    return five(now, when=when, halt=halt)


def _on(word: str, moment: datetime | None) -> str:
    return f"{word} {clocks.words(clocks.day_of(moment))}" if moment else ""


def _stage(case: Case) -> tuple[int, bool]:
    application, project, decision = application_of(case), project_of(case), decision_of(case)
    if application is None:
        idea = idea_of(case)
        return 1, idea is not None and idea.state == IdeaState.ADVISED_AGAINST
    if application.state in BEING_CHECKED:
        return 2, False
    if project is None:
        ended = decision is not None and decision.kind in ENDS
        return 3, application.state == A.WITHDRAWN or (ended and application.state in (A.DECIDED, A.CLOSED))
    if project.state == ProjectState.SETTLED:
        return 6, False
    if project.state in (ProjectState.CLOSING, ProjectState.FINAL_REPORTED, ProjectState.CLOSED_EARLY):
        return 5, project.state == ProjectState.CLOSED_EARLY
    return (3 if project.state == ProjectState.GRANTED else 4), False
