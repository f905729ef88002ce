"""What is told about a case: one sentence, and where it stands on the rail (domain.md §7.10).

Read the cases through `with_story`, then no story costs a query; a case read otherwise is fetched anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from portal import clock, dates
from portal.look.stages import Stage, StageStatus, five
from portal.money import NBSP, kronor

from ..enums import ENDS, DecisionKind, ObligationKind, ProjectState
from ..enums import ApplicationState as A
from ..enums import IdeaState as I
from ..enums import ProjectState as P
from ..lifecycle.application import BEFORE_DECISION
from ..models import Application, Case, Claim, Idea, Project, Report
from .case_facts import (
    CLAIMS,
    REPORTS,
    Outcome,
    Owed,
    asked,
    closes_at,
    last_paid_on,
    outcome,
    owed,
    part,
    told,
    with_story,
)

# Until the formal check is over the case is at its second stage, for both sides.
BEING_CHECKED = (A.SUBMITTED, A.REGISTERED, A.FORMAL_CHECK, A.COMPLETION)

# The sentence


def sentence(case: Case, *, for_applicant: bool = True) -> str:
    """Where the case is, whose turn it is and by when; told to the applicant ("ni"), or to the desk."""
    case = told(case)
    project, decision, application = part(case, "project"), outcome(case), part(case, "application")
    if project is not None:
        return _of_project(case, project, for_applicant)
    if decision is not None:
        return _of_decision(case, decision, for_applicant)
    if application is not None:
        return _of_application(case, application, for_applicant)
    idea = part(case, "idea")
    return _of_idea(case, idea, for_applicant) if idea is not None else "Ärendet är tomt."


def _of_idea(case: Case, idea: Idea, ours: bool) -> str:
    reader = (case.officer or case.programme.contact).name
    return {
        I.DRAFT: "Ni skriver på idén. Bara ni ser den tills ni delar den." if ours else "Idén är inte delad.",
        I.SHARED: f"Vi har fått er idé. {reader} läser den och hör av sig."
        if ours
        else f"{case.organisation} har delat en idé. Den väntar på att någon tar upp dialogen.",
        I.IN_DIALOGUE: f"{reader} läser er idé och återkommer med råd."
        if ours
        else f"{reader} läser idén och ska ge råd.",
        I.RECOMMENDED: "Vi tycker att ni ska söka. Gör en ansökan av idén när ni vill."
        if ours
        else "Rådet är att söka. Sökanden kan göra en ansökan av idén.",
        I.ADVISED_AGAINST: "Vi avråder från att söka med den här idén. Ni får söka ändå."
        if ours
        else "Rådet är att inte söka. Sökanden får söka ändå.",
        I.CLOSED: "Idén är avslutad. Ni kan börja på en ny när ni vill."
        if ours
        else "Sökanden går inte vidare med idén.",
        I.CONVERTED: "Idén blev en ansökan som ni sedan tog bort."
        if ours
        else "Idén blev en ansökan som inte har kommit in.",
    }[I(idea.state)]


def _of_application(case: Case, application: Application, ours: bool) -> str:
    if application.state == A.DRAFT:
        return _of_draft(closes_at(case)) if ours else "Sökanden skriver på en ansökan. Den har inte kommit in."
    officer = case.officer.name if case.officer else "Handläggaren"
    completion = next((item for item in owed(case) if item.kind == ObligationKind.COMPLETION), None)
    by = f" senast {dates.weekday_long(completion.due_on)}" if completion else ""
    board = case.board.definite
    came_in = "Ansökan har kommit in. Vi utser en handläggare."
    to_us, to_desk = {
        A.SUBMITTED: (came_in, "Ansökan ska diarieföras."),
        A.REGISTERED: (came_in, "Ansökan väntar på en handläggare."),
        A.FORMAL_CHECK: (f"{officer} ser efter att allt är med i ansökan.", f"{officer} gör den formella kontrollen."),
        A.COMPLETION: (f"Ni behöver komplettera ansökan{by}.", f"Sökanden ska komplettera{by}."),
        A.PREPARATION: (
            f"{officer} bedömer ansökan och skriver ett förslag till beslut.",
            f"{officer} bereder ansökan.",
        ),
        A.PROPOSED: ("Vårt förslag är klart. Nästa steg är ett beslut.", "Förslaget är godkänt och väntar på beslut."),
        A.ON_AGENDA: (
            f"{board} tar upp ansökan vid ett sammanträde.",
            f"Ansökan står på dagordningen. {board} beslutar.",
        ),
        A.WITHDRAWN: (
            "Återtagen. Vi prövar inte ansökan, och ni får ett beslut om att ärendet är avslutat.",
            "Ansökan är återtagen. Ärendet ska avskrivas.",
        ),
        A.DECIDED: ("Ansökan är beslutad.", "Ansökan är beslutad."),
        A.CLOSED: ("Ärendet är avslutat.", "Ärendet är avslutat."),
    }[A(application.state)]
    return f"{to_us}{_delay(case)}{_asked(case, application)}" if ours else to_desk


def _delay(case: Case) -> str:
    """When we expect a decision, once we have written that it takes longer; for as long as that day holds."""
    expected: date | None = getattr(case, "story_delayed_to", None)
    return f" Beslut väntas senast {dates.long(expected)}." if expected and expected >= clock.today() else ""


def _asked(case: Case, application: Application) -> str:
    """That the applicant has asked for a decision, and by when we answer; once refused, that it is."""
    request = asked(case)
    if request is None or application.state not in BEFORE_DECISION:
        return ""
    if request.refused_on is not None:
        return f" Ni begärde att ärendet avgörs. Vi avslog det {dates.long(request.refused_on)}."
    is_late = request.due_on < clock.today()
    answer = f"{'Vi skulle ha svarat' if is_late else 'Vi svarar'} senast {dates.long(request.due_on)}."
    return f" Ni begärde {dates.long(request.on)} att ärendet avgörs. {answer}"


def _of_draft(closes: datetime | None) -> str:
    if closes is None:
        return "Ni skriver ansökan. Utlysningen har ingen sista dag."
    if clock.now() >= closes:
        return f"Ni skriver ansökan. Utlysningen stängde {_instant(closes)}. Den som kommer in nu är sen."
    return f"Ni skriver ansökan. Den ska vara inskickad senast {_instant(closes)}."


def _of_decision(case: Case, decision: Outcome, ours: bool) -> str:
    if decision.kind == DecisionKind.DISCONTINUED:
        told = f"Återtagen. Ärendet avskrevs {dates.long(decision.made_on)}."
        return told if decision.is_sent or ours else f"{told} Beslutet ska expedieras."
    if not decision.is_sent:
        if not ours:
            return "Beslutet är fattat och ska expedieras."
        return (
            "Ansökan är behandlad. Vi skickar beslutet till er inom kort."
            if decision.is_delegated
            else "Ansökan är behandlad av nämnden. Protokollet ska justeras innan ni får beslutet."
        )
    who = "Vi" if decision.is_delegated else case.board.definite
    if decision.kind == DecisionKind.DISMISSED:
        return f"{who} avvisade ansökan {dates.long(decision.made_on)}. Den prövas inte."
    if decision.kind == DecisionKind.REJECTION:
        return f"{who} avslog ansökan {dates.long(decision.made_on)}."
    what = "en del av ansökan" if decision.kind == DecisionKind.PARTIAL else "ansökan"
    return f"{who} beviljade {what} {dates.long(decision.made_on)}."


def _of_project(case: Case, project: Project, ours: bool) -> str:
    end, start = dates.long(project.period_end), dates.weekday_long(project.period_start)
    if project.state == P.GRANTED:
        return _granted(case, ours)
    if project.state == P.ACCEPTED:
        return f"{'Ni har' if ours else 'Sökanden har'} godkänt beslutet. Projektet börjar {start}."
    if project.state == P.START_UP:
        return f"Projektet startar upp.{_next(case) or f' Det pågår till {end}.'}"
    if project.state == P.IMPLEMENTATION:
        return f"Projektet pågår till {end}.{_next(case)}"
    if project.state == P.CLOSING:
        return f"Projektet avslutas.{_next(case) or ' Allt är lämnat och granskas.'}"
    if project.state == P.CLOSED_EARLY:
        return f"Projektet är avslutat i förtid.{_next(case) or ' Allt är lämnat och granskas.'}"
    if project.state == P.FINAL_REPORTED:
        left = "Det sista ska betalas ut." if _has_money(case) else "Nu avslutar vi projektet."
        return f"Slutrapporten är godkänd. {left}"
    last = last_paid_on(case)
    return f"Avslutat. Allt är redovisat{f' och sista utbetalningen gjordes {dates.long(last)}' if last else ''}."


def _granted(case: Case, ours: bool) -> str:
    amount = granted(case)
    due = next((item.due_on for item in owed(case) if item.kind == ObligationKind.ACCEPTANCE), None)
    by = f" senast {dates.weekday_long(due)}" if due else ""
    if wants_new_budget(case):
        first = "Lämna först en ny budget och godkänn sedan beslutet" if ours else "En ny budget ska först lämnas"
        return f"{'Ni har' if ours else 'Sökanden har'} fått {amount}, mindre än det som söktes. {first}{by}."
    if ours:
        return f"Ni har fått {amount}. Godkänn beslutet{by}."
    return f"Beslutet om {amount} ska godkännas av sökanden{by}."


def granted(case: Case) -> str:
    """Högst 800 609 kr, with a small first letter; "stöd" where it is no money."""
    decision = outcome(case)
    return f"högst {kronor(decision.cap)}{NBSP}kr" if decision and decision.cap is not None else "stöd"


def wants_new_budget(case: Case) -> bool:
    """Less money was granted than was applied for, and the applicant has not handed in a new budget."""
    project = part(case, "project")
    return project is not None and project.needs_new_budget and project.new_budget_id is None


def _has_money(case: Case) -> bool:
    decision = outcome(case)
    return decision is not None and decision.cap is not None


def _next(case: Case) -> str:
    """Lägesrapport och rekvisition ska in senast fredag 28 februari 2025: what falls due first, said once."""
    items = [item for item in owed(case) if not item.waits]
    if not items:
        return " Nästa rekvisition kan lämnas när den förra är betald." if owed(case) else ""
    first = items[0].due_on
    what = [item.what for item in items if item.due_on == first]
    together = " och ".join([what[0], *map(_small, what[1:])])
    if any(item.is_returned for item in items):
        returned = next(item for item in items if item.is_returned)
        return f" {returned.what}en behöver kompletteras."
    late = first < clock.today()
    return f" {together} {'skulle ha kommit in' if late else 'ska in senast'} {dates.weekday_long(first)}."


def _instant(moment: datetime) -> str:
    """Måndag 15 april 2024 kl. 16.00, with a small first letter."""
    return f"{dates.weekday_long(clock.local(moment).date())} kl.{NBSP}{dates.clock_time(moment)}"


def _small(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


# The rail


def stages(case: Case) -> list[Stage]:
    """The five stages with a date or two words under each."""
    case = told(case)
    words = list(_words(case))
    decision, project = outcome(case), part(case, "project")
    if project is None and decision is not None and decision.is_sent:
        return _ended_with_answer(words)
    is_cut = project is not None and project.state == ProjectState.CLOSED_EARLY
    return five(_number(case, project), when=words, halt=is_cut)


def _number(case: Case, project: Project | None) -> int:
    application = part(case, "application")
    if project is not None:
        if project.state == ProjectState.SETTLED:
            return 6
        if project.state in (ProjectState.CLOSING, ProjectState.FINAL_REPORTED, ProjectState.CLOSED_EARLY):
            return 5
        return 3 if project.state == ProjectState.GRANTED else 4
    if application is not None:
        return 2 if application.is_private or application.state in BEING_CHECKED else 3
    return 1


def _ended_with_answer(words: list[str]) -> list[Stage]:
    """A rejection is an answer: the path ends with it."""
    return [Stage(stage.name, StageStatus.DONE, word) for stage, word in zip(five(1)[:3], words, strict=False)]


def _words(case: Case) -> Iterator[str]:
    idea, application, project = (part(case, name) for name in ("idea", "application", "project"))
    decision = outcome(case)
    yield f"delad {_day(idea.shared_at)}" if idea and idea.shared_at else ""
    if application and application.shared_at:
        yield f"inkom {_day(application.shared_at)}"
    else:
        yield f"stänger {_day(closes)}" if application and (closes := closes_at(case)) else ""
    if decision and decision.is_sent:
        yield f"{DecisionKind(decision.kind).label.lower()} {_day(decision.made_on)}"
    else:
        yield "beredning pågår" if application and _number(case, None) > 2 and decision is None else ""
    yield f"från {_day(project.period_start)}" if project else ""
    if project:
        end = f"slutar {_day(project.closed_early_on or project.period_end)}"
        yield f"klart {_day(project.settled_at)}" if project.settled_at else end


def _day(moment: date | datetime) -> str:
    day = clock.local(moment).date() if isinstance(moment, datetime) else moment
    return dates.short(day) if day.year == clock.today().year else dates.long(day)


def is_over(case: Case) -> bool:
    """Nothing more will happen for the applicant in the case."""
    project, application, decision = part(case, "project"), part(case, "application"), outcome(case)
    if project is not None:
        return bool(project.state == ProjectState.SETTLED)
    if decision is not None and decision.is_sent:
        return decision.kind in ENDS
    idea = part(case, "idea")
    if application is None and idea is not None and idea.state == I.CLOSED:
        return True
    return application is not None and application.state == A.CLOSED


def is_with_us(case: Case) -> bool:
    """It is the authority's turn: an idea to talk about, or an application on which nothing is decided yet."""
    if is_over(case) or part(case, "project") is not None:
        return False
    application, idea = part(case, "application"), part(case, "idea")
    if application is not None:
        return bool(application.state not in (A.DRAFT, A.COMPLETION))  # a withdrawn one waits for our decision
    return idea is not None and idea.state in (I.SHARED, I.IN_DIALOGUE)


__all__ = [
    "CLAIMS",
    "REPORTS",
    "Owed",
    "granted",
    "is_over",
    "outcome",
    "owed",
    "sentence",
    "stages",
    "told",
    "wants_new_budget",
    "with_story",
]


def handed_in(row: Report | Claim) -> str:
    """What happens now with a report or a claim that has been handed in, and who has it."""
    officer = row.case.officer
    whose = f"{officer.name} har den nu och läser den." if officer else "Den ligger hos oss och blir läst."
    then = "När den är godkänd betalar vi ut." if isinstance(row, Claim) else "När den är godkänd står det här."
    return f"{whose} Behöver vi mer hör vi av oss. {then}"
